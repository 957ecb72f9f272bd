using System.Buffers.Binary;
using System.Collections;

namespace LocalMig.Stream.Analysis;

/// <summary>The elements of an array of numbers, each kept in as many bytes as it has in the stream: the tables of a device have
/// thousands of them.</summary>
/// <param name="field">The array.</param>
internal sealed class NumberItems(VmStateField field) : IReadOnlyList<VmStateValue>
{
    private const int BytesOfOne = sizeof(ulong);

    // A description may state any length, and the numbers are yet to come.
    private const int MostAtFirst = 1 << 12;

    // Behind the last number there is always room for eight bytes, so that each is read and written as if it had eight.
    private byte[] _bytes = new byte[Math.Min((long)(field.ArrayLength ?? 0) * field.Size, MostAtFirst) + BytesOfOne];

    public int Count { get; private set; }

    public VmStateValue this[int index] => VmStateNumber.Of(At(index));

    /// <summary>An element without an object for it.</summary>
    public ulong At(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        int unused = 64 - (8 * field.Size);
        ulong shifted = BinaryPrimitives.ReadUInt64LittleEndian(_bytes.AsSpan(index * field.Size)) << unused;
        return field.Type.Kind == VmStateKind.Signed ? (ulong)((long)shifted >> unused) : shifted >> unused;
    }

    public void Add(ulong number)
    {
        int at = Count * field.Size;
        if (at + BytesOfOne > _bytes.Length)
            Array.Resize(ref _bytes, (2 * at) + BytesOfOne);
        BinaryPrimitives.WriteUInt64LittleEndian(_bytes.AsSpan(at), number);
        Count++;
    }

    public IEnumerator<VmStateValue> GetEnumerator()
    {
        for (int i = 0; i < Count; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
