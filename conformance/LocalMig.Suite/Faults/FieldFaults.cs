using LocalMig.Descriptors;
using LocalMig.Suite.Faults.Decorators;
using LocalMig.Wire;

namespace LocalMig.Suite.Faults;

/// <summary>Wrong descriptor fields as they are sent (specification, section 5, bullets 1, 2, 5 and 6).</summary>
internal static class FieldFaults
{
    private const byte Service = DescriptorField.ServiceByte;

    // What nobody asks for at the other end.
    private static readonly UnixChannel Spare = UnixChannel.Pair().First;

    // The kernel's limit for one message, which a careless sender takes for one of the stream.
    private const int MostOfAMessage = 253;

    public static IReadOnlyList<Fault> All { get; } =
    [
        Field("descriptors-stay-behind", "The service byte is sent and its descriptor is not.", static (f, _) => f.Channel.WriteByte(Service), "LM-TRANSFER-01"),
        new("descriptors-in-a-second-channel", "Descriptors are sent over a connection of their own.", "LM-TRANSFER-02")
        {
            Seams = static (seams, options) => seams with
            {
                Output = static channel => new FieldOutput(channel, static (f, descriptor) =>
                {
                    if (UnixChannel.Connect(f.Channel.Transport.Name["unix:".Length..], Deadline.After(TimeSpan.FromSeconds(1))).TryGet(out UnixChannel? second, out ParseError? _))
                    {
                        using (second)
                            second.Send([Service], [descriptor], Deadline.After(TimeSpan.FromSeconds(1)));
                    }

                    f.Channel.WriteByte(Service);
                }),
            },
        },
        Field("service-byte-zero", "The service byte is 0.", static (f, descriptor) => f.Channel.SendWithDescriptors([0], [descriptor]), "LM-TRANSFER-03"),
        Field("service-byte-missing", "There is no service byte: the descriptor rides on the byte behind.", static (f, descriptor) => f.RideOnNext(descriptor), "LM-TRANSFER-03", "LM-TRANSFER-05"),
        Field("two-descriptors-in-a-message", "Two descriptors are sent in one message.", static (f, descriptor) => f.Channel.SendWithDescriptors([Service], [descriptor, descriptor]), "LM-TRANSFER-04"),
        Field("no-flush-before-a-descriptor", "What was buffered is sent after the descriptor.", static (f, descriptor) => _ = f.Channel.Transport.Send([Service], [descriptor], Deadline.Never), "LM-TRANSFER-05"),
        Field("descriptor-one-byte-late", "The descriptor rides on the byte behind its service byte.", static (f, descriptor) =>
        {
            f.Channel.WriteByte(Service);
            f.Channel.Flush();
            f.RideOnNext(descriptor);
        }, "LM-TRANSFER-05"),
        new("descriptor-one-byte-early", "The descriptor rides on the byte before its service byte.", "LM-TRANSFER-05")
        {
            Seams = static (seams, _) =>
            {
                EarlyOutput? output = null;
                return seams with
                {
                    Output = channel => output = new EarlyOutput(channel),
                    Writer = stream => new FaultyWriter(stream) { Head = section => output!.Begin(section), Foot = (id, _) => output!.End(id) },
                };
            },
        },
        Field("backend-connected-anew", "Another connection is sent in the place of the backend's.", static (f, _) =>
        {
            (UnixChannel kept, UnixChannel sent) = UnixChannel.Pair();
            using (kept)
            using (sent)
                f.Channel.WriteDescriptor(sent.Fd);
        }, "LM-TRANSFER-14", "LM-TRANSFER-15"),
        Field("backend-opened-by-path", "The descriptor is opened anew by its path below /proc, where that works.", static (f, descriptor) =>
        {
            if (descriptor.Describe().StartsWith("socket:", StringComparison.Ordinal))
            {
                f.Channel.WriteDescriptor(descriptor);
                return;
            }

            using Microsoft.Win32.SafeHandles.SafeFileHandle file = File.OpenHandle($"/proc/self/fd/{descriptor.Number}", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            using OwnedFd opened = OwnedFd.Adopt((int)file.DangerousGetHandle());
            file.SetHandleAsInvalid();
            f.Channel.WriteDescriptor(opened);
        }, "LM-TRANSFER-14"),
        Field("blocking-mode-changed-by-source", "The source makes what it sends non-blocking.", static (f, descriptor) =>
        {
            descriptor.NonBlocking = !descriptor.NonBlocking;
            f.Channel.WriteDescriptor(descriptor);
        }, "LM-TRANSFER-13"),
        Make.Port("queues-in-reverse", "The queues of a TAP are sent from the last one to the first.", onSource: true, static p => new(p) { Save = static (port, queue) => port.SaveQueue(port.Queues - 1 - queue) }, "LM-TRANSFER-16"),
        Make.Port("one-descriptor-for-all-queues", "Every queue is sent with the descriptor of the first one.", onSource: true, static p => new(p)
        {
            Save = static (port, queue) => port.SaveQueue(queue).Set("fd", port.Descriptors[0]),
        }, "LM-TRANSFER-14", "LM-TRANSFER-16"),
        Field("descriptors-end-at-a-message", "More descriptors than one message can hold are not sent.", static (f, descriptor) =>
        {
            if (f.Fields >= MostOfAMessage)
                f.Channel.Fail(ParseError.At(Errors.DescriptorCount, f.Offset, "too many descriptors"));
            else
                f.Channel.WriteDescriptor(descriptor);
        }, "LM-TRANSFER-36"),
        new("vhost-descriptor-sent-along", "A descriptor of vhost is sent along with the backend's, and the destination puts it away.", "LM-STREAM-10")
        {
            Seams = static (seams, _) => seams with
            {
                Output = static channel => new FieldOutput(channel, static (f, descriptor) =>
                {
                    f.Channel.WriteDescriptor(descriptor);
                    f.RideOnNext(Spare.Fd);
                }),
                Input = static reader => new FieldInput(reader, ReceiverFaults.WithoutEarly),
            },
        },
    ];

    private static Fault Field(string name, string mistake, Action<FieldOutput, OwnedFd> write, params IReadOnlyList<string> breaks) =>
        new(name, mistake, breaks) { Seams = (seams, _) => seams with { Output = channel => new FieldOutput(channel, write) } };

    // Keeps the last byte of a section back, so that a descriptor can ride on it.
    private sealed class EarlyOutput(ChannelWriter channel) : Stream.StreamOutput
    {
        private bool _inside;
        private byte? _last;

        public override long Offset => channel.Offset + (_last is null ? 0 : 1);

        public override ParseError? Error => channel.Error;

        public Stream.StreamSection Begin(Stream.StreamSection section)
        {
            _inside = true;
            return section;
        }

        public uint? End(uint id)
        {
            _inside = false;
            Release();
            return id;
        }

        public override void Write(ReadOnlySpan<byte> bytes)
        {
            if (bytes.IsEmpty)
                return;
            Release();
            channel.Write(_inside ? bytes[..^1] : bytes);
            _last = _inside ? bytes[^1] : null;
        }

        public override void WriteDescriptor(OwnedFd? descriptor)
        {
            channel.SendWithDescriptors([_last!.Value], [descriptor!]);
            _last = null;
            channel.WriteByte(Service);
        }

        private void Release()
        {
            if (_last is { } last)
                channel.WriteByte(last);
            _last = null;
        }
    }
}
