using System.Buffers.Binary;
using System.Runtime.InteropServices;
using LocalMig.Descriptors;
using LocalMig.Native;
using LocalMig.Wire;

namespace LocalMig.Devices;

/// <summary>Somebody at the host's side of an interface: sends frames to it and receives those that come out of it. Only frames of
/// one type, which is set aside for experiments, so that nothing the kernel sends by itself gets among them.</summary>
public sealed class FramePeer : IDisposable
{
    /// <summary>The most bytes that one record has.</summary>
    public const int MaximumRecord = 1400;

    private const ushort EtherType = 0x88b5;
    private const int HeaderSize = 14;
    private const int Smallest = 60;
    private const int Largest = 2048;
    private const int AddressSize = 20;

    private readonly OwnedFd _socket;
    private readonly WaitGate _waiting = new();

    private FramePeer(OwnedFd socket, string interfaceName)
    {
        _socket = socket;
        InterfaceName = interfaceName;
    }

    /// <summary>The interface.</summary>
    public string InterfaceName { get; }

    /// <summary>Opens the host's side of an interface, which has to be up for frames to pass.</summary>
    /// <param name="network">The network that it is in.</param>
    /// <param name="interfaceName">Its name.</param>
    public static Result<FramePeer, ParseError> Open(NetworkNamespace network, string interfaceName)
    {
        ArgumentNullException.ThrowIfNull(network);
        return network.Run(() => Open(interfaceName));
    }

    /// <summary>Sends a record to the interface, in a frame of its own.</summary>
    /// <param name="record">At most <see cref="MaximumRecord"/> bytes.</param>
    /// <returns>Null, or what the system says ("Network is down").</returns>
    public unsafe ParseError? Send(ReadOnlySpan<byte> record)
    {
        if (record.Length > MaximumRecord)
            throw new ArgumentException($"a record of {record.Length} bytes", nameof(record));
        Span<byte> frame = stackalloc byte[Largest];
        frame.Clear();

        // To everybody, from a locally administered address. The length is said, since a short frame is padded.
        frame[..6].Fill(0xff);
        frame[6] = 2;
        BinaryPrimitives.WriteUInt16BigEndian(frame[12..], EtherType);
        BinaryPrimitives.WriteUInt16BigEndian(frame[HeaderSize..], (ushort)record.Length);
        record.CopyTo(frame[(HeaderSize + sizeof(ushort))..]);
        int length = Math.Max(Smallest, HeaderSize + sizeof(ushort) + record.Length);
        fixed (byte* start = frame)
            return Libc.Send(_socket, start, (nuint)length, 0) == length ? null : SystemError.Of("send a frame");
    }

    /// <summary>Receives the next record that comes out of the interface.</summary>
    /// <param name="record">Takes it; <see cref="MaximumRecord"/> bytes are enough.</param>
    /// <param name="deadline">How long to wait.</param>
    /// <returns>Its length, or how the wait ended.</returns>
    public Result<int, ParseError> Receive(Span<byte> record, Deadline deadline)
    {
        if (!_waiting.Enter())
            return TransportError.Wait(WaitOutcome.Aborted, InterfaceName, -1);
        try
        {
            return ReceiveInside(record, deadline);
        }
        finally
        {
            _waiting.Exit();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _waiting.Dispose();
        _socket.Dispose();
    }

    private unsafe Result<int, ParseError> ReceiveInside(Span<byte> record, Deadline deadline)
    {
        Span<byte> frame = stackalloc byte[Largest];
        while (true)
        {
            nint length;
            fixed (byte* start = frame)
                length = Libc.Receive(_socket, start, Largest, Libc.MessageDontWait);
            if (length >= Smallest)
            {
                int said = BinaryPrimitives.ReadUInt16BigEndian(frame[HeaderSize..]);
                if (said <= record.Length && said <= length - HeaderSize - sizeof(ushort))
                {
                    frame.Slice(HeaderSize + sizeof(ushort), said).CopyTo(record);
                    return said;
                }

                continue;
            }

            if (length < 0 && Errno.Last is not (Errno.EAGAIN or Errno.EINTR))
                return SystemError.Of("receive a frame");
            WaitOutcome outcome = _waiting.Wait(_socket, Libc.PollIn, deadline);
            if (outcome != WaitOutcome.Ready)
                return TransportError.Wait(outcome, InterfaceName, -1);
        }
    }

    private static unsafe Result<FramePeer, ParseError> Open(string interfaceName)
    {
        if (!NetworkInterface.Look(interfaceName).TryGet(out InterfaceStatus? status, out ParseError? error))
            return error;
        int fd = Libc.Socket(Libc.FamilyPacket, Libc.SocketRaw | Libc.SocketCloseOnExec, 0);
        if (fd < 0)
            return SystemError.Of("make a packet socket");
        var socket = OwnedFd.Adopt(fd);
        // Bound with a type, it gets frames of that type from this interface; before, none.
        byte* address = stackalloc byte[AddressSize];
        var bytes = new Span<byte>(address, AddressSize);
        bytes.Clear();
        MemoryMarshal.Write(bytes, (ushort)Libc.FamilyPacket);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[2..], EtherType);
        MemoryMarshal.Write(bytes[4..], status.Index);
        if (Libc.Bind(socket, address, AddressSize) == 0)
            return new FramePeer(socket, interfaceName);
        error = SystemError.Of($"bind to {interfaceName}");
        socket.Dispose();
        return error;
    }
}
