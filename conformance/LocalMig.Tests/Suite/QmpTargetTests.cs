using LocalMig.Descriptors;
using LocalMig.Json;
using LocalMig.Machine;
using LocalMig.Parameters;
using LocalMig.Qmp;
using LocalMig.Suite;
using LocalMig.Suite.Cases;
using LocalMig.Suite.Faults;
using LocalMig.Suite.Targets;

namespace LocalMig.Tests.Suite;

/// <summary>A VM that somebody else started: what is done to it, and how it is left.</summary>
[Collection(nameof(Alone))]
public sealed class QmpTargetTests : IDisposable
{
    private const string Unchanged = "the VM behind a monitor is somebody else's: it is not changed without --destructive";

    private static readonly Case[] Cases =
        [.. CaseList.All.Where(static c => c.Id.StartsWith("QMP/", StringComparison.Ordinal) || c.Id.StartsWith("PARAM/", StringComparison.Ordinal))];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lm");

    private string Path => System.IO.Path.Combine(_folder.FullName, "vm.qmp");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Only_what_changes_nothing_is_done_to_it()
    {
        using VmServer server = Start();
        List<string> events = [];
        server.Vm.Observe(happened => events.Add(happened.Name));
        RunResult result = Judge(destructive: false);
        Assert.Equal([], result.Cases.Where(c => c.Verdict is not (Verdict.Pass or Verdict.Skip)).Select(c => $"{c.CaseId}: {c.Reason}"));
        Assert.Equal(
            [
                "PARAM/always-listed", "PARAM/atomic-out-of-range", "PARAM/atomic-unknown-member", "PARAM/atomic-wrong-type", "PARAM/leaves-the-others",
                "PARAM/others-leave-it", "PARAM/refuses-array-or-object", "PARAM/refuses-null", "PARAM/refuses-number", "PARAM/refuses-string",
                "PARAM/set-and-queried", "QMP/event-has-timestamp",
            ],
            result.Cases.Where(c => c.Reason == Unchanged).Select(c => c.CaseId).Order(StringComparer.Ordinal));
        Assert.Empty(events);
    }

    [Theory]
    [InlineData(false, "running")]
    [InlineData(true, "prelaunch")]
    public void What_may_be_changed_is_judged_in_full_and_left_as_it_was(bool paused, string runState)
    {
        using VmServer server = Start(paused: paused);
        Set(server, ("local", true), ("announce-rounds", 9), ("tls-hostname", "mine"));
        JsonValue before = Ask(server, "query-migrate-parameters");
        RunResult result = Judge(destructive: true);
        Assert.Equal([], result.Cases.Where(c => c.Verdict is not (Verdict.Pass or Verdict.Skip)).Select(c => $"{c.CaseId}: {c.Reason}"));
        Assert.DoesNotContain(result.Cases, c => c.Reason == Unchanged);
        Assert.Equal(Verdict.Pass, result.Cases.Single(c => c.CaseId == "PARAM/set-and-queried").Verdict);
        Assert.Equal(Verdict.Pass, result.Cases.Single(c => c.CaseId == "QMP/event-has-timestamp").Verdict);
        Assert.Equal(before, Ask(server, "query-migrate-parameters"));

        // A machine that was continued once is paused and no longer new.
        Assert.Equal(runState == "prelaunch" ? "paused" : runState, Ask(server, "query-status")["status"]!.AsString);
    }

    [Theory]
    [InlineData("param-not-listed", "LM-PARAM-05")]
    [InlineData("param-half-applied-range", "LM-PARAM-12")]
    [InlineData("param-takes-on", "LM-PARAM-14")]
    [InlineData("param-reset-by-others", "LM-PARAM-18")]
    [InlineData("param-changes-others", "LM-PARAM-19")]
    public void One_that_is_wrong_fails_by_the_requirement_it_breaks(string fault, string requirement)
    {
        using VmServer server = Start(fault);
        RunResult result = Judge(destructive: true);
        Assert.Contains(requirement, result.Cases.SelectMany(static c => c.Expectations).Where(static e => !e.Held).Select(static e => e.Requirement));
    }

    [Fact]
    public void The_command_that_repeats_a_case_says_that_the_VM_may_be_changed() =>
        Assert.Equal("qmp:unix:/run/vm.qmp --destructive", new QmpTarget("/run/vm.qmp", destructive: true).Name);

    private VmServer Start(string? fault = null, bool paused = false)
    {
        VmOptions options = new() { Paused = paused };
        VmSeams seams = fault is null ? VmSeams.Default : FaultCatalogue.Find(fault)!.Seams(VmSeams.Default, options);
        return VmServer.Start(options, Path, seams).Value;
    }

    private RunResult Judge(bool destructive)
    {
        using QmpTarget target = new(Path, destructive);
        return new CaseRunner(target, Cases, new RunOptions { Profile = Profile.Proposal }).Run();
    }

    private static JsonValue Ask(VmServer server, string command, JsonValue? arguments = null)
    {
        using QmpClient client = QmpClient.Connect(server.QmpPath, Deadline.After(TimeSpan.FromSeconds(60))).Value;
        _ = client.Negotiate(Deadline.After(TimeSpan.FromSeconds(60))).Value;
        return client.Execute(command, arguments, Deadline.After(TimeSpan.FromSeconds(60))).Value.Value;
    }

    private static void Set(VmServer server, params (string, JsonValue)[] parameters) => Ask(server, "migrate-set-parameters", JsonValue.Object(parameters));
}
