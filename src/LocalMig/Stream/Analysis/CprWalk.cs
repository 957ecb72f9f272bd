using LocalMig.Wire;

namespace LocalMig.Stream.Analysis;

/// <summary>Takes a recorded CPR state apart.</summary>
internal static class CprWalk
{
    public static IReadOnlyList<StreamNode> Elements(SeekableInput input, List<StreamFinding> findings)
    {
        ParseError? error = CprState.ReadHeader(input);
        if (error is not null)
        {
            findings.Add(new StreamFinding(FindingWeight.Error, error));
            return [new StreamNode { Kind = StreamNodeKind.Unknown, Name = "rest", Offset = 0, Length = input.End }];
        }

        var nodes = new List<StreamNode>
        {
            new() { Kind = StreamNodeKind.Header, Name = "QCPR", Offset = 0, Length = input.Offset, Notes = [("version", CprState.Version)] },
        };
        var sink = new NodeSink();
        error = VmStateReader.Read(input, CprState.Description, CprState.Description.Version, "", sink);
        long end = input.Offset;
        nodes.AddRange(sink.Nodes(end));
        if (error is null && end < input.End)
            error = ParseError.At(Errors.StreamTrailing, end, $"{input.End - end} bytes follow");
        if (error is not null)
            findings.Add(new StreamFinding(FindingWeight.Error, error));
        if (end < input.End)
            nodes.Add(new StreamNode { Kind = StreamNodeKind.Unknown, Name = "rest", Offset = end, Length = input.End - end });
        return nodes;
    }
}
