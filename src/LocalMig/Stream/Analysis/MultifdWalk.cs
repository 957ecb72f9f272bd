using LocalMig.Wire;

namespace LocalMig.Stream.Analysis;

/// <summary>Takes a recorded side channel of multifd apart.</summary>
internal static class MultifdWalk
{
    public static IReadOnlyList<StreamNode> Elements(SeekableInput input, List<StreamFinding> findings, RamStatistics ram)
    {
        var nodes = new List<StreamNode>();
        var reader = new MultifdReader(input);
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
                if (packet.Block.Length > 0)
                    Count(ram.Of(new RamBlock(packet.Block, 0)), packet, input.Offset);
            }
        }

        if (error is null)
            return nodes;
        findings.Add(new StreamFinding(FindingWeight.Error, error));
        long end = nodes.Count == 0 ? 0 : nodes[^1].End;
        nodes.Add(new StreamNode { Kind = StreamNodeKind.Unknown, Name = "rest", Offset = end, Length = input.End - end });
        return nodes;
    }

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
