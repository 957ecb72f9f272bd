using LocalMig.Descriptors;
using LocalMig.Suite.Tap;
using LocalMig.Suite.Vms;

namespace LocalMig.Suite.Cases.Transfer;

/// <summary>What comes after a migration: further hops, and further attempts (specification, section 3, bullet 1; section 7, works).</summary>
internal static class AgainCases
{
    private const int Hops = 3;

    /// <summary>In the order they run.</summary>
    public static IReadOnlyList<Case> All { get; } =
    [
        LiveCase.Of("three-hops", "three migrations in a row, each from the last destination", ["LM-TRANSFER-25", "LM-TRANSFER-35"], ThreeHops),
        LiveCase.Of("again-after-a-failed-connection", "a second migration after one that could not connect", ["LM-TRANSFER-34"], AfterFailedConnection),
        LiveCase.Of("again-after-a-refused-channel", "a second migration after a channel was refused", ["LM-TRANSFER-34"], AfterRefusedChannel),
        LiveCase.Of("again-after-a-failed-load", "a second migration after a load that failed", ["LM-TRANSFER-34"], AfterFailedLoad),
        LiveCase.Of("again-after-a-cancelled-one", "a second migration after a cancelled one", ["LM-TRANSFER-33", "LM-TRANSFER-34"], AfterCancelled),
    ];

    private static void ThreeHops(CaseContext c)
    {
        SocketCaseBackend backend = c.NewSocket();
        PairOptions options = new() { Backends = [new PairedBackend(backend)] };
        MigrationPair pair = MigrationPair.Start(c, options);
        using Traffic traffic = new(backend.Peer);
        for (int hop = 1; hop <= Hops; hop++)
        {
            MigrationEnd end = pair.Migrate();
            LiveCase.RequireCompleted(c, "LM-TRANSFER-35", end);
            IReadOnlyList<ProcessDescriptor> held = backend.HeldBy(pair.Destination);
            c.Require("LM-TRANSFER-35", $"descriptors of the backend after hop {hop}", held.Count == 1, "1", $"{held.Count}");
            Sameness same = OpenFileDescription.Compare(Environment.ProcessId, backend.Given.Number, held[0].Process, held[0].Number);
            c.Expect("LM-TRANSFER-35", $"the descriptor after hop {hop} and the first one", same != Sameness.Different, "the same", $"{same}");
            c.Expect("LM-TRANSFER-35", "the source of the hop", pair.Source.Quit(), "quits", "does not quit");
            if (hop < Hops)
                pair = MigrationPair.Again(c, options, pair.Destination, $"dst{hop + 1}");
        }

        string wrong = traffic.Finish(c.Patience);
        c.Expect("LM-TRANSFER-25", $"{traffic.Sent} numbered records across {Hops} hops", wrong.Length == 0, "each comes back once, in order", wrong.Length == 0 ? "so it is" : wrong);
    }

    private static void AfterFailedConnection(CaseContext c)
    {
        SocketCaseBackend backend = c.NewSocket();
        MigrationPair pair = LiveCase.Pair(c, backend);
        pair.Source.Execute("migrate", ("uri", $"unix:{c.Folder}/nobody"));
        string? first = pair.Source.WaitStatus(0, "failed");
        c.ExpectEqual("LM-TRANSFER-34", "the end of the first migration", "failed", first);
        HandOver(c, pair, backend);
    }

    private static void AfterRefusedChannel(CaseContext c)
    {
        SocketCaseBackend backend = c.NewSocket();
        MigrationPair pair = LiveCase.Pair(c, backend);
        bool refused = pair.Source.Execute("migrate", ("uri", "tcp:127.0.0.1:1")).Error is not null;
        c.Expect("LM-TRANSFER-34", "the first migration, over TCP", refused, "refused", refused ? "refused" : "accepted");
        HandOver(c, pair, backend);
    }

    private static void AfterFailedLoad(CaseContext c)
    {
        SocketCaseBackend backend = c.NewSocket();
        MigrationPair pair = LiveCase.Pair(c, backend, new PairOptions { Interferences = [Interference.DropDescriptor(0)] });
        MigrationEnd end = pair.Migrate();
        c.ExpectEqual("LM-TRANSFER-34", "the end of the first migration on the source", "failed", end.Source);
        HandOver(c, MigrationPair.Again(c, new PairOptions { Backends = [new PairedBackend(backend)] }, pair.Source, "dst2"), backend);
    }

    private static void AfterCancelled(CaseContext c)
    {
        SocketCaseBackend backend = c.NewSocket();
        MigrationPair pair = LiveCase.Pair(c, backend);
        pair.Source.SetCapability("pause-before-switchover", true);
        pair.Begin();
        pair.Source.WaitStatus(0, "pre-switchover", "failed");
        pair.Source.Do("migrate_cancel");
        c.ExpectEqual("LM-TRANSFER-33", "the end of the first migration on the source", "cancelled", pair.WaitEnd().Source);
        pair.Source.SetCapability("pause-before-switchover", false);
        HandOver(c, MigrationPair.Again(c, new PairOptions { Backends = [new PairedBackend(backend)] }, pair.Source, "dst2"), backend);
    }

    private static void HandOver(CaseContext c, MigrationPair pair, SocketCaseBackend backend)
    {
        LiveCase.RequireCompleted(c, "LM-TRANSFER-34", pair.Migrate());
        c.ExpectEqual("LM-TRANSFER-34", "descriptors of the backend on the destination", 1, backend.HeldBy(pair.Destination).Count);
        LiveCase.ExpectWorks(c, "LM-TRANSFER-34", "the backend behind the destination", backend);
    }
}
