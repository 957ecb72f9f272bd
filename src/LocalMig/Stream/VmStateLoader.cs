using LocalMig.Descriptors;

namespace LocalMig.Stream;

/// <summary>Collects what a <see cref="VmStateReader"/> finds as <see cref="VmStateValues"/>.</summary>
internal sealed class VmStateLoader : IVmStateSink
{
    private readonly Stack<VmStateValues> _structs = new();
    private readonly Stack<List<VmStateValue>> _arrays = new();

    public VmStateLoader() => _structs.Push(Loaded);

    /// <summary>What was found so far. It owns the descriptors in it.</summary>
    public VmStateValues Loaded { get; } = new(ownsDescriptors: true);

    public void Number(VmStateField field, int index, long offset, ulong value) => Add(field, index, new VmStateNumber(value));

    public void Bytes(VmStateField field, int index, long offset, ReadOnlySpan<byte> value) => Add(field, index, new VmStateBytes(value.ToArray()));

    public void Descriptor(VmStateField field, int index, long offset, OwnedFd? value) => Add(field, index, new VmStateDescriptor(value));

    public void BeginArray(VmStateField field, long offset)
    {
        // The list is in place from the start, so that a failure inside finds the descriptors that came before it.
        var items = new List<VmStateValue>();
        _structs.Peek().Set(field.Key, new VmStateArray(items));
        _arrays.Push(items);
    }

    public void EndArray(VmStateField field, long end) => _arrays.Pop();

    public void BeginStruct(VmStateField field, int index, long offset)
    {
        var values = new VmStateValues(ownsDescriptors: true);
        Add(field, index, new VmStateStruct(values));
        _structs.Push(values);
    }

    public void EndStruct(VmStateField field, int index, long end) => _structs.Pop();

    public void BeginSubsection(VmStateDescription description, int version, long offset)
    {
        var values = new VmStateValues(ownsDescriptors: true);
        _structs.Peek().SetSubsection(description.Name, values);
        _structs.Push(values);
    }

    public void EndSubsection(VmStateDescription description, long end) => _structs.Pop();

    private void Add(VmStateField field, int index, VmStateValue value)
    {
        if (index < 0)
            _structs.Peek().Set(field.Key, value);
        else
            _arrays.Peek().Add(value);
    }
}
