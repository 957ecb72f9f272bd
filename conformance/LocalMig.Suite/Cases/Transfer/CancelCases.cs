using LocalMig.Suite.Tap;
using LocalMig.Suite.Vms;

namespace LocalMig.Suite.Cases.Transfer;

/// <summary>Migrations that are given up, at every step (specification, section 5, bullet 8; section 7, also).</summary>
internal static class CancelCases
{
    private static readonly string[] Requirements = ["LM-TRANSFER-20", "LM-TRANSFER-21", "LM-TRANSFER-33"];

    /// <summary>In the order they run.</summary>
    public static IReadOnlyList<Case> All { get; } =
    [
        LiveCase.Of("cancel-before-the-first-byte", "cancelled when the first byte is under way", Requirements, static c => At(c, Interference.At, 0)),
        LiveCase.Of("cancel-while-memory-is-sent", "cancelled while memory is being sent", Requirements, WhileActive),
        LiveCase.Of("cancel-before-the-switchover", "cancelled while the source waits for migrate-continue", Requirements, BeforeSwitchover),
        LiveCase.Of("cancel-while-the-descriptor-is-under-way", "cancelled when the descriptor is under way", ["LM-TRANSFER-25"], AtDescriptor),
        LiveCase.Of("cancel-when-nothing-runs", "migrate_cancel without a migration, and after one", ["LM-TRANSFER-27"], WithoutMigration),
    ];

    private static void At(CaseContext c, Func<long, Action, Interference> make, long offset)
    {
        SocketCaseBackend backend = c.NewSocket();
        CaseVm? source = null;
        MigrationPair pair = LiveCase.Pair(c, backend, new PairOptions { Interferences = [make(offset, () => source?.Do("migrate_cancel"))] });
        source = pair.Source;
        pair.Source.Do("migrate-set-parameters", ("max-bandwidth", 200_000L));
        pair.Begin();
        Judge(c, pair, backend);
    }

    private static void WhileActive(CaseContext c)
    {
        SocketCaseBackend backend = c.NewSocket();
        MigrationPair pair = LiveCase.Pair(c, backend);
        pair.Source.Do("migrate-set-parameters", ("max-bandwidth", 200_000L));
        pair.Begin();
        pair.Source.WaitStatus(0, "active", "failed");
        pair.Source.Do("migrate_cancel");
        Judge(c, pair, backend);
    }

    private static void BeforeSwitchover(CaseContext c)
    {
        SocketCaseBackend backend = c.NewSocket();
        MigrationPair pair = LiveCase.Pair(c, backend);
        pair.Source.SetCapability("pause-before-switchover", true);
        pair.Begin();
        pair.Source.WaitStatus(0, "pre-switchover", "failed");
        pair.Source.Do("migrate_cancel");
        Judge(c, pair, backend);
    }

    private static void Judge(CaseContext c, MigrationPair pair, SocketCaseBackend backend)
    {
        MigrationEnd end = pair.WaitEnd();
        c.ExpectEqual("LM-TRANSFER-33", "the end on the source", "cancelled", end.Source);
        c.ExpectEqual("LM-TRANSFER-33", "the end on the destination", "failed", end.Destination);
        LiveCase.ExpectNotHeld(c, "LM-TRANSFER-33", backend, pair.Destination);
        LiveCase.ExpectNotHeld(c, "LM-TRANSFER-20", backend, pair.Destination);
        LiveCase.ExpectRunsOn(c, "LM-TRANSFER-21", pair.Source, backend);
    }

    // From here on it may be too late; but whichever side runs in the end, it runs alone and has the backend.
    private static void AtDescriptor(CaseContext c)
    {
        SocketCaseBackend backend = c.NewSocket();
        CaseVm? source = null;
        MigrationPair pair = LiveCase.Pair(c, backend, new PairOptions
        {
            Interferences = [Interference.AtDescriptor(0, () => source?.Do("migrate_cancel"))],
        });
        source = pair.Source;
        MigrationEnd end = pair.Migrate();
        bool stays = end is { Source: "cancelled" or "failed", Destination: "failed" };
        bool moves = end is { Source: "completed", Destination: "completed" };
        c.Require("LM-TRANSFER-25", "the end on both sides", stays || moves, "the same outcome on both", end.ToString());
        if (stays)
        {
            LiveCase.ExpectNotHeld(c, "LM-TRANSFER-20", backend, pair.Destination);
            LiveCase.ExpectRunsOn(c, "LM-TRANSFER-21", pair.Source, backend);
        }

        LiveCase.ExpectWorks(c, "LM-TRANSFER-25", "the backend behind whichever side runs", backend);
    }

    private static void WithoutMigration(CaseContext c)
    {
        SocketCaseBackend backend = c.NewSocket();
        MigrationPair pair = LiveCase.Pair(c, backend);
        pair.Source.Do("migrate_cancel");
        pair.Destination.Do("migrate_cancel");
        LiveCase.RequireCompleted(c, "LM-TRANSFER-27", pair.Migrate());
        pair.Source.Do("migrate_cancel");
        pair.Destination.Do("migrate_cancel");
        string state = pair.Source.RunState();
        c.ExpectEqual("LM-TRANSFER-27", "run state of the source after a late migrate_cancel", "postmigrate", state);
    }
}
