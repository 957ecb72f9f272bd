using System.Runtime.CompilerServices;
using LocalMig.Native;
using LocalMig.Wire;

namespace LocalMig.Descriptors;

/// <summary>A connected UNIX domain stream socket: bytes, with descriptors that ride on them as SCM_RIGHTS (specification,
/// section 5).</summary>
/// <remarks>The socket's own blocking mode is neither used nor changed, because whoever else holds it would notice: every call is made
/// with MSG_DONTWAIT, and waiting is done by poll.</remarks>
public sealed partial class UnixChannel : Transport
{
    private const int SendFlags = Libc.MessageDontWait | Libc.MessageNoSignal;
    private const int ReceiveFlags = Libc.MessageDontWait | Libc.MessageCloseOnExec;

    // Room for the descriptors of a full message and for what a socket adds that somebody else set up: credentials, a pidfd, a label.
    private const int ControlSize = 1536;
    private const int MaximumOthers = 8;

    private readonly OwnedFd _socket;
    private readonly WaitGate _receiving = new();
    private readonly WaitGate _sending = new();

    private UnixChannel(OwnedFd socket, string name)
        : base(name) => _socket = socket;

    /// <inheritdoc/>
    public override bool CanPassDescriptors => true;

    /// <summary>Whether what is left of a control message that the kernel cut is kept as if it were all, which is what QEMU does. False
    /// closes it and fails.</summary>
    public bool KeepsTruncated { get; set; }

    /// <summary>How many control messages the kernel has cut.</summary>
    public int Truncated { get; private set; }

    /// <summary>The socket; the channel owns it.</summary>
    public OwnedFd Fd => _socket;

    /// <inheritdoc/>
    public override Result<int, ParseError> Receive(Span<byte> buffer, DescriptorQueue arrived, Deadline deadline)
    {
        ArgumentNullException.ThrowIfNull(arrived);
        if (buffer.IsEmpty)
            throw new ArgumentException("there is no room for a byte", nameof(buffer));
        if (!_receiving.Enter())
            return TransportError.Wait(WaitOutcome.Aborted, Name, ReceivedBytes);
        try
        {
            while (true)
            {
                int received = ReceiveOnce(_socket.Number, buffer, arrived, out ParseError? error);
                if (error is not null)
                    return error;
                if (received >= 0)
                    return received;
                if (received != -Errno.EAGAIN)
                    return TransportError.Io("Unable to read from socket", -received, ReceivedBytes);
                WaitOutcome outcome = _receiving.Wait(_socket, Libc.PollIn, deadline);
                if (outcome != WaitOutcome.Ready)
                    return TransportError.Wait(outcome, Name, ReceivedBytes);
            }
        }
        finally
        {
            _receiving.Exit();
        }
    }

    /// <inheritdoc/>
    public override ParseError? Send(ReadOnlySpan<byte> bytes, ReadOnlySpan<OwnedFd> descriptors, Deadline deadline)
    {
        if (descriptors.Length > ControlData.MaximumDescriptors)
            return ParseError.At(Errors.DescriptorCount, SentBytes, $"{descriptors.Length} descriptors");
        if (bytes.IsEmpty)
        {
            return descriptors.IsEmpty
                ? null
                : ParseError.At(Errors.DescriptorWithoutByte, SentBytes, $"{descriptors.Length} descriptors and no byte");
        }

        if (!_sending.Enter())
            return TransportError.Wait(WaitOutcome.Aborted, Name, SentBytes);
        try
        {
            while (true)
            {
                int socket = _socket.Number;
                int sent = descriptors.IsEmpty ? SendPlain(socket, bytes) : SendWithDescriptors(socket, bytes, descriptors);
                if (sent >= 0)
                {
                    SentBytes += sent;
                    bytes = bytes[sent..];
                    if (bytes.IsEmpty)
                        return null;

                    // The kernel attached them to the first byte; sent again, they would arrive twice.
                    descriptors = [];
                    continue;
                }

                int errno = -sent;
                if (errno == Errno.EINTR)
                    continue;
                if (errno != Errno.EAGAIN)
                    return TransportError.Io("Unable to write to socket", errno, SentBytes);
                WaitOutcome outcome = _sending.Wait(_socket, Libc.PollOut, deadline);
                if (outcome != WaitOutcome.Ready)
                    return TransportError.Wait(outcome, Name, SentBytes);
            }
        }
        finally
        {
            _sending.Exit();
        }
    }

    /// <summary>Waits until the other end is closed altogether, not only for sending. No bytes are read; only for whoever receives.</summary>
    /// <param name="deadline">How long.</param>
    /// <returns>Whether it is closed.</returns>
    public bool AwaitHangUp(Deadline deadline)
    {
        if (!_receiving.Enter())
            return false;
        try
        {
            return _receiving.Wait(_socket, 0, deadline) == WaitOutcome.Ready;
        }
        finally
        {
            _receiving.Exit();
        }
    }

    /// <inheritdoc/>
    public override void ShutdownWrite() => _ = Libc.Shutdown(_socket, Libc.ShutWrite);

    /// <inheritdoc/>
    public override void Abort()
    {
        _receiving.Abort();
        _sending.Abort();
        Shutdown();
    }

    /// <inheritdoc/>
    public override void Shutdown()
    {
        try
        {
            _ = Libc.Shutdown(_socket, Libc.ShutBoth);
        }
        catch (ObjectDisposedException)
        {
            // It is closed already: there is no connection to end.
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _receiving.Dispose();
        _sending.Dispose();
        _socket.Dispose();
    }

    // One recvmsg that was not interrupted. Below zero it is an error number, EAGAIN among them: nothing is there yet.
    [SkipLocalsInit]
    private unsafe int ReceiveOnce(int socket, Span<byte> buffer, DescriptorQueue arrived, out ParseError? error)
    {
        error = null;
        byte* control = stackalloc byte[ControlSize];
        fixed (byte* bytes = buffer)
        {
            var vector = new IoVector { Base = bytes, Length = (nuint)buffer.Length };
            while (true)
            {
                var message = new MessageHeader { Vectors = &vector, VectorCount = 1, Control = control, ControlLength = ControlSize };
                int received = (int)Libc.ReceiveMessage(socket, &message, ReceiveFlags);
                int errno = received < 0 ? Errno.Raw : 0;
                if (errno == Errno.EINTR)
                    continue;
                if (errno != 0)
                    return -errno;

                // Most messages are bytes alone.
                bool truncated = (message.Flags & Libc.MessageControlTruncated) != 0;
                if (message.ControlLength != 0 || truncated)
                {
                    var data = new ReadOnlySpan<byte>(control, (int)message.ControlLength);
                    if (truncated || !ControlData.TryReadSingle(data, out int single) || !Keep(single, received, arrived))
                        error = Collect(data, truncated, received, arrived);
                }

                ReceivedBytes += received;
                return received;
            }
        }
    }

    // What arrives with a read rides on the first byte of the last message in it: reads do not go on past such a message.
    private bool Keep(int number, int length, DescriptorQueue arrived) =>
        arrived.AddNumber(new ArrivedDescriptor(number, ReceivedBytes, ReceivedBytes + Math.Max(0, length - 1)));

    [SkipLocalsInit]
    private ParseError? Collect(ReadOnlySpan<byte> control, bool truncated, int length, DescriptorQueue arrived)
    {
        Span<int> numbers = stackalloc int[ControlSize / sizeof(int)];
        Span<int> others = stackalloc int[MaximumOthers];
        bool wellFormed = ControlData.TryRead(control, numbers, others, out int count, out int otherCount);
        foreach (int other in others[..Math.Min(otherCount, others.Length)])
            _ = Libc.Close(other);
        numbers = numbers[..count];

        long last = ReceivedBytes + Math.Max(0, length - 1);
        ParseError? error = null;
        if (truncated)
            Truncated++;
        if (truncated && !KeepsTruncated)
        {
            error = ParseError.At(
                Errors.ControlTruncated, last, $"{Name}: {count} descriptors arrived, others were lost (no free number, or no room)");
        }
        else if (!wellFormed)
        {
            error = ParseError.At(Errors.ControlMalformed, last, $"{Name}: {control.Length} bytes of control data are malformed");
        }
        else if (count > arrived.Limit - arrived.Count)
        {
            error = ParseError.At(Errors.LimitExceeded, last, $"{Name}: more than {arrived.Limit} unclaimed descriptors");
        }

        foreach (int number in numbers)
        {
            if (error is null)
                _ = Keep(number, length, arrived);
            else
                _ = Libc.Close(number);
        }

        return error;
    }

    // Both give the bytes sent, or the error number below zero: what follows a call must not get between it and its number.
    private unsafe int SendPlain(int socket, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            nint sent = Libc.Send(socket, start, (nuint)bytes.Length, SendFlags);
            return sent < 0 ? -Errno.Raw : (int)sent;
        }
    }

    [SkipLocalsInit]
    private unsafe int SendWithDescriptors(int socket, ReadOnlySpan<byte> bytes, ReadOnlySpan<OwnedFd> descriptors)
    {
        byte* control = stackalloc byte[ControlSize];
        int held = 0;
        try
        {
            int* numbers = (int*)(control + ControlData.HeaderSize);
            while (held < descriptors.Length)
            {
                bool added = false;
                descriptors[held].DangerousAddRef(ref added);
                numbers[held] = descriptors[held].Number;
                held++;
            }

            fixed (byte* start = bytes)
            {
                var vector = new IoVector { Base = start, Length = (nuint)bytes.Length };
                var message = new MessageHeader
                {
                    Vectors = &vector,
                    VectorCount = 1,
                    Control = control,
                    ControlLength = (nuint)ControlData.WriteFrame(new Span<byte>(control, ControlSize), held),
                };
                nint sent = Libc.SendMessage(socket, &message, SendFlags);
                return sent < 0 ? -Errno.Raw : (int)sent;
            }
        }
        finally
        {
            for (int i = 0; i < held; i++)
                descriptors[i].DangerousRelease();
        }
    }
}
