using LocalMig.Descriptors;
using LocalMig.Json;
using LocalMig.Stream.Analysis;
using LocalMig.Suite.Tap;
using LocalMig.Suite.Targets;
using LocalMig.Suite.Vms;

namespace LocalMig.Suite.Cases.Transfer;

/// <summary>Migrations that go well, looked at from every side (specification, section 5, bullets 1 to 5 and 9; section 7, works).</summary>
internal static class SuccessCases
{
    private static readonly string[] SourceCourse = ["setup", "active", "STOP", "device", "completed"];
    private static readonly string[] DestinationCourse = ["setup", "active", "RESUME", "completed"];

    /// <summary>In the order they run.</summary>
    public static IReadOnlyList<Case> All { get; } =
    [
        LiveCase.Of(
            "same-descriptor",
            "a connected socket is handed over: the destination holds the same open file description",
            ["LM-TRANSFER-01", "LM-TRANSFER-02", "LM-TRANSFER-12", "LM-TRANSFER-13", "LM-TRANSFER-14", "LM-TRANSFER-15", "LM-TRANSFER-26"],
            SameDescriptor),
        new ShortCase(
            "TRANSFER/same-memory-file",
            "a memory file is handed over: the destination holds the same open file description, not the file opened again",
            ["LM-TRANSFER-14"],
            SameMemoryFile)
        {
            Abilities = TargetAbilities.Vms | TargetAbilities.MemfdBackends | TargetAbilities.Descriptors,
        },
        LiveCase.Of(
            "non-blocking-mode-kept",
            "a socket in non-blocking mode is handed over",
            ["LM-TRANSFER-13"],
            static c => BlockingMode(c, nonBlocking: true)),
        LiveCase.Of(
            "service-byte",
            "the message that carries a descriptor, and its place in the stream",
            ["LM-TRANSFER-03", "LM-TRANSFER-04", "LM-TRANSFER-05"],
            ServiceByte),
        LiveCase.Of(
            "events-and-states",
            "events and run states of both sides",
            ["LM-TRANSFER-27", "LM-TRANSFER-28", "LM-TRANSFER-29"],
            static c => EventsAndStates(c, paused: false)),
        LiveCase.Of(
            "events-of-a-paused-source",
            "events and run states where the source did not run",
            ["LM-TRANSFER-28", "LM-TRANSFER-29"],
            static c => EventsAndStates(c, paused: true)),
        LiveCase.Of("return-path", "a migration with a return path", ["LM-TRANSFER-39"], static c => Completes(c, returnPath: true)),
        LiveCase.Of("no-return-path", "a migration without a return path", ["LM-TRANSFER-39"], static c => Completes(c, returnPath: false)),
    ];

    private static void SameDescriptor(CaseContext c)
    {
        SocketCaseBackend backend = c.NewSocket();
        MigrationPair pair = LiveCase.Pair(c, backend);
        LiveCase.ExpectWorks(c, "LM-TRANSFER-15", "the backend behind the source", backend);
        MigrationEnd end = pair.Migrate();
        c.ExpectEqual("LM-TRANSFER-02", "connections that the source made", 1, pair.Tap!.Connections);
        LiveCase.RequireCompleted(c, "LM-TRANSFER-01", end);
        c.ExpectEqual("LM-TRANSFER-01", "descriptors in the main channel", backend.Queues, pair.Tap.Stream.Descriptors.Count);
        IReadOnlyList<ProcessDescriptor> held = backend.HeldBy(pair.Destination);
        c.Expect("LM-TRANSFER-15", "the connection that the destination holds", held.Count == 1, "the source's", held.Count == 1 ? "the source's" : "another one");
        c.Require("LM-TRANSFER-14", "descriptors of the backend on the destination", held.Count == 1, "1", $"{held.Count}");
        Sameness same = OpenFileDescription.Compare(Environment.ProcessId, backend.Given.Number, held[0].Process, held[0].Number);
        if (same == Sameness.Unknown)
            c.Note("the kernel does not tell whether two descriptors are the same");
        else
            c.ExpectEqual("LM-TRANSFER-14", "the destination's descriptor and the source's", Sameness.Same, same);
        c.Expect("LM-TRANSFER-12", "close-on-exec of the destination's descriptor", HasFlag(held[0], CloseOnExec), "set", HasFlag(held[0], CloseOnExec) ? "set" : "not set");
        c.Expect("LM-TRANSFER-13", "blocking mode of the destination's descriptor", !HasFlag(held[0], NonBlocking), "blocking, as it was", HasFlag(held[0], NonBlocking) ? "non-blocking" : "blocking");
        LiveCase.ExpectWorks(c, "LM-TRANSFER-15", "the same connection behind the destination", backend);
        c.ExpectEqual("LM-TRANSFER-26", "descriptors of the backend on the source before it quits", 1, backend.HeldBy(pair.Source).Count);
        c.Expect("LM-TRANSFER-26", "the source", pair.Source.Quit(), "quits", "does not quit");
        LiveCase.ExpectWorks(c, "LM-TRANSFER-26", "the backend after the source has quit", backend);
    }

    private static void SameMemoryFile(CaseContext c)
    {
        (string, JsonValue)[] device = [("driver", "localmig-memfd"), ("id", "mem0"), (CaseBackend.SwitchOf(c.Profile), true)];
        MigrationPair pair = MigrationPair.Start(c, new PairOptions());
        pair.Source.Do("device_add", device);
        pair.Destination.Do("device_add", device);
        LiveCase.RequireCompleted(c, "LM-TRANSFER-14", pair.Migrate());
        IReadOnlyList<ProcessDescriptor> ours = pair.Source.Descriptors(), theirs = pair.Destination.Descriptors();
        c.Require("LM-TRANSFER-14", "memory files on both sides", ours.Count == 1 && theirs.Count == 1, "1 and 1", $"{ours.Count} and {theirs.Count}");
        Sameness same = ours[0].CompareTo(theirs[0]);
        c.Expect("LM-TRANSFER-14", "the destination's memory file and the source's", same != Sameness.Different, "the same", $"{same}");
    }

    // Flags as /proc shows them, in octal: see fcntl(2).
    private const int CloseOnExec = 0x80000;
    private const int NonBlocking = 0x800;

    private static bool HasFlag(ProcessDescriptor descriptor, int flag)
    {
        foreach (string line in File.ReadLines($"/proc/{descriptor.Process}/fdinfo/{descriptor.Number}"))
        {
            if (line.StartsWith("flags:", StringComparison.Ordinal))
                return (Convert.ToInt32(line["flags:".Length..].Trim(), 8) & flag) != 0;
        }

        return false;
    }

    private static void BlockingMode(CaseContext c, bool nonBlocking)
    {
        SocketCaseBackend backend = c.NewSocket();
        backend.Given.NonBlocking = nonBlocking;
        MigrationPair pair = LiveCase.Pair(c, backend);
        LiveCase.RequireCompleted(c, "LM-TRANSFER-13", pair.Migrate());
        ProcessDescriptor held = backend.HeldBy(pair.Destination)[0];
        c.ExpectEqual("LM-TRANSFER-13", "non-blocking mode of the destination's descriptor", nonBlocking, HasFlag(held, NonBlocking));
        LiveCase.ExpectWorks(c, "LM-TRANSFER-13", "the backend behind the destination", backend);
    }

    private static void ServiceByte(CaseContext c)
    {
        SocketCaseBackend backend = c.NewSocket();
        MigrationPair pair = LiveCase.Pair(c, backend);
        MigrationEnd end = pair.Migrate();
        pair.Tap!.WaitForEnd(c.TimeLeft);
        TapRecording stream = pair.Tap.Stream;
        c.Expect("LM-TRANSFER-03", "descriptors in the stream", stream.Descriptors.Count > 0, "some", $"none; {end}");
        c.Expect("LM-TRANSFER-04", "messages with a descriptor", stream.Descriptors.Count > 0, "some", $"none; {end}");
        foreach (TapArrival arrival in stream.Descriptors)
        {
            string place = $"offset {arrival.Offset}";
            c.ExpectEqual("LM-TRANSFER-03", "the byte that the descriptor rides on", (byte)0x20, arrival.ServiceByte, place);
            c.ExpectEqual("LM-TRANSFER-04", "descriptors in its message", 1, arrival.InMessage, place);
        }

        // Where the fields stand is read out of the stream by its own description, without looking at the descriptors.
        long[] fields = [.. StreamAnalysis.Analyze(stream.Bytes).Elements.SelectMany(static e => e.All).Where(static n => n.Type == "fd").Select(static n => n.Offset)];
        c.ExpectEqual(
            "LM-TRANSFER-05",
            "offsets of descriptor fields and of the descriptors",
            string.Join(", ", fields),
            string.Join(", ", stream.Descriptors.Select(static d => d.Offset)));
    }

    private static void EventsAndStates(CaseContext c, bool paused)
    {
        SocketCaseBackend backend = c.NewSocket();
        MigrationPair pair = LiveCase.Pair(c, backend);
        if (paused)
            pair.Source.Do("stop");
        int earlier = pair.Source.Course().Count;
        LiveCase.RequireCompleted(c, "LM-TRANSFER-28", pair.Migrate());
        ExpectCourse(c, "LM-TRANSFER-28", "the source's course", SourceCourse.Where(s => !paused || s != "STOP"), pair.Source.Course().Skip(earlier));
        ExpectCourse(c, "LM-TRANSFER-29", "the destination's course", DestinationCourse.Where(s => !paused || s != "RESUME"), pair.Destination.Course());
        string source = pair.Source.RunState(), destination = pair.Destination.RunState();
        c.ExpectEqual("LM-TRANSFER-27", "run state of the source", "postmigrate", source);
        c.ExpectEqual("LM-TRANSFER-27", "run state of the destination", paused ? "paused" : "running", destination);
    }

    private static void ExpectCourse(CaseContext c, string requirement, string what, IEnumerable<string> expected, IEnumerable<string> actual) =>
        c.ExpectEqual(requirement, what, string.Join(", ", expected), string.Join(", ", actual));

    private static void Completes(CaseContext c, bool returnPath)
    {
        SocketCaseBackend backend = c.NewSocket();
        MigrationPair pair = LiveCase.Pair(c, backend, new PairOptions { ReturnPath = returnPath });
        LiveCase.RequireCompleted(c, "LM-TRANSFER-39", pair.Migrate());
        LiveCase.ExpectWorks(c, "LM-TRANSFER-39", "the backend behind the destination", backend);
    }
}
