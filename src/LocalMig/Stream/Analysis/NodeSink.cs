using LocalMig.Descriptors;

namespace LocalMig.Stream.Analysis;

/// <summary>Makes nodes of what a <see cref="VmStateReader"/> finds.</summary>
internal sealed class NodeSink : IVmStateSink
{
    private readonly Stack<Frame> _open = new();

    // Structs are many and seldom deep: their frames are used again.
    private readonly Stack<Frame> _closed = new();

    public NodeSink() => Open(StreamNodeKind.Struct, 0);

    /// <summary>The nodes of the outermost struct, also where reading failed inside.</summary>
    public IReadOnlyList<StreamNode> Nodes(long end)
    {
        while (_open.Count > 1)
            Close(end);
        return _open.Peek().TakeChildren();
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

    public void BeginArray(VmStateField field, long offset) => Open(StreamNodeKind.Array, offset, field);

    public void EndArray(VmStateField field, long end) => Close(end);

    public void BeginStruct(VmStateField field, int index, long offset) =>
        Open(StreamNodeKind.Struct, offset, field, index);

    public void EndStruct(VmStateField field, int index, long end) => Close(end);

    public void BeginSubsection(VmStateDescription description, int version, long offset) =>
        Open(StreamNodeKind.Subsection, offset, subsection: description, version: version);

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
            Children = frame.TakeChildren(),
            Field = frame.Field,
        };
        if (frame.Subsection is not null)
            node = node with { Notes = [("version", frame.Version)] };
        else if (frame is { Kind: StreamNodeKind.Struct, Index: >= 0, Field.IsList: true })
            node = node with { Type = VmStateType.Struct.Name };
        _closed.Push(frame);
        Add(node);
    }

    private void Open(StreamNodeKind kind, long offset, VmStateField? field = null, int index = -1, VmStateDescription? subsection = null, int version = 0)
    {
        if (!_closed.TryPop(out Frame? frame))
            frame = new Frame();
        frame.Begin(kind, offset, field, index, subsection, version);
        _open.Push(frame);
    }

    private sealed class Frame
    {
        private readonly List<StreamNode> _children = [];

        public long Offset { get; private set; }

        public StreamNodeKind Kind { get; private set; }

        public VmStateField? Field { get; private set; }

        public int Index { get; private set; }

        public VmStateDescription? Subsection { get; private set; }

        public int Version { get; private set; }

        public NumberItems? Numbers { get; private set; }

        public void Begin(StreamNodeKind kind, long offset, VmStateField? field, int index, VmStateDescription? subsection, int version)
        {
            (Kind, Offset, Field, Index, Subsection, Version) = (kind, offset, field, index, subsection, version);
            Numbers = null;
        }

        public IReadOnlyList<StreamNode> TakeChildren()
        {
            StreamNode[] children = [.. _children];
            _children.Clear();
            return children;
        }

        public void Add(StreamNode node) => _children.Add(node);

        public void Add(ulong number) => (Numbers ??= new NumberItems(Field!)).Add(number);
    }
}
