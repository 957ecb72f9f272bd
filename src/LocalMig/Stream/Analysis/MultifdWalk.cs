using LocalMig.Wire;

namespace LocalMig.Stream.Analysis;

/// <summary>Takes a recorded side channel of multifd apart.</summary>
internal static class MultifdWalk
{
    private const int PageSize = 4096;
    private const MultifdFlags Compressed = MultifdFlags.Zlib | MultifdFlags.Zstd | MultifdFlags.Qpl | MultifdFlags.Uadk | MultifdFlags.Qatzip;

    public static IReadOnlyList<StreamNode> Elements(SeekableInput input, List<StreamFinding> findings, RamStatistics ram)
    {
        var nodes = new List<StreamNode>();
        var reader = new MultifdReader(input, PageSize);
        ParseError? error;
        if (reader.ReadHandshake().TryGet(out MultifdHandshake? handshake, out error))
        {
            nodes.Add(new StreamNode { Kind = StreamNodeKind.Header, Name = "multifd", Offset = 0, Length = MultifdHandshake.Length, Notes = [("channel", handshake.Channel)] });
            while (reader.ReadPacket().TryGet(out MultifdPacket? packet, out error) && packet is not null)
            {
                input.Skip(packet.DataLength);
                error = input.Error;
                if (error is not null)
                    break;
                nodes.Add(Node(packet, input.Offset));
                if (FindSize(packet) is ParseError wrong)
                    findings.Add(new StreamFinding(FindingWeight.Error, wrong, StreamFinding.Multifd));
                if (packet.Block.Length > 0)
                    Count(ram.Of(new RamBlock(packet.Block, 0)), packet, input.Offset);
            }
        }

        if (error is null)
            return nodes;
        findings.Add(new StreamFinding(FindingWeight.Error, error, StreamFinding.Multifd));
        long end = nodes.Count == 0 ? 0 : nodes[^1].End;
        nodes.Add(new StreamNode { Kind = StreamNodeKind.Unknown, Name = "rest", Offset = end, Length = input.End - end });
        return nodes;
    }

    // A destination reads as many bytes as the pages have, whatever the packet states.
    private static ParseError? FindSize(MultifdPacket packet) =>
        (packet.Flags & Compressed) == MultifdFlags.None && packet.DataLength != (long)packet.NormalPages * PageSize
            ? ParseError.At(Errors.StreamMultifd, packet.Offset + MultifdPacket.NextSizeAt, $"{packet.NextSize} bytes for {packet.NormalPages} pages that are not compressed")
            : null;

    private static void Count(RamBlockStatistics block, MultifdPacket packet, long end)
    {
        block.Normal += packet.NormalPages;
        block.Zero += packet.ZeroPages;
        block.Bytes += end - packet.Offset;
    }

    private static StreamNode Node(MultifdPacket packet, long end) => new()
    {
        Kind = StreamNodeKind.Packet,
        Name = packet.Block,
        Type = packet.Flags.ToString(),
        Offset = packet.Offset,
        Length = end - packet.Offset,
        Notes = [("number", (long)packet.Number), ("pages", packet.NormalPages), ("zero pages", packet.ZeroPages), ("data", packet.DataLength)],
    };
}
