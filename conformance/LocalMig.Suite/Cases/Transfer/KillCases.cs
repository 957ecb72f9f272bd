using LocalMig.Suite.Tap;
using LocalMig.Suite.Targets;
using LocalMig.Suite.Vms;

namespace LocalMig.Suite.Cases.Transfer;

/// <summary>One side dies, at every step (specification, section 5, bullet 8).</summary>
internal static class KillCases
{
    // Places in the stream: its first byte, inside the memory, right before and right after the descriptor has gone through.
    private static readonly (string Id, string Title, Func<Action, Interference> Place)[] Steps =
    [
        ("at-the-first-byte", "when the first byte is under way", static act => Interference.At(0, act)),
        ("while-memory-is-sent", "while memory is being sent", static act => Interference.At(60_000, act)),
        ("at-the-descriptor", "when the descriptor is under way", static act => Interference.AtDescriptor(0, act)),
    ];

    /// <summary>In the order they run.</summary>
    public static IReadOnlyList<Case> All { get; } =
    [
        .. Steps.Select(static s => LiveCase.Of(
            $"destination-killed-{s.Id}", $"the destination is killed {s.Title}", ["LM-TRANSFER-21", "LM-TRANSFER-31", "LM-TRANSFER-37"], c => Destination(c, s.Place, ownProcess: false))),
        // Processes take a while to start: at the later steps only, where they hold most.
        .. Steps.Skip(1).Select(static s => InProcesses(
            $"destination-process-killed-{s.Id}", $"the destination's process is killed {s.Title}", ["LM-TRANSFER-21", "LM-TRANSFER-31", "LM-TRANSFER-37"], c => Destination(c, s.Place, ownProcess: true))),
        LiveCase.Of("destination-killed-while-it-waits", "the destination is killed before the source connects", ["LM-TRANSFER-21", "LM-TRANSFER-37"], Waiting),
        LiveCase.Of("destination-killed-before-the-switchover", "the destination is killed while the source waits for migrate-continue", ["LM-TRANSFER-21", "LM-TRANSFER-37"], BeforeSwitchover),
        .. Steps.Select(static s => LiveCase.Of(
            $"source-killed-{s.Id}", $"the source is killed {s.Title}", ["LM-TRANSFER-20", "LM-TRANSFER-37"], c => Source(c, s.Place, ownProcess: false))),
        .. Steps.TakeLast(1).Select(static s => InProcesses(
            $"source-process-killed-{s.Id}", $"the source's process is killed {s.Title}", ["LM-TRANSFER-20", "LM-TRANSFER-37"], c => Source(c, s.Place, ownProcess: true))),
        LiveCase.Of("connection-cut-before-the-descriptor", "the connection ends right before the descriptor", ["LM-TRANSFER-20", "LM-TRANSFER-21"], static c => Cut(c, Interference.CutBeforeDescriptor(0))),
        LiveCase.Of("connection-cut-after-the-descriptor", "the connection ends right after the descriptor", ["LM-TRANSFER-20", "LM-TRANSFER-21"], static c => Cut(c, Interference.CutAfterDescriptor(0))),
    ];

    private static ShortCase InProcesses(string id, string title, IReadOnlyList<string> requirements, Action<CaseContext> run) =>
        new("TRANSFER/" + id, title, requirements, run) { Abilities = LiveCase.Abilities | TargetAbilities.Processes };

    private static void Destination(CaseContext c, Func<Action, Interference> place, bool ownProcess)
    {
        SocketCaseBackend backend = c.NewSocket();
        CaseVm? destination = null;
        MigrationPair pair = LiveCase.Pair(c, backend, new PairOptions { DestinationProcess = ownProcess, Interferences = [place(() => destination?.Kill())] });
        destination = pair.Destination;
        pair.Begin();
        ExpectSourceSurvives(c, pair, backend);
    }

    private static void ExpectSourceSurvives(CaseContext c, MigrationPair pair, SocketCaseBackend backend)
    {
        string? end = pair.Source.WaitStatus(0, "failed", "completed", "cancelled");
        c.ExpectEqual("LM-TRANSFER-31", "the end on the source", "failed", end);
        LiveCase.ExpectRunsOn(c, "LM-TRANSFER-21", pair.Source, backend);
        c.ExpectEqual("LM-TRANSFER-37", "descriptors of the backend on the source", 1, backend.HeldBy(pair.Source).Count);
    }

    private static void Waiting(CaseContext c)
    {
        SocketCaseBackend backend = c.NewSocket();
        MigrationPair pair = LiveCase.Pair(c, backend, new PairOptions { Tapped = false });
        pair.Listen();
        pair.Destination.Kill();
        pair.Source.Do("migrate", ("uri", "unix:" + pair.Path));
        ExpectSourceSurvives(c, pair, backend);
    }

    private static void BeforeSwitchover(CaseContext c)
    {
        SocketCaseBackend backend = c.NewSocket();
        MigrationPair pair = LiveCase.Pair(c, backend);
        pair.Source.SetCapability("pause-before-switchover", true);
        pair.Begin();
        pair.Source.WaitStatus(0, "pre-switchover", "failed");
        pair.Destination.Kill();

        // A source that does not notice by itself notices when it goes on.
        pair.Source.Execute("migrate-continue", ("state", "pre-switchover"));
        ExpectSourceSurvives(c, pair, backend);
    }

    private static void Source(CaseContext c, Func<Action, Interference> place, bool ownProcess)
    {
        SocketCaseBackend backend = c.NewSocket();
        CaseVm? source = null;
        MigrationPair pair = LiveCase.Pair(c, backend, new PairOptions { SourceProcess = ownProcess, Interferences = [place(() => source?.Kill())] });
        source = pair.Source;
        pair.Begin();
        string? end = pair.Destination.WaitStatus(0, "failed", "completed");

        // What was sent before it died may have been all that the destination needs.
        c.Expect("LM-TRANSFER-37", "the end on the destination", end is "failed" or "completed", "an end", end ?? "none");
        if (end == "failed")
            LiveCase.ExpectNotHeld(c, "LM-TRANSFER-20", backend, pair.Destination);
        else
            LiveCase.ExpectWorks(c, "LM-TRANSFER-20", "the backend behind the destination", backend);
        string state = pair.Destination.RunState();
        c.ExpectEqual("LM-TRANSFER-37", "run state of the destination", end == "failed" ? "inmigrate" : "running", state);
    }

    private static void Cut(CaseContext c, Interference interference)
    {
        SocketCaseBackend backend = c.NewSocket();
        MigrationPair pair = LiveCase.Pair(c, backend, new PairOptions { Interferences = [interference] });
        MigrationEnd end = pair.Migrate();
        c.Require("LM-TRANSFER-21", "the end on both sides", end is { Source: "failed", Destination: "failed" }, "failed on both", end.ToString());
        LiveCase.ExpectNotHeld(c, "LM-TRANSFER-20", backend, pair.Destination);
        LiveCase.ExpectRunsOn(c, "LM-TRANSFER-21", pair.Source, backend);
    }
}
