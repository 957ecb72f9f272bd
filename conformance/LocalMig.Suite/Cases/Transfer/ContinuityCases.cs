using System.Diagnostics;
using LocalMig.Descriptors;
using LocalMig.Suite.Tap;
using LocalMig.Suite.Vms;

namespace LocalMig.Suite.Cases.Transfer;

/// <summary>Who reads from the backend at which moment, and whether a live connection notices anything (specification, section 5,
/// bullets 5 and 9).</summary>
internal static class ContinuityCases
{
    private const int QuietRounds = 50;
    private static readonly TimeSpan LeastQuiet = TimeSpan.FromMilliseconds(100);

    /// <summary>In the order they run.</summary>
    public static IReadOnlyList<Case> All { get; } =
    [
        LiveCase.Of(
            "live-connection",
            "a peer keeps sending numbered records through the backend while it is handed over",
            ["LM-TRANSFER-15", "LM-TRANSFER-25"],
            static c => Live(c, returnPath: true)),
        LiveCase.Of(
            "live-connection-no-return-path",
            "the same without a return path",
            ["LM-TRANSFER-25"],
            static c => Live(c, returnPath: false)),
        LiveCase.Of(
            "nobody-reads-between-stop-and-start",
            "nobody reads from the backend from before its descriptor is sent until the load has ended",
            ["LM-TRANSFER-22", "LM-TRANSFER-24", "LM-TRANSFER-25"],
            NobodyReads),
        LiveCase.Of(
            "reads-again-when-resumed",
            "a source that resumes reads from its backend again",
            ["LM-TRANSFER-23"],
            ReadsAgain),
        LiveCase.Of(
            "does-not-read-when-done",
            "a source that has migrated reads no more",
            ["LM-TRANSFER-23"],
            ReadsNoMore),
    ];

    private static void Live(CaseContext c, bool returnPath)
    {
        SocketCaseBackend backend = c.NewSocket();
        MigrationPair pair = LiveCase.Pair(c, backend, new PairOptions { ReturnPath = returnPath });
        using Traffic traffic = new(backend.Peer);
        if (!traffic.Flows(20, c.Patience))
            c.Stop("no record comes back from the source");
        MigrationEnd end = pair.Migrate();
        LiveCase.RequireCompleted(c, "LM-TRANSFER-25", end);
        bool flows = traffic.Flows(20, c.Patience);
        c.Expect("LM-TRANSFER-25", "records after the migration", flows, "come back", flows ? "come back" : "none comes back");
        string wrong = traffic.Finish(c.Patience);
        c.Expect("LM-TRANSFER-25", $"{traffic.Sent} numbered records", wrong.Length == 0, "each comes back once, in order", wrong.Length == 0 ? "so it is" : wrong);
        c.Expect("LM-TRANSFER-15", "the peer's connection", !wrong.Contains("ended", StringComparison.Ordinal), "lasts", wrong.Length == 0 ? "lasts" : wrong);
    }

    private static void NobodyReads(CaseContext c)
    {
        SocketCaseBackend backend = c.NewSocket();
        byte[] echoed = new byte[1];
        bool early = true, late = true, passed = false;
        TimeSpan quiet = TimeSpan.Zero;
        Interference look = new(chunk =>
        {
            // Held back here: the descriptor itself, and then what follows it, so that the destination has the one and not the other.
            if (chunk.Find(0) is not null)
            {
                backend.Peer.Send([1], c.Deadline);
                early = Returns(backend.Peer, echoed, quiet);
                passed = true;
            }
            else if (passed)
            {
                passed = false;
                late = early || Returns(backend.Peer, echoed, quiet);
            }
        });
        MigrationPair pair = LiveCase.Pair(c, backend, new PairOptions { Interferences = [look] });
        quiet = QuietOf(c, backend);
        LiveCase.RequireCompleted(c, "LM-TRANSFER-22", pair.Migrate());
        c.Expect("LM-TRANSFER-22", "a byte sent while the descriptor is under way", !early, "nobody reads it yet", early ? "it came back" : "nobody read it");
        c.Expect("LM-TRANSFER-24", "that byte when the descriptor has come and the load has not ended", !late, "nobody reads it yet", late ? "it came back" : "nobody read it");
        bool came = late || Returns(backend.Peer, echoed, c.Patience);
        c.Expect("LM-TRANSFER-25", "that byte after the migration", came && echoed[0] == 1, "comes back", came ? $"{echoed[0]:x2} came back" : "it was lost");
    }

    private static void ReadsAgain(CaseContext c)
    {
        SocketCaseBackend backend = c.NewSocket();
        MigrationPair pair = LiveCase.Pair(c, backend);
        TimeSpan quiet = QuietOf(c, backend);
        pair.Source.SetCapability("pause-before-switchover", true);
        pair.Begin();
        if (pair.Source.WaitStatus(0, "pre-switchover", "failed") != "pre-switchover")
            c.Stop("the source does not stop before the switchover");
        backend.Peer.Send([7], c.Deadline);
        byte[] echoed = new byte[1];
        bool early = Returns(backend.Peer, echoed, quiet);
        c.Expect("LM-TRANSFER-23", "a byte sent while the source is stopped", !early, "nobody reads it", early ? "it came back" : "nobody read it");
        pair.Source.Do("migrate_cancel");
        pair.Source.WaitStatus(0, "cancelled", "failed");
        bool came = early || Returns(backend.Peer, echoed, c.Patience);
        c.Expect("LM-TRANSFER-23", "that byte after the source resumed", came && echoed[0] == 7, "comes back", came ? "came back" : "it was lost");
    }

    private static void ReadsNoMore(CaseContext c)
    {
        SocketCaseBackend backend = c.NewSocket();
        MigrationPair pair = LiveCase.Pair(c, backend);
        TimeSpan quiet = QuietOf(c, backend);
        LiveCase.RequireCompleted(c, "LM-TRANSFER-23", pair.Migrate());
        pair.Destination.Do("stop");
        backend.Peer.Send([9], c.Deadline);
        byte[] echoed = new byte[1];
        bool early = Returns(backend.Peer, echoed, quiet);
        c.Expect("LM-TRANSFER-23", "a byte sent while the destination is stopped", !early, "nobody reads it", early ? "the source sent it back" : "nobody read it");
        pair.Destination.Do("cont");
        bool came = early || Returns(backend.Peer, echoed, c.Patience);
        c.Expect("LM-TRANSFER-23", "that byte after the destination goes on", came, "comes back", came ? "came back" : "it was lost");
    }

    // How long nothing has to come back until nobody is said to read: many times what a byte takes on this machine as busy as it is now.
    private static TimeSpan QuietOf(CaseContext c, SocketCaseBackend backend)
    {
        TimeSpan slowest = TimeSpan.Zero;
        for (byte n = 0; n < 5; n++)
        {
            long start = Stopwatch.GetTimestamp();
            backend.Peer.Send([n], c.Deadline);
            if (!Returns(backend.Peer, new byte[1], c.Patience))
                c.Stop("no byte comes back from the source");
            TimeSpan took = Stopwatch.GetElapsedTime(start);
            slowest = took > slowest ? took : slowest;
        }

        TimeSpan quiet = slowest * QuietRounds;
        return quiet < LeastQuiet ? LeastQuiet : quiet;
    }

    private static bool Returns(UnixChannel peer, byte[] into, TimeSpan time)
    {
        using DescriptorQueue none = new();
        return peer.Receive(into, none, Deadline.After(time)) is { IsOk: true, Value: > 0 };
    }
}
