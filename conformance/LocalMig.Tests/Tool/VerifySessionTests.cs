using System.Text.Json;
using LocalMig.Suite;
using LocalMig.Suite.Targets;
using LocalMig.Tests.Snapshots;
using LocalMig.Tests.Suite;
using LocalMig.Tool;
using LocalMig.Tool.Verify;
using LocalMig.Wire;

namespace LocalMig.Tests.Tool;

[Collection(nameof(Alone))]
public sealed class VerifySessionTests : IDisposable
{
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("localmig-verify-").FullName;

    public void Dispose()
    {
        _out.Dispose();
        _error.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void A_target_that_cannot_be_opened_is_wrong_usage()
    {
        Assert.Equal(ExitCode.Usage, Run(new VerifyArguments { Target = "nosuch", Options = new RunOptions() }));
        Assert.Equal("localmig: unknown target 'nosuch'\n", Error);
    }

    [Fact]
    public void A_filter_that_matches_nothing_is_wrong_usage()
    {
        Assert.Equal(ExitCode.Usage, Run(Of(filter: "nosuch")));
        Assert.Equal("localmig: no case matches --filter nosuch in profile proposal\n", Error);
        Assert.Equal("", _out.ToString());
    }

    [Fact]
    public void A_run_tells_its_verdict_in_its_exit_code()
    {
        Assert.Equal(ExitCode.Passed, Run(Of(filter: "PARAM/*")));
        Assert.Equal(ExitCode.Failed, Run(Of(filter: "*")));
        Assert.EndsWith("verdict:      a requirement is broken\n", Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Progress_without_a_terminal_is_a_plain_line_per_group()
    {
        Run(Of(filter: "*"));
        Assert.Equal("PARAM: 1 passed, 0 other\nCHANNEL: 0 passed, 1 other\n", Error);
    }

    [Fact]
    public void A_quiet_run_prints_nothing()
    {
        Run(Of(filter: "*") with { Quiet = true });
        Assert.Equal("", Out + Error);
    }

    [Fact]
    public void The_list_names_cases_and_requirements_and_runs_nothing()
    {
        Assert.Equal(ExitCode.Passed, Run(Of(filter: "*") with { List = true }));
        Assert.Equal("PARAM/a: does PARAM/a [LM-PARAM-04]\nCHANNEL/b: does CHANNEL/b [LM-CHANNEL-01]\n", Out);
        Assert.Equal("", Error);
    }

    [Fact]
    public void The_list_as_data_holds_the_same()
    {
        Run(Of(filter: "*") with { List = true, Json = true });
        Snapshot.Verify(Out);
    }

    [Fact]
    public void The_result_as_data_is_one_document()
    {
        Run(Of(filter: "*") with { Json = true });
        using JsonDocument document = JsonDocument.Parse(Out);
        Assert.Equal(1, document.RootElement.GetProperty("exit_code").GetInt32());
        Assert.Equal(2, document.RootElement.GetProperty("cases").GetArrayLength());
    }

    [Fact]
    public void The_reports_are_written_into_their_folder()
    {
        string folder = Path.Combine(_folder, "new", "out");
        Run(Of(filter: "*") with { Report = folder });
        Assert.Equal(["junit.xml", "report.txt", "results.json"], Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.EndsWith(File.ReadAllText(Path.Combine(folder, "report.txt")).ReplaceLineEndings("\n"), Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Reports_that_cannot_be_written_break_the_run()
    {
        Assert.Equal(ExitCode.Broken, Run(Of(filter: "PARAM/*") with { Report = "/proc/nosuch" }));
        Assert.StartsWith("PARAM: 1 passed, 0 other\nlocalmig: cannot write reports: ", Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_verbose_run_shows_the_wires_of_every_case()
    {
        Run(Of(filter: "*") with { Verbose = true });
        Assert.Contains("src -> {\"execute\": \"query-migrate-parameters\"}", Out, StringComparison.Ordinal);
        Assert.Contains("ok CONTROL/first", Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_worker_that_leaves_no_results_makes_each_of_its_cases_an_error()
    {
        using var target = new FakeTarget();
        IReadOnlyList<Case> cases = [.. Enumerable.Range(0, 20).Select(n => FakeTarget.Passing($"PARAM/a{n}", "LM-PARAM-04"))];
        // The worker's command would be this test runner, which knows no verb: as broken as a worker can be.
        RunResult result = new ShardedRun(
            (_, _) => new System.Diagnostics.ProcessStartInfo("false"),
            shard => new CaseRunner(target, cases, new RunOptions { Shard = shard }).Run()).Run(
            "fake", LocalMig.Parameters.Profile.Proposal, new Selection(cases, target, LocalMig.Parameters.Profile.Proposal, new RunOptions()), new RunOptions(), 2);
        Assert.Equal(ExitCode.Broken, result.ExitCode);
        Assert.All(result.Cases, c => Assert.Equal(new Shard(1, 2).Holds(c.CaseId) ? Verdict.Pass : Verdict.Error, c.Verdict));
        Assert.Equal(2, result.Cases.Select(static c => c.Verdict).Distinct().Count());
        Assert.Equal("the worker for shard 2/2 ended with code 1 and left no results", result.Broken);
    }

    private string Out => _out.ToString().ReplaceLineEndings("\n");

    private string Error => _error.ToString().ReplaceLineEndings("\n");

    private static IReadOnlyList<Case> Cases { get; } = [FakeTarget.Passing("PARAM/a", "LM-PARAM-04"), FakeTarget.Failing("CHANNEL/b", "LM-CHANNEL-01")];

    private static VerifyArguments Of(string filter) =>
        new() { Target = "fake", Options = new RunOptions { Filters = [new Glob(filter)] } };

    private ExitCode Run(VerifyArguments arguments) =>
        new VerifySession(new ToolConsole(_out, _error, Interactive: false, Colour: false), Open, Cases).Run(arguments);

    private static Result<ITarget, string> Open(string name) =>
        name == "fake" ? new FakeTarget() : $"unknown target '{name}'";
}
