using LocalMig.Wire;

namespace LocalMig.Stream.Analysis;

/// <summary>Takes a recorded CPR state apart.</summary>
internal static class CprWalk
{
    public static IReadOnlyList<StreamNode> Elements(SeekableInput input, List<StreamFinding> findings)
    {
        input.Skip(4);
        uint version = input.ReadUInt32();
        var nodes = new List<StreamNode>
        {
            new() { Kind = StreamNodeKind.Header, Name = "QCPR", Offset = 0, Length = input.Offset, Notes = [("version", version)] },
        };
        if (input.Error is null && version != CprState.Version)
        {
            findings.Add(new StreamFinding(FindingWeight.Error, ParseError.At(Errors.StreamFormatVersion, 4, $"version {version}") with { QemuText = $"Unsupported migration stream version {version}" }));
            return nodes;
        }

        var sink = new NodeSink();
        ParseError? error = input.Error ?? VmStateReader.Read(input, CprState.Description, CprState.Description.Version, "", sink);
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
