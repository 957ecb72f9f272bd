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
            findings.Add(new StreamFinding(FindingWeight.Error, error, StreamFinding.Cpr));
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
        FindNames(nodes, findings);
        if (error is not null)
            findings.Add(new StreamFinding(FindingWeight.Error, error, StreamFinding.Cpr));
        if (end < input.End)
            nodes.Add(new StreamNode { Kind = StreamNodeKind.Unknown, Name = "rest", Offset = end, Length = input.End - end });
        return nodes;
    }

    // QEMU 11.1.3 looks for its descriptors by comparing names: one of no bytes ends the destination by a signal, one that does not
    // end with a NUL is none that it looks for.
    private static void FindNames(List<StreamNode> nodes, List<StreamFinding> findings)
    {
        foreach (StreamNode entry in nodes.Where(static node => node.Name == "fds").SelectMany(static list => list.Children))
        {
            if (entry.Children is not [{ Value: VmStateNumber length } stated, { Value: VmStateBytes name }, ..] || name.Value.Span is [.., 0])
                continue;
            bool nothing = length.Value == 0;
            findings.Add(new StreamFinding(
                nothing ? FindingWeight.Error : FindingWeight.Note,
                new ParseError(Errors.StreamCprName, stated.Offset, $"fds{entry.Name}.name", nothing ? "a name of no bytes, and a destination crashes" : "a name without its NUL, and a destination does not find it")));
        }
    }
}
