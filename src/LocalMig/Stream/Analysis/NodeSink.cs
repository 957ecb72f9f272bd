using LocalMig.Descriptors;

namespace LocalMig.Stream.Analysis;

/// <summary>Makes nodes of what a <see cref="VmStateReader"/> finds.</summary>
internal sealed class NodeSink : IVmStateSink
{
    private readonly Stack<Frame> _open = new();

    public NodeSink() => _open.Push(new Frame(0));

    /// <summary>The nodes of the outermost struct, also where reading failed inside.</summary>
    public IReadOnlyList<StreamNode> Nodes(long end)
    {
        while (_open.Count > 1)
            Close(end);
        return _open.Peek().Children ?? [];
    }

    public void Number(VmStateField field, int index, long offset, ulong value)
    {
        if (index >= 0)
            _open.Peek().Add(value);
        else
            Add(new StreamNode { Kind = StreamNodeKind.Field, Name = field.Key, Offset = offset, Length = field.Size, Value = VmStateNumber.Of(value), Field = field });
    }

    public void Bytes(VmStateField field, int index, long offset, ReadOnlySpan<byte> value) =>
        Add(new StreamNode
        {
            Kind = StreamNodeKind.Field,
            Name = Label(field, index),
            Offset = offset,
            Length = value.Length,
            Value = new VmStateBytes(value.ToArray()),
            Field = field,
        });

    public void Descriptor(VmStateField field, int index, long offset, OwnedFd? value) =>
        Add(new StreamNode
        {
            Kind = StreamNodeKind.Field,
            Name = Label(field, index),
            Offset = offset,
            Length = 1,
            Value = new VmStateDescriptor(value),
            Field = field,
            Descriptors = [offset],
        });

    public void BeginArray(VmStateField field, long offset) => _open.Push(new Frame(offset) { Field = field, Kind = StreamNodeKind.Array });

    public void EndArray(VmStateField field, long end) => Close(end);

    public void BeginStruct(VmStateField field, int index, long offset) =>
        _open.Push(new Frame(offset) { Field = field, Index = index, Kind = StreamNodeKind.Struct });

    public void EndStruct(VmStateField field, int index, long end) => Close(end);

    public void BeginSubsection(VmStateDescription description, int version, long offset) =>
        _open.Push(new Frame(offset) { Subsection = description, Version = version, Kind = StreamNodeKind.Subsection });

    public void EndSubsection(VmStateDescription description, long end) => Close(end);

    private static string Label(VmStateField field, int index) => index >= 0 ? $"[{index}]" : field.Key;

    private void Add(StreamNode node) => _open.Peek().Add(node);

    private void Close(long end)
    {
        Frame frame = _open.Pop();
        var node = new StreamNode
        {
            Kind = frame.Kind,
            Name = frame.Subsection?.Name ?? Label(frame.Field!, frame.Index),
            Offset = frame.Offset,
            Length = end - frame.Offset,
            Value = frame.Numbers is null ? null : new VmStateArray(frame.Numbers),
            Children = frame.Children ?? [],
            Field = frame.Field,
        };
        if (frame.Subsection is not null)
            node = node with { Notes = [("version", frame.Version)] };
        else if (frame is { Kind: StreamNodeKind.Struct, Index: >= 0, Field.IsList: true })
            node = node with { Type = VmStateType.Struct.Name };
        Add(node);
    }

    private sealed class Frame(long offset)
    {
        public long Offset { get; } = offset;

        public StreamNodeKind Kind { get; init; }

        public VmStateField? Field { get; init; }

        public int Index { get; init; } = -1;

        public VmStateDescription? Subsection { get; init; }

        public int Version { get; init; }

        public List<StreamNode>? Children { get; private set; }

        public NumberItems? Numbers { get; private set; }

        public void Add(StreamNode node) => (Children ??= new List<StreamNode>(Kind == StreamNodeKind.Struct ? Field!.Struct!.Fields.Count : 0)).Add(node);

        public void Add(ulong number) => (Numbers ??= new NumberItems(Field!)).Add(number);
    }
}
