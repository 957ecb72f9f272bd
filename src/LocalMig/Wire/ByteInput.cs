using System.Buffers.Binary;

namespace LocalMig.Wire;

/// <summary>Bytes read forward through a window, big endian. The first failure stays: after it every read gives
/// zeroes and <see cref="Error"/> says where and why.</summary>
public abstract class ByteInput
{
    /// <summary>The most bytes that <see cref="Peek"/> may be asked for: what the buffer of a live input holds.</summary>
    public const int PeekLimit = 32768;

    /// <summary>Offset of the next byte, from the start of the input.</summary>
    public abstract long Offset { get; }

    /// <summary>The first failure, or null.</summary>
    public ParseError? Error { get; private set; }

    /// <summary>Gives the bytes that come next without consuming them.</summary>
    /// <param name="count">How many are needed, 0 to <see cref="PeekLimit"/>. A live input waits for them.</param>
    /// <returns>At least <paramref name="count"/> bytes, and whatever else is at hand; fewer only where the input ends or failed.
    /// Valid until the next call.</returns>
    public abstract ReadOnlySpan<byte> Peek(int count);

    /// <summary>Consumes bytes that <see cref="Peek"/> gave.</summary>
    /// <param name="count">At most the length of what was given last.</param>
    public abstract void Advance(int count);

    /// <summary>Records a failure, unless there is one already.</summary>
    public void Fail(ParseError error) => Error ??= error;

    /// <summary>Forgets the failure, where a reader has found a place to go on from.</summary>
    protected void Recover() => Error = null;

    /// <summary>Whether the input ends here. A live input waits until it knows. Not a failure.</summary>
    public bool AtEnd => Error is not null || Peek(1).IsEmpty;

    /// <summary>Reads one byte.</summary>
    public byte ReadByte() => Take(1, out ReadOnlySpan<byte> bytes) ? Consume(bytes[0], 1) : default;

    /// <summary>Reads two bytes.</summary>
    public ushort ReadUInt16() => Take(2, out ReadOnlySpan<byte> bytes) ? Consume(BinaryPrimitives.ReadUInt16BigEndian(bytes), 2) : default;

    /// <summary>Reads four bytes.</summary>
    public uint ReadUInt32() => Take(4, out ReadOnlySpan<byte> bytes) ? Consume(BinaryPrimitives.ReadUInt32BigEndian(bytes), 4) : default;

    /// <summary>Reads eight bytes.</summary>
    public ulong ReadUInt64() => Take(8, out ReadOnlySpan<byte> bytes) ? Consume(BinaryPrimitives.ReadUInt64BigEndian(bytes), 8) : default;

    /// <summary>Fills the whole span.</summary>
    /// <returns>False where the input ends before; the rest of the span is then left as it was.</returns>
    public bool ReadExactly(Span<byte> destination) => ReadExactly(destination, destination.Length);

    /// <summary>Reads bytes into a new array that grows as they arrive, so that a false length costs no memory.</summary>
    /// <returns>The bytes; empty where the input ends before.</returns>
    public byte[] ReadBytes(int count)
    {
        var bytes = new byte[Math.Min(count, 1 << 16)];
        int have = 0;
        while (true)
        {
            if (!ReadExactly(bytes.AsSpan(have), count - have))
                return [];
            have = bytes.Length;
            if (have == count)
                return bytes;
            Array.Resize(ref bytes, (int)Math.Min(count, (long)have * 2));
        }
    }

    /// <summary>Consumes bytes unseen.</summary>
    public virtual void Skip(long count)
    {
        while (count > 0 && Take(1, count, out ReadOnlySpan<byte> bytes))
        {
            int step = (int)Math.Min(count, bytes.Length);
            Advance(step);
            count -= step;
        }
    }

    private bool ReadExactly(Span<byte> destination, long wanted)
    {
        while (!destination.IsEmpty)
        {
            if (!Take(1, wanted, out ReadOnlySpan<byte> bytes))
                return false;
            int count = Math.Min(bytes.Length, destination.Length);
            bytes[..count].CopyTo(destination);
            destination = destination[count..];
            wanted -= count;
            Advance(count);
        }

        return Error is null;
    }

    private bool Take(int count, out ReadOnlySpan<byte> bytes) => Take(count, count, out bytes);

    // The window where it holds enough for the next step; otherwise the input has ended inside an element.
    private bool Take(int count, long wanted, out ReadOnlySpan<byte> bytes)
    {
        bytes = Error is null ? Peek(count) : default;
        if (bytes.Length >= count && Error is null)
            return true;
        Fail(ParseError.At(Errors.Truncated, Offset + bytes.Length, $"the input ends where {wanted - bytes.Length} more {(wanted - bytes.Length == 1 ? "byte was" : "bytes were")} to come"));
        return false;
    }

    private T Consume<T>(T value, int count)
    {
        Advance(count);
        return value;
    }
}
