using System.Buffers.Binary;
using LocalMig.Wire;

namespace LocalMig.Descriptors;

/// <summary>Writes a stream to a transport, with a buffer. The first error stays: what is written after it goes nowhere.</summary>
/// <remarks>For one thread at a time. Disposing it sends nothing: <see cref="Flush"/> does. The transport stays with its owner.</remarks>
public sealed class ChannelWriter : IDisposable
{
    /// <summary>The buffer that QEMU has, in bytes.</summary>
    public const int DefaultBufferSize = 32768;

    private readonly byte[] _buffer;
    private int _used;

    /// <summary>Makes a writer.</summary>
    /// <param name="transport">Where the bytes go.</param>
    /// <param name="bufferSize">Bytes that are kept before they are sent.</param>
    public ChannelWriter(Transport transport, int bufferSize = DefaultBufferSize)
    {
        ArgumentNullException.ThrowIfNull(transport);
        ArgumentOutOfRangeException.ThrowIfLessThan(bufferSize, sizeof(ulong));
        Transport = transport;
        _buffer = new byte[bufferSize];
    }

    /// <summary>Where the bytes go.</summary>
    public Transport Transport { get; }

    /// <summary>How long one send may take.</summary>
    public Deadline Deadline { get; set; }

    /// <summary>Bytes written so far: the offset of the next one in the stream.</summary>
    public long Offset { get; private set; }

    /// <summary>The first thing that went wrong; null while all is well.</summary>
    public ParseError? Error { get; private set; }

    /// <summary>Writes bytes.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (Error is not null)
            return;
        Offset += bytes.Length;
        if (bytes.Length > _buffer.Length - _used)
        {
            Flush();

            // What does not fit anyway is not copied.
            if (bytes.Length >= _buffer.Length)
            {
                Send(bytes, []);
                return;
            }
        }

        bytes.CopyTo(_buffer.AsSpan(_used));
        _used += bytes.Length;
    }

    /// <summary>Writes a byte.</summary>
    public void WriteByte(byte value)
    {
        Span<byte> room = Room(sizeof(byte));
        if (!room.IsEmpty)
            room[0] = value;
    }

    /// <summary>Writes 16 bits, big endian.</summary>
    public void WriteUInt16(ushort value)
    {
        Span<byte> room = Room(sizeof(ushort));
        if (!room.IsEmpty)
            BinaryPrimitives.WriteUInt16BigEndian(room, value);
    }

    /// <summary>Writes 32 bits, big endian.</summary>
    public void WriteUInt32(uint value)
    {
        Span<byte> room = Room(sizeof(uint));
        if (!room.IsEmpty)
            BinaryPrimitives.WriteUInt32BigEndian(room, value);
    }

    /// <summary>Writes 64 bits, big endian.</summary>
    public void WriteUInt64(ulong value)
    {
        Span<byte> room = Room(sizeof(ulong));
        if (!room.IsEmpty)
            BinaryPrimitives.WriteUInt64BigEndian(room, value);
    }

    /// <summary>Writes a descriptor field: <see cref="DescriptorField.Write"/>.</summary>
    /// <param name="fd">The descriptor; the caller keeps owning it.</param>
    public void WriteDescriptor(OwnedFd fd) => _ = DescriptorField.Write(this, fd);

    /// <summary>Sends what was written before, then one message of its own with bytes and descriptors: the form of a descriptor field,
    /// and of every deviation from it that a test needs.</summary>
    /// <param name="bytes">At least one byte.</param>
    /// <param name="descriptors">What rides on the first of them; the caller keeps owning it.</param>
    public void SendWithDescriptors(ReadOnlySpan<byte> bytes, ReadOnlySpan<OwnedFd> descriptors)
    {
        if (Error is not null)
            return;
        if (!Transport.CanPassDescriptors && !descriptors.IsEmpty)
        {
            Error = TransportError.Unsupported(Transport.Name, Offset);
            return;
        }

        Flush();
        if (Error is not null)
            return;
        Offset += bytes.Length;
        Send(bytes, descriptors);
    }

    /// <summary>Sends what was written.</summary>
    public void Flush()
    {
        if (_used == 0 || Error is not null)
            return;
        int used = _used;
        _used = 0;
        Send(_buffer.AsSpan(0, used), []);
    }

    /// <summary>Stops the stream with an error of the caller's; the first error stays.</summary>
    public void Fail(ParseError error) => Error ??= error;

    /// <inheritdoc/>
    public void Dispose() => _used = 0;

    private Span<byte> Room(int size)
    {
        if (size > _buffer.Length - _used)
            Flush();
        if (Error is not null)
            return default;
        Offset += size;
        _used += size;
        return _buffer.AsSpan(_used - size, size);
    }

    private void Send(ReadOnlySpan<byte> bytes, ReadOnlySpan<OwnedFd> descriptors)
    {
        if (Error is null)
            Error = Transport.Send(bytes, descriptors, Deadline);
    }
}
