using System.Buffers.Binary;
using System.Globalization;
using LocalMig.Stream;
using LocalMig.Stream.Analysis;

namespace LocalMig.Suite.Streams;

/// <summary>The layout of a TAP backend in the stream, byte by byte (specification, section 5).</summary>
internal static class TapLayoutJudges
{
    private const string NoTap = "section of a TAP's queue";
    private const int FlagCount = 5;
    private const int PayloadLength = 1 + FlagCount + 4;

    /// <summary>In the order of the requirements.</summary>
    public static IReadOnlyList<StreamJudge> All { get; } =
    [
        new("tap-queue-is-a-full-section", "LM-STREAM-01", NoTap, EachQueue((look, section) =>
            look.Judge($"the section of {section.Name}", section.Type == nameof(StreamTag.SectionFull), "full, 0x04", $"0x{look.Stream[section.Offset]:x2}", section.Offset))),
        new("tap-before-its-device", "LM-STREAM-02", "TAP's queue and network device", Order),
        new("tap-section-name", "LM-STREAM-03", NoTap, Names),
        new("tap-section-instance-and-version", "LM-STREAM-04", NoTap, EachQueue((look, section) =>
        {
            look.Judge($"the instance of {section.Name}", 0, (long)StreamEvidence.Note(section, "instance"), section.Offset);
            look.Judge($"the version of {section.Name}", 0, (long)StreamEvidence.Note(section, "version"), section.Offset);
        })),
        new("tap-payload-begins-with-its-descriptor", "LM-STREAM-05", NoTap, EachQueue((look, section) =>
            look.Judge($"the first byte of {section.Name}", StreamFormat.ServiceByte, look.Stream[StreamEvidence.PayloadOf(section)], StreamEvidence.PayloadOf(section)))),
        new("tap-flags", "LM-STREAM-06", NoTap, EachQueue(Flags)),
        new("tap-payload-ends-with-header-length", "LM-STREAM-07", NoTap, EachQueue(HeaderLength)),
        new("tap-section-footer", "LM-STREAM-08", NoTap, EachQueue(Footer)),
        new("backend-inside-its-device", "LM-STREAM-09", "descriptor", Inside),
    ];

    private static Action<StreamLook> EachQueue(Action<StreamLook, StreamNode> judge) => look =>
    {
        foreach (StreamNode section in look.Stream.TapQueues)
            judge(look, section);
    };

    private static void Order(StreamLook look)
    {
        StreamNode? device = look.Stream.Report.Elements.FirstOrDefault(node => node.Kind == StreamNodeKind.Section && node.Name.Contains("/virtio-net", StringComparison.Ordinal));
        if (device is null)
            return;
        foreach (StreamNode section in look.Stream.TapQueues)
            look.Judge($"where {section.Name} stands", section.Offset < device.Offset, $"before {device.Name} at {device.Offset}", $"at {section.Offset}", section.Offset);
    }

    // NETDEV/QUEUE/net-tap, the queues of each netdev counted from 0 in the order of the stream.
    private static void Names(StreamLook look)
    {
        var next = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (StreamNode section in look.Stream.TapQueues)
        {
            string[] parts = section.Name.Split('/');
            string netdev = string.Join('/', parts[..^2]);
            int expected = next.GetValueOrDefault(netdev);
            next[netdev] = expected + 1;
            string wanted = NetTapState.SectionName(netdev, expected);
            look.Judge("the id string of a queue", netdev.Length > 0 && section.Name == wanted, wanted, section.Name, section.Offset);
        }
    }

    private static void HeaderLength(StreamLook look, StreamNode section)
    {
        long payload = StreamEvidence.PayloadOf(section);
        look.Judge($"the payload of {section.Name}, in bytes", PayloadLength, (long)StreamEvidence.Note(section, "payload"), payload);

        // No header is longer than a frame: the other byte order shows as millions.
        uint length = BinaryPrimitives.ReadUInt32BigEndian(look.Stream.Bytes.Span.Slice((int)payload + 1 + FlagCount, 4));
        look.Judge($"{section.Name}.host_vnet_hdr_len", length <= ushort.MaxValue, "a length, big endian", length.ToString(CultureInfo.InvariantCulture), payload + 1 + FlagCount);
    }

    private static void Flags(StreamLook look, StreamNode section)
    {
        string[] names = ["using_vnet_hdr", "has_ufo", "has_uso", "has_tunnel", "enabled"];
        for (int i = 0; i < FlagCount; i++)
        {
            long offset = StreamEvidence.PayloadOf(section) + 1 + i;
            byte value = look.Stream[offset];
            look.Judge($"{section.Name}.{names[i]}", value <= 1, "0 or 1", value.ToString(CultureInfo.InvariantCulture), offset);
        }
    }

    private static void Footer(StreamLook look, StreamNode section)
    {
        long offset = StreamEvidence.PayloadOf(section) + PayloadLength;
        string expected = $"7e{StreamEvidence.Note(section, "id"):x8}";
        string actual = Convert.ToHexStringLower(look.Stream.Bytes.Span.Slice((int)offset, 5));
        look.Judge($"the footer of {section.Name}", actual == expected, expected, actual, offset);
    }

    private static void Inside(StreamLook look)
    {
        foreach ((StreamNode section, StreamNode field) in look.Stream.DescriptorFields)
        {
            bool own = section.Children.Count > 0 && ReferenceEquals(section.Children[0], field);
            look.Judge($"the section that {field.Name} stands in", !own, "that of the device", own ? $"one of the backend's own, {section.Name}" : section.Name, field.Offset);
        }
    }
}
