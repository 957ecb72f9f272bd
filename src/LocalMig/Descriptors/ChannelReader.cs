using System.Buffers.Binary;
using LocalMig.Wire;

namespace LocalMig.Descriptors;

/// <summary>Reads a stream from a transport, with a buffer, and keeps the descriptors that arrive until a field claims them. The first
/// error stays: what is read after it is zero.</summary>
/// <remarks>For one thread at a time. The transport stays with its owner; descriptors that nobody claimed are closed with the
/// reader.</remarks>
public sealed class ChannelReader : IDisposable
{
    private readonly byte[] _buffer;
    private int _start;
    private int _end;
    private bool _ended;

    /// <summary>Makes a reader.</summary>
    /// <param name="transport">Where the bytes come from.</param>
    /// <param name="limits">How many descriptors may wait; null for <see cref="Limits.Untrusted"/>.</param>
    /// <param name="behaviour">How descriptor fields are read.</param>
    /// <param name="bufferSize">Bytes that are received at once, at most.</param>
    public ChannelReader(
        Transport transport,
        Limits? limits = null,
        DescriptorBehaviour behaviour = DescriptorBehaviour.Strict,
        int bufferSize = ChannelWriter.DefaultBufferSize)
    {
        ArgumentNullException.ThrowIfNull(transport);
        ArgumentOutOfRangeException.ThrowIfLessThan(bufferSize, sizeof(ulong));
        Transport = transport;
        Limits = limits ?? Limits.Untrusted;
        Behaviour = behaviour;
        Arrived = new DescriptorQueue(Limits.UnclaimedDescriptors);
        _buffer = new byte[bufferSize];
    }

    /// <summary>Where the bytes come from.</summary>
    public Transport Transport { get; }

    /// <summary>What is accepted.</summary>
    public Limits Limits { get; }

    /// <summary>How descriptor fields are read.</summary>
    public DescriptorBehaviour Behaviour { get; }

    /// <summary>How long one receive may wait.</summary>
    public Deadline Deadline { get; set; }

    /// <summary>Descriptors that arrived and wait for their field. They may be well ahead of what was read.</summary>
    public DescriptorQueue Arrived { get; }

    /// <summary>Bytes read so far: the offset of the next one in the stream.</summary>
    public long Offset { get; private set; }

    /// <summary>Bytes that are here and were not read yet.</summary>
    public int Buffered => _end - _start;

    /// <summary>The first thing that went wrong; null while all is well.</summary>
    public ParseError? Error { get; private set; }

    /// <summary>Reads exactly as many bytes as there is room for.</summary>
    /// <returns>False if the stream ended before, or failed: <see cref="Error"/> says so.</returns>
    public bool TryReadExactly(Span<byte> destination)
    {
        long start = Offset;
        int wanted = destination.Length;
        while (!destination.IsEmpty)
        {
            if (_start == _end && !(destination.Length >= _buffer.Length ? ReceiveInto(ref destination) : Receive()))
                return Truncated(start, wanted);
            int ready = Math.Min(destination.Length, Buffered);
            Borrow(ready).CopyTo(destination);
            destination = destination[ready..];
        }

        return Error is null;
    }

    /// <summary>Lends bytes from the buffer, without a copy, until the next call on this reader.</summary>
    /// <param name="count">How many, at most the size of the buffer.</param>
    /// <returns>The bytes; fewer only if the stream ended before, or failed: <see cref="Error"/> says so.</returns>
    /// <exception cref="ArgumentOutOfRangeException">More than the buffer holds.</exception>
    public ReadOnlySpan<byte> Read(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _buffer.Length);
        if (!Fill(count))
        {
            _ = Truncated(Offset, count);
            return default;
        }

        return Borrow(count);
    }

    /// <summary>Reads a byte; 0 after an error.</summary>
    public byte ReadByte() => Fill(sizeof(byte)) ? Borrow(sizeof(byte))[0] : Zero(sizeof(byte));

    /// <summary>Reads 16 bits, big endian; 0 after an error.</summary>
    public ushort ReadUInt16() =>
        Fill(sizeof(ushort)) ? BinaryPrimitives.ReadUInt16BigEndian(Borrow(sizeof(ushort))) : Zero(sizeof(ushort));

    /// <summary>Reads 32 bits, big endian; 0 after an error.</summary>
    public uint ReadUInt32() =>
        Fill(sizeof(uint)) ? BinaryPrimitives.ReadUInt32BigEndian(Borrow(sizeof(uint))) : Zero(sizeof(uint));

    /// <summary>Reads 64 bits, big endian; 0 after an error.</summary>
    public ulong ReadUInt64() =>
        Fill(sizeof(ulong)) ? BinaryPrimitives.ReadUInt64BigEndian(Borrow(sizeof(ulong))) : Zero(sizeof(ulong));

    /// <summary>Looks at the next byte without reading it.</summary>
    /// <returns>The byte; -1 at the end of the stream, or where <see cref="Error"/> is set.</returns>
    public int PeekByte() => Fill(sizeof(byte)) ? _buffer[_start] : -1;

    /// <summary>Looks at the next bytes without reading them.</summary>
    /// <param name="count">How many, at most the size of the buffer.</param>
    /// <returns>The bytes, until the next call on this reader; fewer where the stream ends before.</returns>
    public ReadOnlySpan<byte> Peek(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _buffer.Length);
        _ = Fill(count);
        return _buffer.AsSpan(_start, Math.Min(count, Buffered));
    }

    /// <summary>Whether the stream ended and everything was read.</summary>
    public bool IsAtEnd() => PeekByte() < 0 && Error is null;

    /// <summary>Passes over bytes.</summary>
    /// <returns>False if the stream ended before, or failed.</returns>
    public bool Skip(long count)
    {
        long start = Offset;
        long left = count;
        while (left > 0)
        {
            if (_start == _end && !Receive())
                return Truncated(start, count);
            left -= Borrow((int)Math.Min(left, Buffered)).Length;
        }

        return Error is null;
    }

    /// <summary>Reads a descriptor field: <see cref="DescriptorField.Read"/>.</summary>
    public OwnedFd? ReadDescriptor() => DescriptorField.Read(this);

    /// <summary>Stops the stream with an error of the caller's; the first error stays.</summary>
    public void Fail(ParseError error) => Error ??= error;

    /// <summary>Closes the descriptors that nobody claimed.</summary>
    public void Dispose() => Arrived.Dispose();

    // Makes sure that so many bytes are in the buffer. False at the end of the stream, or after an error.
    private bool Fill(int count)
    {
        if (Error is not null)
            return false;
        while (Buffered < count)
        {
            if (!Receive())
                return false;
        }

        return true;
    }

    private bool Receive()
    {
        if (Error is not null || _ended)
            return false;
        if (_start == _end)
        {
            _start = 0;
            _end = 0;
        }
        else if (_buffer.Length - _end < _buffer.Length / 2)
        {
            // A borrowed span ends with the next call, so what is left may move: better than to receive into little room.
            _buffer.AsSpan(_start, Buffered).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        int received = Receive(_buffer.AsSpan(_end));
        _end += received;
        return received > 0;
    }

    // Straight to where the bytes are wanted: for what is larger than the buffer.
    private bool ReceiveInto(ref Span<byte> destination)
    {
        if (Error is not null || _ended)
            return false;
        int received = Receive(destination);
        destination = destination[received..];
        Offset += received;
        return received > 0;
    }

    private int Receive(Span<byte> into)
    {
        if (!Transport.Receive(into, Arrived, Deadline).TryGet(out int received, out ParseError? error))
        {
            Error = error;
            return 0;
        }

        _ended = received == 0;
        return received;
    }

    private ReadOnlySpan<byte> Borrow(int count)
    {
        ReadOnlySpan<byte> bytes = _buffer.AsSpan(_start, count);
        _start += count;
        Offset += count;
        return bytes;
    }

    private byte Zero(int wanted)
    {
        _ = Truncated(Offset, wanted);
        return 0;
    }

    private bool Truncated(long start, long wanted)
    {
        long there = Offset - start + Buffered;
        Error ??= ParseError.At(Errors.Truncated, start, $"{there} of {wanted} bytes");
        return false;
    }
}
