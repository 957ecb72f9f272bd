using LocalMig.Parameters;
using LocalMig.Spec;
using LocalMig.Suite;
using LocalMig.Suite.Targets;

namespace LocalMig.Tests.Suite;

[Collection(nameof(Alone))]
public class CaseRunnerTests
{
    private const string First = "LM-PARAM-04";
    private const string Second = "LM-PARAM-05";
    private const string OnlyUpstream = "LM-CHANNEL-20";
    private const string Optional = "LM-TRANSFER-11";

    [Fact]
    public void A_run_in_which_every_expectation_holds_passes()
    {
        RunResult result = FakeTarget.Run(FakeTarget.Passing("PARAM/a", First));
        Assert.Equal(ExitCode.Passed, result.ExitCode);
        Assert.Equal(["CONTROL/first", "CONTROL/last"], result.Controls.Select(c => c.CaseId));
    }

    [Fact]
    public void A_broken_requirement_fails_the_run_and_is_named()
    {
        RunResult result = FakeTarget.Run(FakeTarget.Passing("PARAM/a", First), FakeTarget.Failing("PARAM/b", Second));
        Assert.Equal(ExitCode.Failed, result.ExitCode);
        Assert.Equal(Verdict.Pass, Outcome(result, First).Verdict);
        Assert.Equal(Verdict.Fail, Outcome(result, Second).Verdict);
    }

    [Fact]
    public void One_broken_expectation_outweighs_any_number_that_hold()
    {
        RunResult result = FakeTarget.Run(FakeTarget.Passing("PARAM/a", First), FakeTarget.Failing("PARAM/b", First));
        Assert.Equal(Verdict.Fail, Outcome(result, First).Verdict);
    }

    [Fact]
    public void A_case_that_does_not_judge_what_it_claims_is_an_error()
    {
        RunResult result = FakeTarget.Run(FakeTarget.Case("PARAM/a", c => c.Expect(First, "x", true, "1", "1"), First, Second));
        Assert.Equal(ExitCode.Broken, result.ExitCode);
        Assert.Equal("ended without judging LM-PARAM-05", result.Cases[0].Reason);
    }

    [Fact]
    public void A_case_that_throws_is_an_error_and_no_failure()
    {
        RunResult result = FakeTarget.Run(FakeTarget.Case("PARAM/a", _ => throw new InvalidOperationException("broken case"), First));
        Assert.Equal(Verdict.Error, result.Cases[0].Verdict);
        Assert.Equal("InvalidOperationException: broken case", result.Cases[0].Reason);
        Assert.Equal(ExitCode.Broken, result.ExitCode);
    }

    [Fact]
    public void Skips_alone_judge_nothing()
    {
        RunResult result = FakeTarget.Run(FakeTarget.Case("PARAM/a", c => c.Skip("not here"), First));
        Assert.Equal(ExitCode.NothingJudged, result.ExitCode);
        Assert.Equal("not here", Outcome(result, First).Reason);
    }

    [Fact]
    public void What_the_target_cannot_do_is_skipped_with_its_reason()
    {
        var taps = new ShortCase("PARAM/a", "", [First], c => c.Expect(First, "x", true, "1", "1")) { Abilities = TargetAbilities.Taps };
        RunResult result = FakeTarget.Run(taps, FakeTarget.Passing("PARAM/b", Second));
        Assert.Equal((Verdict.Skip, "a fake has no Taps"), (result.Cases[0].Verdict, result.Cases[0].Reason));
        Assert.Equal(ExitCode.Passed, result.ExitCode);
    }

    [Fact]
    public void Without_the_feature_what_needs_it_is_unsupported_and_the_rest_is_judged()
    {
        var target = new FakeTarget { HasFeature = false };
        var any = new ShortCase("PARAM/b", "", [Second], c => c.Expect(Second, "x", false, "1", "2")) { Abilities = TargetAbilities.None, Feature = false };
        RunResult result = FakeTarget.Run(new RunOptions(), target, FakeTarget.Failing("PARAM/a", First), any);
        Assert.Equal([Verdict.Unsupported, Verdict.Fail], result.Cases.Select(c => c.Verdict));
        Assert.Equal(Verdict.Unsupported, Outcome(result, First).Verdict);
    }

    [Fact]
    public void Without_the_feature_and_without_anything_else_nothing_is_judged()
    {
        RunResult result = FakeTarget.Run(new RunOptions(), new FakeTarget { HasFeature = false }, FakeTarget.Passing("PARAM/a", First));
        Assert.Equal(ExitCode.NothingJudged, result.ExitCode);
    }

    [Fact]
    public void A_target_that_does_not_answer_at_first_is_an_error_for_every_case()
    {
        RunResult result = FakeTarget.Run(new RunOptions(), new FakeTarget { Answers = false }, FakeTarget.Passing("PARAM/a", First), FakeTarget.Passing("PARAM/b", Second));
        Assert.Equal(ExitCode.Broken, result.ExitCode);
        Assert.All(result.Cases, c => Assert.Equal(Verdict.Error, c.Verdict));
    }

    [Fact]
    public void A_target_that_stops_answering_halfway_is_an_error_and_no_list_of_failures()
    {
        var target = new FakeTarget();
        ShortCase killer = FakeTarget.Case("PARAM/b", c =>
        {
            target.Answers = false;
            c.Expect(Second, "x", false, "1", "2");
        }, Second);
        RunResult result = FakeTarget.Run(new RunOptions(), target, FakeTarget.Passing("PARAM/a", First), killer, FakeTarget.Failing("PARAM/c", First));
        Assert.Equal(ExitCode.Broken, result.ExitCode);
        Assert.Equal([Verdict.Pass, Verdict.Error, Verdict.Error], result.Cases.Select(c => c.Verdict));
        Assert.Equal("the target stopped answering (in PARAM/b)", result.Broken);
    }

    [Fact]
    public void A_target_that_is_gone_at_the_end_breaks_the_run()
    {
        var target = new FakeTarget();
        ShortCase last = FakeTarget.Case("PARAM/a", c =>
        {
            target.Answers = false;
            c.Expect(First, "x", true, "1", "1");
        }, First);
        Assert.Equal(ExitCode.Broken, FakeTarget.Run(new RunOptions(), target, last).ExitCode);
    }

    [Fact]
    public void Requirements_of_other_profiles_are_not_judged()
    {
        ShortCase both = FakeTarget.Case("CHANNEL/a", c =>
        {
            c.Expect(First, "x", true, "1", "1");
            c.Expect(OnlyUpstream, "the text", false, "1", "2");
        }, First, OnlyUpstream);
        Assert.Equal(ExitCode.Passed, FakeTarget.Run(both).ExitCode);
        Assert.Equal(ExitCode.Failed, FakeTarget.Run(new RunOptions { Profile = Profile.Upstream }, new FakeTarget(), both).ExitCode);
    }

    [Fact]
    public void The_profile_is_the_one_asked_for_or_the_targets_or_the_proposals()
    {
        Assert.Equal(Profile.Proposal, FakeTarget.Run(new RunOptions(), new FakeTarget()).Profile);
        Assert.Equal(Profile.Upstream, FakeTarget.Run(new RunOptions(), new FakeTarget { OwnProfile = Profile.Upstream }).Profile);
        Assert.Equal(Profile.V16, FakeTarget.Run(new RunOptions { Profile = Profile.V16 }, new FakeTarget { OwnProfile = Profile.Upstream }).Profile);
    }

    [Fact]
    public void At_level_must_nothing_less_binding_is_judged()
    {
        var must = new RunOptions { Level = Level.Must };
        RunResult result = FakeTarget.Run(must, new FakeTarget(), FakeTarget.Failing("TRANSFER/a", Optional), FakeTarget.Passing("PARAM/a", First));
        Assert.Equal(["PARAM/a"], result.Cases.Select(c => c.CaseId));
        Assert.DoesNotContain(result.Requirements(), r => r.Requirement.Level != Level.Must);
    }

    [Fact]
    public void What_is_only_permitted_fails_nothing()
    {
        RunResult result = FakeTarget.Run(FakeTarget.Failing("TRANSFER/a", Optional));
        Assert.Equal(ExitCode.Passed, result.ExitCode);
        Assert.Equal(Verdict.Skip, Outcome(result, Optional).Verdict);
    }

    [Fact]
    public void A_descriptor_that_is_left_open_breaks_the_requirement_that_nothing_is_left()
    {
        FileStream? left = null;
        RunResult result = FakeTarget.Run(FakeTarget.Case("PARAM/a", c =>
        {
            left = File.OpenRead("/proc/self/status");
            c.Expect(First, "x", true, "1", "1");
        }, First));
        left!.Dispose();
        Assert.Equal(Verdict.Fail, result.Cases[0].Verdict);
        Assert.Contains("descriptor /proc/", Assert.Single(result.Cases[0].Expectations, e => !e.Held).Actual, StringComparison.Ordinal);
        Assert.Equal(Verdict.Fail, Outcome(result, "LM-TRANSFER-42").Verdict);
    }

    [Fact]
    public void A_socket_file_that_is_left_breaks_the_requirement_that_nothing_is_left()
    {
        RunResult result = FakeTarget.Run(FakeTarget.Case("PARAM/a", c =>
        {
            using var socket = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
            string path = Path.Combine(c.Folder, "left.sock");
            socket.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(path));
            // Closing removes the file that Bind made: put one back.
            File.Move(path, path + ".kept");
            c.Expect(First, "x", true, "1", "1");
        }, First));
        Assert.Equal("socket file left.sock.kept", Assert.Single(result.Cases[0].Expectations, e => !e.Held).Actual);
    }

    [Fact]
    public void A_child_process_that_is_left_breaks_the_requirement_that_nothing_is_left()
    {
        System.Diagnostics.Process? child = null;
        RunResult result = FakeTarget.Run(FakeTarget.Case("PARAM/a", c =>
        {
            child = System.Diagnostics.Process.Start("sleep", "60");
            c.Expect(First, "x", true, "1", "1");
        }, First));
        child!.Kill();
        child.WaitForExit();
        string left = Assert.Single(result.Cases[0].Expectations, e => !e.Held).Actual;
        child.Dispose();
        Assert.Contains("child process", left, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_case_owns_is_disposed_latest_first_even_when_it_fails()
    {
        var order = new List<int>();
        FakeTarget.Run(FakeTarget.Case("PARAM/a", c =>
        {
            c.Own(new Ending(() => order.Add(1)));
            c.Own(new Ending(() => order.Add(2)));
            c.Require(First, "x", false, "1", "2");
        }, First));
        Assert.Equal([2, 1], order);
    }

    [Fact]
    public void The_same_seed_gives_the_same_chance_whatever_else_runs()
    {
        var drawn = new List<int>();
        ShortCase draw = FakeTarget.Case("PARAM/a", c =>
        {
            drawn.Add(c.Random.Next());
            c.Expect(First, "x", true, "1", "1");
        }, First);
        FakeTarget.Run(new RunOptions { Seed = 7 }, new FakeTarget(), draw);
        FakeTarget.Run(new RunOptions { Seed = 7 }, new FakeTarget(), FakeTarget.Passing("PARAM/0", Second), draw);
        FakeTarget.Run(new RunOptions { Seed = 8 }, new FakeTarget(), draw);
        Assert.Equal(drawn[0], drawn[1]);
        Assert.NotEqual(drawn[0], drawn[2]);
    }

    [Fact]
    public void A_case_that_runs_out_of_time_fails_the_run_as_a_timeout()
    {
        RunResult result = FakeTarget.Run(new RunOptions { Timeout = TimeSpan.FromMilliseconds(1) }, new FakeTarget(), FakeTarget.Case("PARAM/a", c =>
        {
            Thread.Sleep(20);
            c.Stop("waited for the event 'completed'");
        }, First));
        Assert.Equal(Verdict.Timeout, result.Cases[0].Verdict);
        Assert.Equal(ExitCode.Failed, result.ExitCode);
    }

    [Fact]
    public void A_case_waits_for_one_thing_not_as_long_as_it_may_run()
    {
        List<TimeSpan> patience = [];
        FakeTarget.Run(new RunOptions { Timeout = TimeSpan.FromSeconds(90) }, new FakeTarget(), FakeTarget.Case("PARAM/a", c => patience.Add(c.Patience), First));
        FakeTarget.Run(new RunOptions { Timeout = TimeSpan.FromSeconds(90), Patience = TimeSpan.FromSeconds(2) }, new FakeTarget(), FakeTarget.Case("PARAM/a", c => patience.Add(c.Patience), First));
        FakeTarget.Run(new RunOptions { Timeout = TimeSpan.FromMilliseconds(1), Patience = TimeSpan.FromSeconds(2) }, new FakeTarget(), FakeTarget.Case("PARAM/a", c =>
        {
            Thread.Sleep(20);
            patience.Add(c.Patience);
        }, First));
        Assert.Equal([TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(2), TimeSpan.Zero], patience);
    }

    private static RequirementOutcome Outcome(RunResult result, string id) => result.Requirements().Single(r => r.Requirement.Id == id);

    private sealed class Ending(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
