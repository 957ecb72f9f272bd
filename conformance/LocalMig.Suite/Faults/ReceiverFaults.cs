using LocalMig.Descriptors;
using LocalMig.Devices;
using LocalMig.Machine;
using LocalMig.Suite.Faults.Decorators;
using LocalMig.Wire;

namespace LocalMig.Suite.Faults;

/// <summary>Wrong receivers of descriptors (specification, section 5, bullets 3 to 5 and 7 to 9).</summary>
internal static class ReceiverFaults
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        Read("descriptors-last-in-first-out", "A field takes the descriptor that arrived last.", static reader =>
        {
            _ = reader.ReadByte();
            List<(OwnedFd Fd, long Offset)> all = [];
            while (reader.Arrived.Take(out long offset) is { } fd)
                all.Add((fd, offset));
            foreach ((OwnedFd fd, long offset) in all.SkipLast(1))
                reader.Arrived.Add(fd, offset);
            return all.Count == 0 ? Missing(reader) : all[^1].Fd;
        }, "LM-TRANSFER-06"),
        Read("early-descriptors-dropped", "A descriptor that arrived before its service byte is closed.", WithoutEarly, "LM-TRANSFER-07"),
        Read("missing-descriptor-ignored", "A service byte without a descriptor is ignored, and the device gets an unconnected backend.", Unconnected, "LM-TRANSFER-08"),
        Read("service-byte-not-checked", "Whatever stands in the place of the service byte is taken for it.", static reader =>
        {
            _ = reader.ReadByte();
            return reader.Arrived.Take() ?? Missing(reader);
        }, "LM-TRANSFER-09"),
        Text("missing-descriptor-text", "A missing descriptor is told in other words.", "no FD come with service byte", "LM-TRANSFER-08"),
        Text("service-byte-text", "A wrong service byte is told in other words.", "unexpected service byte", "LM-TRANSFER-09"),
        new("any-channel-may-carry-descriptors", "A descriptor field is read from whatever channel there is.", "LM-TRANSFER-10")
        {
            Seams = static (seams, _) => seams with { Accepted = static channel => channel is UnixChannel ? channel : new Carrying(channel) },
        },
        Arriving("close-on-exec-missing", "Descriptors are received without close-on-exec.", static fd => fd.CloseOnExec = false, "LM-TRANSFER-12"),
        Arriving("blocking-mode-changed", "What is received is made non-blocking.", static fd => fd.NonBlocking = true, "LM-TRANSFER-13"),
        Arriving("blocking-mode-reset", "What is received is made blocking.", static fd => fd.NonBlocking = false, "LM-TRANSFER-13"),
        Arriving("received-descriptors-leak", "Each descriptor that is received is kept a second time.", Make.Leak, "LM-TRANSFER-17", "LM-TRANSFER-42") with { Hangs = true },
        new("surplus-descriptors-leak", "Descriptors that no field has claimed are forgotten when the load has ended, and stay open.", "LM-TRANSFER-17")
        {
            Hangs = true,
            Seams = static (seams, _) =>
            {
                ChannelReader? loading = null;
                return seams with
                {
                    Input = reader => new FieldInput(loading = reader, static r => r.ReadDescriptor()),
                    Incoming = (_, steps) => steps.After(MigrationSteps.Read, () => Forget(loading)),
                };
            },
        },
        Truncation("truncated-message-ignored", "A control message that was cut is taken for what is left of it, and the device gets an unconnected backend.", static channel => channel, Unconnected, "LM-TRANSFER-18"),
        Truncation("truncated-descriptors-leak", "What a cut control message did bring stays open.", static channel => new LeakingCut(channel), static reader => reader.ReadDescriptor(), "LM-TRANSFER-19"),
        new("polls-before-the-load-ends", "The destination reads from a backend as soon as its descriptor has come.", "LM-TRANSFER-24")
        {
            Seams = static (seams, _) => seams with { Input = static reader => new FieldInput(reader, PollAtOnce) },
        },
        new("drains-what-it-receives", "The destination empties a backend's queue before it uses it.", "LM-TRANSFER-25")
        {
            Seams = static (seams, _) => seams with { Input = static reader => new FieldInput(reader, Drain) },
        },
    ];

    /// <summary>Reads a descriptor field, and closes what arrived before it.</summary>
    internal static OwnedFd? WithoutEarly(ChannelReader reader)
    {
        _ = reader.PeekByte();
        while (reader.Arrived.Count > 0 && reader.Arrived.Unclaimed[0].LastOffset < reader.Offset)
            reader.Arrived.Take()!.Dispose();
        return reader.ReadDescriptor();
    }

    private static Fault Read(string name, string mistake, Func<ChannelReader, OwnedFd?> read, params IReadOnlyList<string> breaks) =>
        new(name, mistake, breaks) { Seams = (seams, _) => seams with { Input = reader => new FieldInput(reader, read) } };

    private static Fault Arriving(string name, string mistake, Action<OwnedFd> act, params IReadOnlyList<string> breaks) =>
        new(name, mistake, breaks) { Seams = (seams, _) => seams with { Accepted = channel => new ArrivingTransport(channel, act) } };

    private static Fault Text(string name, string mistake, string usual, string breaks) => Make.Incoming(name, mistake, (_, steps) => steps.Instead(MigrationSteps.Read, run =>
        run()?.Replace(usual, "bad descriptor", StringComparison.Ordinal)), breaks);

    private static Fault Truncation(string name, string mistake, Func<UnixChannel, Transport> make, Func<ChannelReader, OwnedFd?> read, string breaks) => new(name, mistake, breaks)
    {
        Seams = (seams, _) => seams with
        {
            Input = reader => new FieldInput(reader, read),
            Accepted = channel =>
            {
                if (channel is not UnixChannel unix)
                    return channel;
                unix.KeepsTruncated = true;
                return make(unix);
            },
        },
    };

    // Made before anything arrives: a receiver that may open nothing more could not make it then.
    private static OwnedFd? Unconnected(ChannelReader reader)
    {
        if (reader.PeekByte() != DescriptorField.ServiceByte || reader.Arrived.Count > 0)
            return reader.ReadDescriptor();
        _ = reader.ReadByte();
        return Interlocked.Exchange(ref _spare, null) ?? UnixChannel.Pair().First.Fd.Move();
    }

    private static OwnedFd? _spare = UnixChannel.Pair().First.Fd.Move();

    private static OwnedFd? Missing(ChannelReader reader)
    {
        reader.Fail(ParseError.At(Errors.DescriptorMissing, reader.Offset, $"{reader.Transport.Name} no FD come with service byte"));
        return null;
    }

    private static OwnedFd? PollAtOnce(ChannelReader reader)
    {
        OwnedFd? received = reader.ReadDescriptor();
        if (received is not null && received.Duplicate().TryGet(out OwnedFd? copy, out _))
        {
            if (SocketBackend.Adopt(copy).TryGet(out SocketBackend? early, out _))
                early.StartPolling();
            else
                copy.Dispose();
        }

        return received;
    }

    private static OwnedFd? Drain(ChannelReader reader)
    {
        OwnedFd? received = reader.ReadDescriptor();
        if (received is not null && received.Duplicate().TryGet(out OwnedFd? copy, out _))
        {
            if (UnixChannel.Adopt(copy).TryGet(out UnixChannel? backend, out _))
            {
                using (backend)
                using (DescriptorQueue none = new())
                {
                    while (backend.Receive(new byte[4096], none, Deadline.Now) is { IsOk: true, Value: > 0 })
                        continue;
                }
            }
            else
            {
                copy.Dispose();
            }
        }

        return received;
    }

    private static void Forget(ChannelReader? loading)
    {
        while (loading?.Arrived.Take() is { } left)
        {
            using (left)
                Make.Leak(left);
        }
    }

    private sealed class Carrying(Transport inner) : PassedTransport(inner)
    {
        public override bool CanPassDescriptors => true;
    }

    private sealed class LeakingCut(UnixChannel inner) : PassedTransport(inner)
    {
        public override Result<int, ParseError> Receive(Span<byte> buffer, DescriptorQueue arrived, Deadline deadline)
        {
            int before = inner.Truncated;
            Result<int, ParseError> received = base.Receive(buffer, arrived, deadline);
            if (inner.Truncated == before)
                return received;
            while (arrived.Take() is { } left)
                Kept.Add(left);
            return ParseError.At(Errors.ControlTruncated, ReceivedBytes, $"{Name}: a control message was cut");
        }

        private static readonly List<OwnedFd> Kept = [];
    }
}
