using LocalMig.Wire;

namespace LocalMig.Stream.Analysis;

/// <summary>Takes a recorded return path apart.</summary>
internal static class ReturnPathWalk
{
    /// <summary>Whether bytes are messages of the return path to the last one; nothing else marks a return path.</summary>
    public static bool IsOne(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return false;
        var reader = new ReturnPathReader(new MemoryInput(bytes.ToArray()));
        while (true)
        {
            if (!reader.Read().TryGet(out ReturnPathMessage? message, out _))
                return false;
            if (message is null)
                return true;
        }
    }

    public static IReadOnlyList<StreamNode> Elements(SeekableInput input, List<StreamFinding> findings)
    {
        var nodes = new List<StreamNode>();
        var reader = new ReturnPathReader(input);
        while (true)
        {
            if (!reader.Read().TryGet(out ReturnPathMessage? message, out ParseError? error))
            {
                findings.Add(new StreamFinding(FindingWeight.Error, error));
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
