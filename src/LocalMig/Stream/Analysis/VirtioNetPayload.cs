namespace LocalMig.Stream.Analysis;

/// <summary>Takes the <c>virtio</c> field of a virtio-net device apart, where its form is one of those known.</summary>
internal static class VirtioNetPayload
{
    private const string TypeName = "virtio";
    private const int MostBytes = 1 << 20;

    /// <summary>Whether a node is such a field.</summary>
    public static bool IsOne(StreamNode node, StreamSection section) =>
        node.Field?.Type.Name == TypeName && section.Name.EndsWith("/virtio-net", StringComparison.Ordinal);

    /// <summary>Gives the field with what it consists of below it; null where its form is not known.</summary>
    /// <param name="input">The stream; it stands anywhere afterwards.</param>
    /// <param name="field">The node of the field.</param>
    /// <param name="beyond">Bytes that the description does not count: one for each descriptor inside, in the inline form.</param>
    /// <param name="path">The name of the section, for errors.</param>
    public static StreamNode? Decode(SeekableInput input, StreamNode field, int beyond, string path)
    {
        long length = field.Length + beyond;
        if (length > MostBytes)
            return null;
        input.Seek(field.Offset);
        byte[] bytes = input.ReadBytes((int)length);
        foreach (VirtioNetLayout layout in VirtioNetLayout.Candidates(bytes, beyond))
        {
            // On a copy: what is tried must leave no trace in the stream's own list of descriptors.
            var trial = new RecordedInput(bytes, field.Offset);
            var sink = new NodeSink();
            VmStateDescription description = VirtioNetState.Description(layout);
            if (VmStateReader.Read(trial, description, description.Version, path, sink) is null && trial.Offset == field.Offset + length)
                return field with { Kind = StreamNodeKind.Struct, Length = length, Value = null, Children = [.. sink.Nodes(trial.Offset).Select(node => Shortened(node, bytes, field.Offset))] };
        }

        return null;
    }

    // There is room for 1024 queues in the state, and hardly any is used: elements of zeroes at the end of an array are counted.
    private static StreamNode Shortened(StreamNode node, byte[] bytes, long start)
    {
        int kept = node.Children.Count;
        if (node.Kind == StreamNodeKind.Array)
        {
            while (kept > 1 && !bytes.AsSpan((int)(node.Children[kept - 1].Offset - start), (int)node.Children[kept - 1].Length).ContainsAnyExcept((byte)0))
                kept--;
        }

        int left = node.Children.Count - kept;
        return node with
        {
            Children = [.. node.Children.Take(kept).Select(child => Shortened(child, bytes, start))],
            Notes = left > 0 ? [("zero elements", left)] : node.Notes,
        };
    }
}
