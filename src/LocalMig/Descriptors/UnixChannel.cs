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

    /// <summary>The socket; the channel owns it.</summary>
    public OwnedFd Fd => _socket;

    /// <inheritdoc/>
    public override Result<int, ParseError> Receive(Span<byte> buffer, DescriptorQueue arrived, Deadline deadline)
    {
        ArgumentNullException.ThrowIfNull(arrived);
        if (buffer.IsEmpty)
            throw new ArgumentException("there is no room for a byte", nameof(buffer));
        try
        {
            while (!_receiving.IsAborted)
            {
                int received = ReceiveOnce(buffer, arrived, out ParseError? error);
                if (error is not null)
                    return error;
                if (received >= 0)
                    return received;
                WaitOutcome outcome = _receiving.Wait(_socket, Libc.PollIn, deadline);
                if (outcome != WaitOutcome.Ready)
                    return TransportError.Wait(outcome, Name, ReceivedBytes);
            }
        }
        catch (ObjectDisposedException) when (_receiving.IsAborted)
        {
            // Another thread disposed the channel in the middle of this: for the caller that is an abort.
        }

        return TransportError.Wait(WaitOutcome.Aborted, Name, ReceivedBytes);
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

        try
        {
            while (!_sending.IsAborted)
            {
                int sent = descriptors.IsEmpty ? SendPlain(bytes) : SendWithDescriptors(bytes, descriptors);
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
        catch (ObjectDisposedException) when (_sending.IsAborted)
        {
            // As in Receive.
        }

        return TransportError.Wait(WaitOutcome.Aborted, Name, SentBytes);
    }

    /// <inheritdoc/>
    public override void ShutdownWrite() => _ = Libc.Shutdown(_socket, Libc.ShutWrite);

    /// <inheritdoc/>
    public override void Abort()
    {
        _receiving.Abort();
        _sending.Abort();
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
        _receiving.Abort();
        _sending.Abort();
        _receiving.Dispose();
        _sending.Dispose();
        _socket.Dispose();
    }

    // One recvmsg. -1 without an error: nothing is there yet.
    [SkipLocalsInit]
    private unsafe int ReceiveOnce(Span<byte> buffer, DescriptorQueue arrived, out ParseError? error)
    {
        error = null;
        byte* control = stackalloc byte[ControlSize];
        nint received;
        MessageHeader message;
        fixed (byte* bytes = buffer)
        {
            var vector = new IoVector { Base = bytes, Length = (nuint)buffer.Length };
            do
            {
                message = new MessageHeader { Vectors = &vector, VectorCount = 1, Control = control, ControlLength = ControlSize };
                received = Libc.ReceiveMessage(_socket, &message, ReceiveFlags);
            }
            while (received < 0 && Errno.Last == Errno.EINTR);
        }

        if (received < 0)
        {
            int errno = Errno.Last;
            if (errno != Errno.EAGAIN)
                error = TransportError.Io("Unable to read from socket", errno, ReceivedBytes);
            return -1;
        }

        // The common case, a message without control data, is done here.
        if (message.ControlLength != 0 || (message.Flags & Libc.MessageControlTruncated) != 0)
        {
            var data = new ReadOnlySpan<byte>(control, (int)message.ControlLength);
            bool truncated = (message.Flags & Libc.MessageControlTruncated) != 0;
            error = Collect(data, truncated, (int)received, arrived);
        }

        ReceivedBytes += received;
        return (int)received;
    }

    [SkipLocalsInit]
    private ParseError? Collect(ReadOnlySpan<byte> control, bool truncated, int length, DescriptorQueue arrived)
    {
        Span<int> numbers = stackalloc int[ControlSize / sizeof(int)];
        Span<int> others = stackalloc int[MaximumOthers];
        bool wellFormed = ControlData.TryRead(control, numbers, others, out int count, out int otherCount);
        foreach (int other in others[..Math.Min(otherCount, others.Length)])
            _ = Libc.Close(other);
        numbers = numbers[..count];

        // What arrives with a read rides on the first byte of the last message in it: reads do not go on past such a message.
        long first = ReceivedBytes;
        long last = ReceivedBytes + Math.Max(0, length - 1);
        ParseError? error = null;
        if (truncated)
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
                _ = arrived.AddNumber(new ArrivedDescriptor(number, first, last));
            else
                _ = Libc.Close(number);
        }

        return error;
    }

    // Both give the bytes sent, or the error number below zero: what follows a call must not get between it and its number.
    private unsafe int SendPlain(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            nint sent = Libc.Send(_socket, start, (nuint)bytes.Length, SendFlags);
            return sent < 0 ? -Errno.Last : (int)sent;
        }
    }

    [SkipLocalsInit]
    private unsafe int SendWithDescriptors(ReadOnlySpan<byte> bytes, ReadOnlySpan<OwnedFd> descriptors)
    {
        Span<int> numbers = stackalloc int[ControlData.MaximumDescriptors];
        byte* control = stackalloc byte[ControlSize];
        int held = 0;
        bool last = false;
        try
        {
            foreach (OwnedFd descriptor in descriptors)
            {
                last = false;
                descriptor.DangerousAddRef(ref last);
                numbers[held++] = descriptor.Number;
            }

            int size = ControlData.Write(new Span<byte>(control, ControlSize), numbers[..held]);
            fixed (byte* start = bytes)
            {
                var vector = new IoVector { Base = start, Length = (nuint)bytes.Length };
                var message = new MessageHeader
                {
                    Vectors = &vector,
                    VectorCount = 1,
                    Control = control,
                    ControlLength = (nuint)size,
                };
                nint sent = Libc.SendMessage(_socket, &message, SendFlags);
                return sent < 0 ? -Errno.Last : (int)sent;
            }
        }
        finally
        {
            for (int i = 0; i < held; i++)
                descriptors[i].DangerousRelease();
        }
    }
}
