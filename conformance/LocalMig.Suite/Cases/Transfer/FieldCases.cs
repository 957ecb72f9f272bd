using LocalMig.Descriptors;
using LocalMig.Suite.Tap;
using LocalMig.Suite.Vms;

namespace LocalMig.Suite.Cases.Transfer;

/// <summary>The descriptor field under every disturbance: what the receiver has to say, to keep and to close (specification, section
/// 5, bullets 2 to 4, 7 and 8).</summary>
internal static class FieldCases
{
    private const string Missing = "no FD come with service byte";
    private const string Unexpected = "unexpected service byte: ";

    /// <summary>In the order they run.</summary>
    public static IReadOnlyList<Case> All { get; } =
    [
        Fails("missing-descriptor", "the service byte comes without its descriptor", "LM-TRANSFER-08", Missing, Interference.DropDescriptor(0)),
        Fails("wrong-service-byte", "another byte stands in the place of the service byte", "LM-TRANSFER-09", Unexpected + "88(X)", Interference.AlterServiceByte(0, (byte)'X')),
        Fails("zero-service-byte", "a zero byte stands in the place of the service byte", "LM-TRANSFER-09", Unexpected + "0(", Interference.AlterServiceByte(0, 0)),
        Fails("no-service-byte", "the service byte is left out and its descriptor comes with the byte before", "LM-TRANSFER-09", Unexpected, Interference.DropServiceByte(0)),
        LiveCase.Of("older-receiver", "what a receiver makes of another service byte", ["LM-TRANSFER-11"], OlderReceiver),
        LiveCase.Of("early-descriptor", "a descriptor arrives well before its service byte", ["LM-TRANSFER-07"], static c => Early(c, -20)),
        LiveCase.Of("much-too-early-descriptor", "a descriptor arrives at the beginning of what comes before it", ["LM-TRANSFER-07"], static c => Early(c, -200)),
        LiveCase.Of("order-of-arrival", "the descriptors of two devices arrive early and together", ["LM-TRANSFER-06"], Order),
        LiveCase.Of("descriptor-behind-its-byte", "a descriptor rides on the byte behind its service byte", ["LM-TRANSFER-20", "LM-TRANSFER-21"], Behind),
        LiveCase.Of("surplus-descriptor", "a descriptor that no field asks for", ["LM-TRANSFER-17"], Surplus),
        LiveCase.Of("foreign-descriptor-first", "a descriptor of something else arrives before the right one", ["LM-TRANSFER-17", "LM-TRANSFER-20"], Foreign),
    ];

    private static ShortCase Fails(string id, string title, string requirement, string text, Interference interference) =>
        LiveCase.Of(id, title, [requirement, "LM-TRANSFER-20", "LM-TRANSFER-21", "LM-TRANSFER-31"], c =>
        {
            SocketCaseBackend backend = c.NewSocket();
            MigrationPair pair = LiveCase.Pair(c, backend, new PairOptions { Interferences = [interference] });
            MigrationEnd end = pair.Migrate();
            c.Require(requirement, "the end of the migration on the destination", end.Destination == "failed", "failed", end.ToString());
            string said = pair.Destination.MigrationError();
            c.Expect(requirement, "what the destination says", said.Contains(text, StringComparison.Ordinal), $"... {text}", said);
            LiveCase.ExpectNotHeld(c, "LM-TRANSFER-20", backend, pair.Destination);
            c.ExpectEqual("LM-TRANSFER-31", "the end of the migration on the source", "failed", end.Source);
            LiveCase.ExpectRunsOn(c, "LM-TRANSFER-21", pair.Source, backend);
        });

    private static void OlderReceiver(CaseContext c)
    {
        SocketCaseBackend backend = c.NewSocket();
        MigrationPair pair = LiveCase.Pair(c, backend, new PairOptions { Interferences = [Interference.AlterServiceByte(0, (byte)'X')] });
        MigrationEnd end = pair.Migrate();
        c.Expect(
            "LM-TRANSFER-11",
            "a service byte of another value",
            end.Destination is "failed" or "completed",
            "refused, or not looked at",
            end.Destination == "completed" ? "not looked at" : "refused");
    }

    private static void Early(CaseContext c, int by)
    {
        SocketCaseBackend backend = c.NewSocket();
        MigrationPair pair = LiveCase.Pair(c, backend, new PairOptions { Interferences = [Interference.MoveDescriptor(0, by)] });
        LiveCase.RequireCompleted(c, "LM-TRANSFER-07", pair.Migrate());
        LiveCase.ExpectWorks(c, "LM-TRANSFER-07", "the backend behind the destination", backend);
    }

    private static void Order(CaseContext c)
    {
        SocketCaseBackend first = c.NewSocket("dev0"), second = c.NewSocket("dev1");
        MigrationPair pair = MigrationPair.Start(c, new PairOptions
        {
            Interferences = [Interference.MoveDescriptor(0, -30), Interference.MoveDescriptor(1, -10)],
            Backends = [new PairedBackend(first), new PairedBackend(second)],
        });
        LiveCase.RequireCompleted(c, "LM-TRANSFER-06", pair.Migrate());
        LiveCase.ExpectWorks(c, "LM-TRANSFER-06", "the first device's connection", first);
        LiveCase.ExpectWorks(c, "LM-TRANSFER-06", "the second device's connection", second);

        // Each device has its own connection, and not the other's: without the second one, only its connection falls silent.
        pair.Destination.Do("device_del", ("id", "dev1"));
        pair.Source.Quit();
        LiveCase.ExpectWorks(c, "LM-TRANSFER-06", "the first device's connection without the second device", first);
    }

    private static void Behind(CaseContext c)
    {
        SocketCaseBackend backend = c.NewSocket();
        MigrationPair pair = LiveCase.Pair(c, backend, new PairOptions { Interferences = [Interference.MoveDescriptor(0, 1)] });
        MigrationEnd end = pair.Migrate();

        // The kernel may glue the service byte to the message behind it: then the descriptor is there in time.
        if (end.Destination == "completed")
        {
            c.Note("the descriptor was received together with its service byte");
            LiveCase.ExpectWorks(c, "LM-TRANSFER-21", "the backend behind the destination", backend);
            c.ExpectEqual("LM-TRANSFER-20", "descriptors of the backend on the destination", 1, backend.HeldBy(pair.Destination).Count);
            return;
        }

        LiveCase.ExpectNotHeld(c, "LM-TRANSFER-20", backend, pair.Destination);
        LiveCase.ExpectRunsOn(c, "LM-TRANSFER-21", pair.Source, backend);
    }

    private static void Surplus(CaseContext c)
    {
        SocketCaseBackend backend = c.NewSocket();
        (UnixChannel kept, UnixChannel given) = UnixChannel.Pair();
        using (kept)
        {
            string surplus = given.Fd.Describe();
            bool added = false;
            Interference behind = new(chunk =>
            {
                if (chunk.Find(0) is { } right && !added)
                {
                    added = true;
                    chunk.Add(right.At + 1, given.Fd.Move());
                }
            });
            MigrationPair pair = LiveCase.Pair(c, backend, new PairOptions { Interferences = [behind] });
            MigrationEnd end = pair.Migrate();
            given.Dispose();
            LiveCase.RequireCompleted(c, "LM-TRANSFER-17", end);
            c.Expect("LM-TRANSFER-17", "the surplus descriptor", added, "sent", "not sent");
            int held = pair.Destination.Descriptors().Count(d => d.Description == surplus);
            c.ExpectEqual("LM-TRANSFER-17", "surplus descriptors that the destination holds after the load", 0, held);
            ExpectEnded(c, "LM-TRANSFER-17", kept);
            LiveCase.ExpectWorks(c, "LM-TRANSFER-17", "the backend behind the destination", backend);
        }
    }

    private static void Foreign(CaseContext c)
    {
        SocketCaseBackend backend = c.NewSocket();
        MigrationPair pair = LiveCase.Pair(c, backend, new PairOptions { Interferences = [Interference.AddDescriptor(0, Pipe)] });
        MigrationEnd end = pair.Migrate();
        c.Require("LM-TRANSFER-17", "the end of the migration on the destination", end.Destination == "failed", "failed", end.ToString());
        LiveCase.ExpectNotHeld(c, "LM-TRANSFER-20", backend, pair.Destination);
        int files = pair.Destination.Descriptors().Count(static d => d.Description == "/dev/null");
        c.ExpectEqual("LM-TRANSFER-17", "foreign descriptors that the destination's devices hold", 0, files);
        LiveCase.ExpectRunsOn(c, "LM-TRANSFER-17", pair.Source, backend);
    }

    private static OwnedFd Pipe()
    {
        // Anything that is no connected socket.
        Microsoft.Win32.SafeHandles.SafeFileHandle file = File.OpenHandle("/dev/null");
        using OwnedFd opened = OwnedFd.Adopt((int)file.DangerousGetHandle());
        file.SetHandleAsInvalid();
        return opened.Move();
    }

    // Somebody who still held the descriptor would keep the connection alive.
    private static void ExpectEnded(CaseContext c, string requirement, UnixChannel kept)
    {
        using DescriptorQueue none = new();
        bool ended = kept.Receive(new byte[1], none, Deadline.After(c.Patience)) is { IsOk: true, Value: 0 };
        c.Expect(requirement, "the connection of the surplus descriptor", ended, "ends, because nobody holds it", ended ? "ends" : "lasts");
    }
}
