using LocalMig.Wire;

namespace LocalMig.Stream.Analysis;

/// <summary>Takes the payload of a device's section apart as the description tells; where it tells nothing or not the truth,
/// the payload is what stands before the next footer.</summary>
internal sealed class SectionPayload(SeekableInput input, VmDescription? description, List<StreamFinding> findings)
{
    // The most descriptors that can stand inside a device's state.
    private const int MostQueues = 1024;

    /// <summary>Reads from the first byte of the payload to the footer.</summary>
    /// <returns>What it consists of; null where the input ends before the section does.</returns>
    public IReadOnlyList<StreamNode>? Read(SectionElement section)
    {
        StreamSection head = section.Section;
        long start = input.Offset;
        if (description?.Find(head.Name, head.Instance) is not VmDescription.Device device || section.Tag is StreamTag.SectionStart or StreamTag.SectionPart)
            return Undescribed(section.Tag, head, start, "its description is missing");
        if (device.State is not VmStateDescription state)
        {
            input.Skip(device.Size);
            return FooterSearch.IsFooter(input, head.Id)
                ? [Opaque(start, device.Size)]
                : Undescribed(section.Tag, head, start, $"the description gives {device.Size} bytes, and no footer follows them");
        }

        // Both are of one description, the one that the source saved the state by; a state that was saved without one has no name there.
        if (state.Name.Length > 0 && head.Version != state.Version)
            findings.Add(new StreamFinding(FindingWeight.Error, new ParseError(Errors.StreamVersion, section.Offset, head.Name, $"version {head.Version}, and version {state.Version} in its description")));
        var sink = new NodeSink();
        if (VmStateReader.Read(input, state, state.Version, head.Name, sink) is ParseError error)
        {
            findings.Add(new StreamFinding(FindingWeight.Error, error with
            {
                QemuText = error.QemuText is string text ? $"error while loading state for instance 0x{head.Instance:x} of device '{head.Name}': {text}" : null,
            }));
            return sink.Nodes(input.Offset);
        }

        foreach (VmStateField field in state.Fields)
        {
            if (field.StatedSize is int stated)
                findings.Add(new StreamFinding(FindingWeight.Note, new ParseError(Errors.StreamDescriptionSize, start, $"{head.Name}.{field.Key}", $"described with size {stated}, and it has {field.Size}"), "LM-STREAM-14"));
        }

        long end = input.Offset;
        IReadOnlyList<StreamNode> nodes = sink.Nodes(end);
        if (FooterSearch.IsFooter(input, head.Id))
            return Known(nodes, head, end);
        if (FooterSearch.Find(input, head.Id, end) is long footer && footer - end <= MostQueues)
            return Inline(nodes, head, end, footer);
        input.Seek(end);
        return nodes;
    }

    // Fields that the description calls opaque, and whose form is known here.
    private IReadOnlyList<StreamNode> Known(IReadOnlyList<StreamNode> nodes, StreamSection section, long end)
    {
        if (!nodes.Any(node => VirtioNetPayload.IsOne(node, section)))
            return nodes;
        StreamNode[] known = [.. nodes.Select(node => VirtioNetPayload.IsOne(node, section) ? VirtioNetPayload.Decode(input, node, 0, section.Name) ?? node : node)];
        input.Seek(end);
        return known;
    }

    // In the inline form of local migration the description counts no service bytes.
    private IReadOnlyList<StreamNode> Inline(IReadOnlyList<StreamNode> nodes, StreamSection section, long end, long footer)
    {
        int beyond = (int)(footer - end);
        bool one = beyond == 1;
        findings.Add(new StreamFinding(
            FindingWeight.Note,
            new ParseError(Errors.StreamDescriptionSize, end, section.Name, $"{beyond} {(one ? "byte" : "bytes")} more than described: one for each descriptor inside the device's state"),
            "LM-STREAM-09"));
        StreamNode? known = nodes.Count > 0 && VirtioNetPayload.IsOne(nodes[^1], section) ? VirtioNetPayload.Decode(input, nodes[^1], beyond, section.Name) : null;
        input.Seek(footer);
        return known is not null
            ? [.. nodes.SkipLast(1), known]
            : [.. nodes, new StreamNode { Kind = StreamNodeKind.Unknown, Name = "beyond the description", Offset = end, Length = beyond }];
    }

    private static StreamNode Opaque(long start, long length) =>
        new() { Kind = StreamNodeKind.Unknown, Name = "state", Offset = start, Length = length };

    private IReadOnlyList<StreamNode>? Undescribed(StreamTag tag, StreamSection section, long start, string why)
    {
        if (FooterSearch.Find(input, section.Id, start) is not long footer)
        {
            findings.Add(new StreamFinding(FindingWeight.Error, new ParseError(Errors.Truncated, input.End, section.Name, $"the input ends inside this section; {why}")));
            input.Seek(start);
            return null;
        }

        input.Seek(footer);
        // The source describes every device whose state comes whole: one that it did not know is none that it sent.
        bool stranger = tag == StreamTag.SectionFull && description is not null && description.Find(section.Name, section.Instance) is null;
        findings.Add(new StreamFinding(stranger ? FindingWeight.Error : FindingWeight.Note, new ParseError(Errors.StreamUndescribed, start, section.Name, why)
        {
            QemuText = stranger
                ? $"Unknown section or instance '{section.Name}' {section.Instance}. Make sure that your current VM setup matches your saved VM setup, including any hotplugged devices"
                : null,
        }));
        return [Opaque(start, footer - start)];
    }
}
