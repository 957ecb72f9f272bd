using System.Numerics;
using LocalMig.Json;
using LocalMig.Wire;

namespace LocalMig.Stream.Analysis;

/// <summary>Takes a recorded return path apart.</summary>
internal static class ReturnPathWalk
{
    /// <summary>Whether a whole message of the return path comes next; nothing else marks one.</summary>
    public static bool Begins(SeekableInput input) =>
        new ReturnPathReader(input).Read().TryGet(out ReturnPathMessage? first, out _) && first is not null;

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
                Length = message.WireLength,
                Value = message.Data.Length == 4 ? new VmStateNumber(message.Value) : new VmStateBytes(message.Data),
                Notes = Notes(message),
            });
        }
    }

    private static IReadOnlyList<(string, JsonValue)> Notes(ReturnPathMessage message) => message switch
    {
        { Type: ReturnPathType.Shut, Value: not 0 } => [("the load failed with", message.Value)],
        { Type: ReturnPathType.ReceivedBitmap } => [("block", message.Block), ("bitmap", message.Bitmap.Length), ("pages received", Received(message))],
        { Pages: (ulong start, uint length) } => message.Block.Length > 0
            ? [("block", message.Block), ("start", JsonValue.From(start)), ("bytes", length)]
            : [("start", JsonValue.From(start)), ("bytes", length)],
        _ => [],
    };

    private static long Received(ReturnPathMessage message)
    {
        long pages = 0;
        foreach (byte eight in message.Bitmap.Span)
            pages += BitOperations.PopCount(eight);
        return pages;
    }
}
