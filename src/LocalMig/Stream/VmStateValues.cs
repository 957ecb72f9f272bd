using System.Diagnostics.CodeAnalysis;
using LocalMig.Descriptors;

namespace LocalMig.Stream;

/// <summary>The values of a struct's fields and its subsections, by name. Loaded descriptors belong to it until they are taken;
/// what nobody took is closed by <see cref="Dispose"/>.</summary>
public sealed class VmStateValues : IEquatable<VmStateValues>, IDisposable
{
    private readonly Dictionary<string, VmStateValue> _fields = new(StringComparer.Ordinal);
    private readonly Dictionary<string, VmStateValues> _subsections = new(StringComparer.Ordinal);
    private readonly bool _ownsDescriptors;

    /// <summary>Values to be saved: descriptors in them stay with whoever put them in.</summary>
    public VmStateValues()
        : this(ownsDescriptors: false)
    {
    }

    internal VmStateValues(bool ownsDescriptors) => _ownsDescriptors = ownsDescriptors;

    /// <summary>The names and values of the fields, in the order they were set.</summary>
    public IReadOnlyCollection<KeyValuePair<string, VmStateValue>> Fields => _fields;

    /// <summary>The subsections that are there, by full name.</summary>
    public IReadOnlyDictionary<string, VmStateValues> Subsections => _subsections;

    /// <summary>Sets a field to a value of any kind.</summary>
    public VmStateValues Set(string field, VmStateValue value)
    {
        _fields[field] = value;
        return this;
    }

    /// <summary>Sets a number.</summary>
    public VmStateValues Set(string field, ulong value) => Set(field, new VmStateNumber(value));

    /// <summary>Sets a number with a sign.</summary>
    public VmStateValues Set(string field, long value) => Set(field, new VmStateNumber((ulong)value));

    /// <summary>Sets a boolean.</summary>
    public VmStateValues Set(string field, bool value) => Set(field, new VmStateNumber(value ? 1u : 0u));

    /// <summary>Sets bytes.</summary>
    public VmStateValues Set(string field, ReadOnlyMemory<byte> value) => Set(field, new VmStateBytes(value));

    /// <summary>Sets a struct.</summary>
    public VmStateValues Set(string field, VmStateValues value) => Set(field, new VmStateStruct(value));

    /// <summary>Sets an array or list of structs.</summary>
    public VmStateValues Set(string field, IEnumerable<VmStateValues> values) => Set(field, new VmStateArray([.. values.Select(value => new VmStateStruct(value))]));

    /// <summary>Sets an array of numbers.</summary>
    public VmStateValues Set(string field, IEnumerable<ulong> values) => Set(field, new VmStateArray([.. values.Select(value => new VmStateNumber(value))]));

    /// <summary>Sets a descriptor. It is borrowed: its owner keeps it, and keeps it open until it is saved.</summary>
    public VmStateValues Set(string field, OwnedFd descriptor) => Set(field, new VmStateDescriptor(descriptor));

    /// <summary>Adds a subsection.</summary>
    public VmStateValues SetSubsection(string name, VmStateValues values)
    {
        _subsections[name] = values;
        return this;
    }

    /// <summary>Gives a field's value.</summary>
    public bool TryGet(string field, [NotNullWhen(true)] out VmStateValue? value) => _fields.TryGetValue(field, out value);

    /// <summary>A number's value.</summary>
    /// <exception cref="KeyNotFoundException">There is no such number: the description has none.</exception>
    public ulong Number(string field) => Get<VmStateNumber>(field).Value;

    /// <summary>A boolean's value.</summary>
    /// <exception cref="KeyNotFoundException">There is no such number.</exception>
    public bool Flag(string field) => Number(field) != 0;

    /// <summary>The bytes of a field.</summary>
    /// <exception cref="KeyNotFoundException">There are no such bytes.</exception>
    public ReadOnlyMemory<byte> Bytes(string field) => Get<VmStateBytes>(field).Value;

    /// <summary>The values of a nested struct.</summary>
    /// <exception cref="KeyNotFoundException">There is no such struct.</exception>
    public VmStateValues Nested(string field) => Get<VmStateStruct>(field).Value;

    /// <summary>The elements of an array or list.</summary>
    /// <exception cref="KeyNotFoundException">There is no such array.</exception>
    public IReadOnlyList<VmStateValue> Items(string field) => Get<VmStateArray>(field).Items;

    /// <summary>The structs of an array or list.</summary>
    /// <exception cref="KeyNotFoundException">There is no such array.</exception>
    public IReadOnlyList<VmStateValues> Structs(string field) => [.. Items(field).Cast<VmStateStruct>().Select(item => item.Value)];

    /// <summary>Takes a loaded descriptor: it is the caller's from now on. Null where it was taken before, or is none.</summary>
    public OwnedFd? TakeDescriptor(string field)
    {
        if (!TryGet(field, out VmStateValue? value) || value is not VmStateDescriptor { Value: OwnedFd descriptor })
            return null;
        _fields[field] = new VmStateDescriptor(Value: null);
        return descriptor;
    }

    /// <inheritdoc/>
    public bool Equals(VmStateValues? other)
    {
        if (other is null || other._fields.Count != _fields.Count || other._subsections.Count != _subsections.Count)
            return false;
        return _fields.All(field => other._fields.TryGetValue(field.Key, out VmStateValue? value) && value.Equals(field.Value))
            && _subsections.All(subsection => other._subsections.TryGetValue(subsection.Key, out VmStateValues? values) && values.Equals(subsection.Value));
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as VmStateValues);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_fields.Count, _subsections.Count);

    /// <summary>Closes the loaded descriptors that nobody took.</summary>
    public void Dispose()
    {
        if (!_ownsDescriptors)
            return;
        foreach (VmStateValue value in _fields.Values)
            Close(value);
        foreach (VmStateValues subsection in _subsections.Values)
            subsection.Dispose();
    }

    private static void Close(VmStateValue value)
    {
        switch (value)
        {
            case VmStateDescriptor descriptor:
                descriptor.Value?.Dispose();
                break;
            case VmStateStruct nested:
                nested.Value.Dispose();
                break;
            case VmStateArray array:
                foreach (VmStateValue item in array.Items)
                    Close(item);
                break;
        }
    }

    private T Get<T>(string field)
        where T : VmStateValue =>
        _fields.TryGetValue(field, out VmStateValue? value) && value is T typed
            ? typed
            : throw new KeyNotFoundException($"no {typeof(T).Name} of the name '{field}'");
}
