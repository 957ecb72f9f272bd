using LocalMig.Wire;

namespace LocalMig.Stream.Analysis;

/// <summary>Takes a recorded return path apart.</summary>
internal static class ReturnPathWalk
{
    /// <summary>Whether bytes begin with a whole message of the return path; nothing else marks one.</summary>
    public static bool Begins(ReadOnlySpan<byte> bytes) =>
        new ReturnPathReader(new MemoryInput(bytes.ToArray())).Read().TryGet(out ReturnPathMessage? first, out _) && first is not null;

    public static IReadOnlyList<StreamNode> Elements(SeekableInput input, List<StreamFinding> findings)
    {
        var nodes = new List<StreamNode>();
        var reader = new ReturnPathReader(input);
        while (true)
        {
            if (!reader.Read().TryGet(out ReturnPathMessage? message, out ParseError? error))
            {
                findings.Add(new StreamFinding(FindingWeight.Error, error, StreamFinding.ReturnPath));
                long end = nodes.Count == 0 ? 0 : nodes[^1].End;
                nodes.Add(new StreamNode { Kind = StreamNodeKind.Unknown, Name = "rest", Offset = end, Length = input.End - end });
                return nodes;
            }

            if (message is null)
                return nodes;
            nodes.Add(new StreamNode
            {
                Kind = StreamNodeKind.Message,
                Name = message.Name,
                Offset = message.Offset,
                Length = 4 + message.Data.Length,
                Value = message.Data.Length == 4 ? new VmStateNumber(message.Value) : new VmStateBytes(message.Data),
                Notes = message.Type == ReturnPathType.Shut && message.Value != 0
                    ? [("the load failed with", message.Value)]
                    : [],
            });
        }
    }
}
