using System.Buffers.Binary;
using System.Text;

namespace LocalMig.Fuzz.Engine;

/// <summary>An input while it is made: bytes that can be inserted and removed anywhere, up to a length that is never exceeded.</summary>
/// <param name="maximum">The most bytes; what does not fit is cut.</param>
public sealed class InputBuffer(int maximum)
{
    private readonly byte[] _bytes = new byte[maximum];

    /// <summary>How many bytes there are.</summary>
    public int Length { get; private set; }

    /// <summary>The most bytes.</summary>
    public int Maximum => maximum;

    /// <summary>The bytes, to be read and changed.</summary>
    public Span<byte> Bytes => _bytes.AsSpan(0, Length);

    /// <summary>Makes it empty.</summary>
    public void Clear() => Length = 0;

    /// <summary>Puts other bytes in its place.</summary>
    public void Set(ReadOnlySpan<byte> bytes)
    {
        Length = Math.Min(bytes.Length, maximum);
        bytes[..Length].CopyTo(_bytes);
    }

    /// <summary>Puts bytes at the end.</summary>
    public void Append(ReadOnlySpan<byte> bytes) => Insert(Length, bytes);

    /// <summary>Puts a byte at the end.</summary>
    public void Append(byte value) => Append([value]);

    /// <summary>Puts text at the end, as UTF-8.</summary>
    public void Append(string text) => Append(Encoding.UTF8.GetBytes(text));

    /// <summary>Puts two bytes at the end, big endian.</summary>
    public void AppendUInt16(int value)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)value);
        Append(bytes);
    }

    /// <summary>Puts four bytes at the end, big endian.</summary>
    public void AppendUInt32(uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        Append(bytes);
    }

    /// <summary>Puts eight bytes at the end, big endian.</summary>
    public void AppendUInt64(ulong value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        Append(bytes);
    }

    /// <summary>Puts bytes between others.</summary>
    public void Insert(int at, ReadOnlySpan<byte> bytes)
    {
        int count = Math.Min(bytes.Length, maximum - Length);
        _bytes.AsSpan(at, Length - at).CopyTo(_bytes.AsSpan(at + count));
        bytes[..count].CopyTo(_bytes.AsSpan(at));
        Length += count;
    }

    /// <summary>Takes bytes out.</summary>
    public void Remove(int at, int count)
    {
        _bytes.AsSpan(at + count, Length - at - count).CopyTo(_bytes.AsSpan(at));
        Length -= count;
    }
}
