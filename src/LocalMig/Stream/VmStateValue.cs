using LocalMig.Descriptors;

namespace LocalMig.Stream;

/// <summary>What a field holds. Values are equal by what they hold; descriptors are equal where both are there or both are not,
/// as sameness of two descriptors is a question to the kernel.</summary>
public abstract record VmStateValue
{
    private protected VmStateValue()
    {
    }
}

/// <summary>A number or boolean: its bits without a sign, extended to 64 by the field's own sign.</summary>
public sealed record VmStateNumber(ulong Value) : VmStateValue
{
    private static readonly VmStateNumber?[] Small = new VmStateNumber?[256];

    /// <summary>The number; a small one is not made again each time.</summary>
    internal static VmStateNumber Of(ulong value) =>
        value < (ulong)Small.Length ? Small[value] ??= new VmStateNumber(value) : new VmStateNumber(value);
}

/// <summary>Bytes.</summary>
public sealed record VmStateBytes(ReadOnlyMemory<byte> Value) : VmStateValue
{
    /// <inheritdoc/>
    public bool Equals(VmStateBytes? other) => other is not null && Value.Span.SequenceEqual(other.Value.Span);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.Length;
}

/// <summary>A struct: the values of its fields.</summary>
public sealed record VmStateStruct(VmStateValues Value) : VmStateValue;

/// <summary>An array or list: its elements.</summary>
public sealed record VmStateArray(IReadOnlyList<VmStateValue> Items) : VmStateValue
{
    /// <inheritdoc/>
    public bool Equals(VmStateArray? other) => other is not null && Items.SequenceEqual(other.Items);

    /// <inheritdoc/>
    public override int GetHashCode() => Items.Count;
}

/// <summary>A descriptor: borrowed where it is to be saved, owned where it was loaded and nobody took it yet; null where a
/// recording tells that there was one but has it no more.</summary>
public sealed record VmStateDescriptor(OwnedFd? Value) : VmStateValue
{
    /// <inheritdoc/>
    public bool Equals(VmStateDescriptor? other) => other is not null && Value is null == other.Value is null;

    /// <inheritdoc/>
    public override int GetHashCode() => Value is null ? 0 : 1;
}
