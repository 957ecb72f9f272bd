using LocalMig.Descriptors;
using LocalMig.Suite.Tap;
using LocalMig.Suite.Targets;
using LocalMig.Suite.Vms;

namespace LocalMig.Suite.Cases.Transfer;

/// <summary>Control messages that the kernel cuts because the receiver may not open as many descriptors as arrive (specification,
/// section 5, bullet 7).</summary>
internal static class TruncationCases
{
    private const ulong UsualLimit = 1024;

    /// <summary>In the order they run.</summary>
    public static IReadOnlyList<Case> All { get; } =
    [
        Of("truncated-control-message", "the destination may open no descriptor more when one arrives", ["LM-TRANSFER-18", "LM-TRANSFER-21"], None),
        Of("partly-truncated-control-message", "three descriptors arrive in one message and the destination may open two", ["LM-TRANSFER-18", "LM-TRANSFER-19", "LM-TRANSFER-20"], Part),
    ];

    private static ShortCase Of(string id, string title, IReadOnlyList<string> requirements, Action<CaseContext> run) =>
        new("TRANSFER/" + id, title, requirements, run) { Abilities = LiveCase.Abilities | TargetAbilities.Processes };

    private static void None(CaseContext c)
    {
        SocketCaseBackend backend = c.NewSocket();
        MigrationPair pair = Limited(c, backend, free: 0, []);
        ExpectFailed(c, pair);
        LiveCase.ExpectRunsOn(c, "LM-TRANSFER-21", pair.Source, backend);
    }

    private static void Part(CaseContext c)
    {
        SocketCaseBackend backend = c.NewSocket();
        (UnixChannel one, UnixChannel oneEnd) = UnixChannel.Pair();
        (UnixChannel other, UnixChannel otherEnd) = UnixChannel.Pair();
        c.Own(one);
        c.Own(other);
        using (oneEnd)
        using (otherEnd)
        {
            // Two, so that one is left where the destination opens something of its own meanwhile.
            MigrationPair pair = Limited(c, backend, free: 2, [oneEnd, otherEnd]);
            ExpectFailed(c, pair);
            LiveCase.ExpectNotHeld(c, "LM-TRANSFER-20", backend, pair.Destination);
            oneEnd.Dispose();
            otherEnd.Dispose();
            bool closed = Ended(c, one) && Ended(c, other);
            c.Expect("LM-TRANSFER-19", "descriptors that did arrive", closed, "are closed", closed ? "are closed" : "stay open");
        }
    }

    // The limit comes down when the descriptor is about to arrive, so that everything before goes its usual way.
    private static MigrationPair Limited(CaseContext c, SocketCaseBackend backend, int free, IReadOnlyList<UnixChannel> companions)
    {
        CaseVm? destination = null;
        Interference limit = new(chunk =>
        {
            if (chunk.Find(0) is not { } right || destination is null)
                return;
            foreach (UnixChannel companion in companions)
                chunk.Add(right.At, companion.Fd.Duplicate().Value);
            HashSet<int> used = [.. ProcessDescriptors.Of(destination.ProcessId).Select(static d => d.Number)];
            int[] unused = [.. Enumerable.Range(0, (int)UsualLimit).Where(n => !used.Contains(n)).Take(free + 1)];
            if (ProcessLimits.SetOpenFiles(destination.ProcessId, (ulong)unused[^1]) is { } refused)
                c.Stop($"the destination cannot be limited: {refused}");
        });
        MigrationPair pair = LiveCase.Pair(c, backend, new PairOptions { DestinationProcess = true, Interferences = [limit] });
        destination = pair.Destination;
        pair.Begin();
        return pair;
    }

    private static void ExpectFailed(CaseContext c, MigrationPair pair)
    {
        MigrationEnd end = pair.WaitEnd();
        ProcessLimits.SetOpenFiles(pair.Destination.ProcessId, UsualLimit);
        c.Require("LM-TRANSFER-18", "the end of the migration on the destination", end.Destination == "failed", "failed", end.ToString());
        string said = pair.Destination.MigrationError();
        c.Expect("LM-TRANSFER-18", "what the destination says", said.Length > 0, "a text", said);
    }

    private static bool Ended(CaseContext c, UnixChannel kept)
    {
        using DescriptorQueue none = new();
        return kept.Receive(new byte[1], none, Deadline.After(c.Patience)) is { IsOk: true, Value: 0 };
    }
}
