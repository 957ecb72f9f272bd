using System.Buffers.Binary;

namespace LocalMig.Wire;

/// <summary>Bytes written forward, big endian: the twin of <see cref="ByteInput"/>. The first failure stays, and later
/// writes do nothing.</summary>
public abstract class ByteOutput
{
    /// <summary>How many bytes were written.</summary>
    public abstract long Offset { get; }

    /// <summary>The first failure, or null.</summary>
    public abstract ParseError? Error { get; }

    /// <summary>Writes bytes.</summary>
    public abstract void Write(ReadOnlySpan<byte> bytes);

    /// <summary>Writes one byte.</summary>
    public void WriteByte(byte value) => Write([value]);

    /// <summary>Writes two bytes.</summary>
    public void WriteUInt16(ushort value)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, value);
        Write(bytes);
    }

    /// <summary>Writes four bytes.</summary>
    public void WriteUInt32(uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        Write(bytes);
    }

    /// <summary>Writes eight bytes.</summary>
    public void WriteUInt64(ulong value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        Write(bytes);
    }
}
