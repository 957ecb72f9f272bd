using LocalMig.Parameters;
using LocalMig.Suite;
using LocalMig.Suite.Cases;
using LocalMig.Suite.Targets;
using LocalMig.Tests.Parameters;
using LocalMig.Tests.Snapshots;
using LocalMig.Tests.Tool;

namespace LocalMig.Tests.Suite;

[Collection(nameof(Alone))]
public sealed class TranscriptTargetTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("localmig-transcript-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // Every verdict in it was compared with the recording by reading both.
    [Fact]
    public void Every_recording_is_judged_as_its_evidence_says()
    {
        var lines = new List<string>();
        foreach (string path in Directory.GetFiles(Fixture.Path("transcripts/qemu-local")).Order(StringComparer.Ordinal))
        {
            RunResult result = Judge(path);
            lines.Add($"{Path.GetFileName(path)}: {result.Profile}, exit code {(int)result.ExitCode}");
            ILookup<Verdict, RequirementOutcome> outcomes = result.Requirements().ToLookup(o => o.Verdict);
            lines.AddRange(outcomes[Verdict.Fail].Select(o => $"  FAILED {o.Requirement.Id} {o.Reason}"));
            lines.Add($"  passed {string.Join(' ', outcomes[Verdict.Pass].Select(o => o.Requirement.Id[3..]))}");
            if (outcomes[Verdict.Unsupported].Any())
                lines.Add($"  unsupported {outcomes[Verdict.Unsupported].Count()}: {outcomes[Verdict.Unsupported].First().Reason}");
        }

        Snapshot.Verify(string.Join('\n', lines));
    }

    [Fact]
    public void A_destination_that_completed_without_its_backend_fails_with_the_line_of_the_evidence()
    {
        ToolRun run = ToolRun.Of("verify", "transcript:" + Fixture.Path("transcripts/qemu-local/46-vnet-hdr-off-dst-only.txt"));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("LM-DEVICE-18", run.Out, StringComparison.Ordinal);
        Assert.Contains("destination completed without its backend", run.Out, StringComparison.Ordinal);
        Assert.Contains("where:     line 56: dst /proc/PID/fd (tun, vhost only): none", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_recording_of_a_migration_that_worked_passes_and_is_not_vacuous()
    {
        RunResult result = Judge(Fixture.Path("transcripts/qemu-local/01-unix-1q.txt"));
        Assert.Equal(ExitCode.Passed, result.ExitCode);
        Assert.True(result.Count(Verdict.Pass) >= 15);
    }

    [Fact]
    public void A_recording_of_a_release_without_the_feature_is_unsupported()
    {
        ToolRun run = ToolRun.Of("verify", "transcript:" + Fixture.Path("transcripts/qemu-local/90-unpatched-11.1.3.txt"));
        Assert.Equal(4, run.ExitCode);
        Assert.Contains("unsupported: the target has no local migration: line ", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("qemu-11.1.3/B11-10-success.txt")]
    [InlineData("qemu-7.2.22/B7-10-success.txt")]
    public void A_recording_of_an_ordinary_migration_judges_nothing(string file) =>
        Assert.Equal(ExitCode.NothingJudged, Judge(Fixture.Path("transcripts/" + file)).ExitCode);

    [Fact]
    public void A_file_that_is_not_there_is_wrong_usage() =>
        Assert.Equal(2, ToolRun.Of("verify", "transcript:" + Path.Combine(_folder, "nosuch")).ExitCode);

    [Fact]
    public void A_file_without_a_conversation_breaks_the_run() => Assert.Equal(3, ToolRun.Of("verify", "transcript:" + Write("# nothing\n")).ExitCode);

    [Fact]
    public void A_profile_that_is_asked_for_outweighs_the_one_that_is_shown()
    {
        string path = Fixture.Path("transcripts/qemu-local/01-unix-1q.txt");
        Assert.Equal(Profile.Upstream, Judge(path).Profile);
        Assert.Equal(Profile.Proposal, Judge(path, new RunOptions { Profile = Profile.Proposal }).Profile);
    }

    // What was recorded is not trusted: members of other types than the protocol's are not there.
    [Fact]
    public void Members_of_unexpected_types_break_nothing()
    {
        string path = Write("""
            src -> {"execute": "migrate-set-parameters", "arguments": {"local": true}}
            src <- {"return": {}}
            src -> {"execute": "netdev_add", "arguments": {"type": 1, "id": [], "queues": "x"}}
            src <- {"return": 1}
            src -> {"execute": "migrate-set-capabilities", "arguments": {"capabilities": [1, {"capability": 2}]}}
            src <- {"return": {}}
            src -> {"execute": 1}
            src -> {"execute": "migrate", "arguments": []}
            src <- {"return": {}}
            src <- {"event": 1, "timestamp": "now", "data": 1}
            src -> {"execute": "query-migrate"}
            src <- {"return": [1]}
            dst -> {"execute": "query-status"}
            dst <- {"error": 1}
            """);
        Assert.Equal(ExitCode.Passed, Judge(path).ExitCode);
    }

    private string Write(string text)
    {
        string path = Path.Combine(_folder, "transcript.txt");
        File.WriteAllText(path, text);
        return path;
    }

    private static RunResult Judge(string path, RunOptions? options = null)
    {
        Assert.True(TranscriptTarget.Open(path).TryGet(out ITarget? target, out string? wrong), wrong);
        using (target)
            return new CaseRunner(target, CaseList.All, options ?? new RunOptions()).Run();
    }
}
