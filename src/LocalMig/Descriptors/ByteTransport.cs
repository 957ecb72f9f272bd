using LocalMig.Native;
using LocalMig.Wire;

namespace LocalMig.Descriptors;

/// <summary>A channel of bytes alone over any descriptor: a pipe, a file, a TCP or vsock connection.</summary>
public class ByteTransport : Transport
{
    // A pipe that poll calls writable has room for one page; more could block, as the pipe's blocking mode is not ours to change.
    private const int PipePiece = 4096;

    private readonly OwnedFd _file;
    private readonly WaitGate _receiving = new();
    private readonly WaitGate _sending = new();
    private readonly FileKind _kind;
    private readonly string _word;

    // Poll waits for ever on the wrong end of a pipe; a call on it fails at once.
    private readonly bool _wrongForReading;
    private readonly bool _wrongForWriting;

    private protected ByteTransport(OwnedFd file, FileKind kind, string name, string word)
        : base(name)
    {
        _file = file;
        _kind = kind;
        _word = word;
        if (kind != FileKind.Pipe)
            return;
        IgnoreBrokenPipes();
        int access = file.StatusFlags & Libc.OpenAccessMode;
        _wrongForReading = access == Libc.OpenWriteOnly;
        _wrongForWriting = access == Libc.OpenReadOnly;
    }

    /// <inheritdoc/>
    public override bool CanPassDescriptors => false;

    /// <summary>The descriptor; the transport owns it.</summary>
    public OwnedFd Fd => _file;

    /// <summary>Whether the bytes have a position that one can go to.</summary>
    public bool IsSeekable => _kind is FileKind.Regular or FileKind.BlockDevice;

    /// <summary>Makes a channel of a descriptor.</summary>
    /// <param name="fd">The descriptor; the transport takes it over, also where it gives an error.</param>
    /// <param name="name">What error texts call the channel.</param>
    public static Result<ByteTransport, ParseError> Adopt(OwnedFd fd, string name)
    {
        ArgumentNullException.ThrowIfNull(fd);
        OwnedFd owned = fd.Move();
        if (owned.Inspect().TryGet(out DescriptorInfo? info, out ParseError? error))
            return new ByteTransport(owned, info.Kind, name, info.Kind == FileKind.Socket ? "socket" : "file");
        owned.Dispose();
        return error;
    }

    /// <inheritdoc/>
    public override unsafe Result<int, ParseError> Receive(Span<byte> buffer, DescriptorQueue arrived, Deadline deadline)
    {
        if (buffer.IsEmpty)
            throw new ArgumentException("there is no room for a byte", nameof(buffer));
        if (_wrongForReading)
            return TransportError.Io($"Unable to read from {_word}", Errno.EBADF, ReceivedBytes);
        if (!_receiving.Enter())
            return TransportError.Wait(WaitOutcome.Aborted, Name, ReceivedBytes);
        try
        {
            while (true)
            {
                // A socket is tried first. A pipe is asked first, because reading could block; a file always has its answer ready.
                if (_kind is not FileKind.Socket && Wait(_receiving, Libc.PollIn, deadline, ReceivedBytes) is { } notReady)
                    return notReady;
                nint received;
                fixed (byte* start = buffer)
                {
                    received = _kind == FileKind.Socket
                        ? Libc.Receive(_file, start, (nuint)buffer.Length, Libc.MessageDontWait)
                        : Libc.Read(_file, start, (nuint)buffer.Length);
                }

                if (received >= 0)
                {
                    ReceivedBytes += received;
                    return (int)received;
                }

                int errno = Errno.Last;
                if (errno is not (Errno.EINTR or Errno.EAGAIN))
                    return TransportError.Io($"Unable to read from {_word}", errno, ReceivedBytes);
                if (errno == Errno.EAGAIN && Wait(_receiving, Libc.PollIn, deadline, ReceivedBytes) is { } ended)
                    return ended;
            }
        }
        finally
        {
            _receiving.Exit();
        }
    }

    /// <inheritdoc/>
    public override unsafe ParseError? Send(ReadOnlySpan<byte> bytes, ReadOnlySpan<OwnedFd> descriptors, Deadline deadline)
    {
        if (!descriptors.IsEmpty)
            return TransportError.Unsupported(Name, SentBytes);
        if (_wrongForWriting)
            return TransportError.Io($"Unable to write to {_word}", Errno.EBADF, SentBytes);
        if (!_sending.Enter())
            return TransportError.Wait(WaitOutcome.Aborted, Name, SentBytes);
        try
        {
            while (true)
            {
                if (bytes.IsEmpty)
                    return null;
                if (_kind is not FileKind.Socket && Wait(_sending, Libc.PollOut, deadline, SentBytes) is { } notReady)
                    return notReady;
                int piece = IsSeekable || _kind == FileKind.Socket ? bytes.Length : Math.Min(bytes.Length, PipePiece);
                nint sent;
                fixed (byte* start = bytes)
                {
                    sent = _kind == FileKind.Socket
                        ? Libc.Send(_file, start, (nuint)piece, Libc.MessageDontWait | Libc.MessageNoSignal)
                        : Libc.Write(_file, start, (nuint)piece);
                }

                if (sent >= 0)
                {
                    SentBytes += sent;
                    bytes = bytes[(int)sent..];
                    continue;
                }

                int errno = Errno.Last;
                if (errno is not (Errno.EINTR or Errno.EAGAIN))
                    return TransportError.Io($"Unable to write to {_word}", errno, SentBytes);
                if (errno == Errno.EAGAIN && Wait(_sending, Libc.PollOut, deadline, SentBytes) is { } ended)
                    return ended;
            }
        }
        finally
        {
            _sending.Exit();
        }
    }

    /// <inheritdoc/>
    /// <remarks>A pipe or a file has no such signal: for it this does nothing, the end comes when it is disposed.</remarks>
    public override void ShutdownWrite() => _ = Libc.Shutdown(_file, Libc.ShutWrite);

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
            if (_kind == FileKind.Socket)
                _ = Libc.Shutdown(_file, Libc.ShutBoth);
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
        _file.Dispose();
    }

    internal static ByteTransport OfSocket(OwnedFd socket, string name) => new(socket, FileKind.Socket, name, "socket");

    // Sockets are told call by call not to raise SIGPIPE, pipes cannot be told. The runtime ignores the signal too; an ahead-of-time
    // compiled program is not left to depend on that.
    private static void IgnoreBrokenPipes()
    {
        const nint Ignore = 1;
        _ = Libc.Signal(Libc.SignalPipe, Ignore);
    }

    private ParseError? Wait(WaitGate gate, short events, Deadline deadline, long offset)
    {
        if (IsSeekable)
            return null;
        WaitOutcome outcome = gate.Wait(_file, events, deadline);
        return outcome == WaitOutcome.Ready ? null : TransportError.Wait(outcome, Name, offset);
    }
}
