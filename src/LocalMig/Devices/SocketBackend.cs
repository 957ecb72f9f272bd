using LocalMig.Descriptors;
using LocalMig.Native;
using LocalMig.Wire;

namespace LocalMig.Devices;

/// <summary>A connected UNIX domain stream socket. The echo guest sends back every byte.</summary>
public sealed class SocketBackend : Backend
{
    private const int BufferSize = 65536;

    private readonly OwnedFd _socket;
    private readonly byte[] _buffer;
    private int _start;
    private int _end;
    private bool _ended;
    private long _echoed;

    private SocketBackend(OwnedFd socket, byte[] pending)
    {
        _socket = socket;
        _buffer = new byte[Math.Max(BufferSize, pending.Length)];
        pending.CopyTo(_buffer, 0);
        _end = pending.Length;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<OwnedFd> Descriptors => [_socket];

    /// <summary>Bytes that were sent back.</summary>
    public override long Echoed => Interlocked.Read(ref _echoed);

    /// <summary>Bytes that were read and not sent back yet: they travel with the socket, and whoever has it next sends them first.
    /// Only while nobody polls.</summary>
    /// <exception cref="InvalidOperationException">The backend is polled.</exception>
    public byte[] Pending =>
        Polling ? throw new InvalidOperationException("what is pending changes while the backend is polled") : _buffer[_start.._end];

    internal override int PolledCount => 1;

    /// <summary>Makes a backend of a connected socket: the source's own, or one that a migration brought. Nothing is connected anew.</summary>
    /// <param name="fd">The socket; the backend takes it over if it is fit for one, otherwise it stays with its owner.</param>
    /// <param name="pending">What the echo guest read before and still has to send back.</param>
    /// <returns>The backend, or <see cref="Errors.BackendKind"/> if this is no UNIX domain stream socket.</returns>
    public static Result<SocketBackend, ParseError> Adopt(OwnedFd fd, byte[]? pending = null)
    {
        return Refuse(fd) is { } error ? error : new SocketBackend(fd.Move(), pending ?? []);
    }

    /// <summary>Says why <see cref="Adopt"/> would not take a descriptor; null where it would.</summary>
    /// <param name="fd">The descriptor, which is only looked at.</param>
    public static ParseError? Refuse(OwnedFd fd)
    {
        ArgumentNullException.ThrowIfNull(fd);
        if (!fd.Inspect().TryGet(out DescriptorInfo? info, out ParseError? error))
            return error;
        return info.IsUnixSocket && info.SocketType == Libc.SocketStream && !info.IsListening
            ? null
            : ParseError.In(Errors.BackendKind, fd.Describe(), "not a connected UNIX domain stream socket");
    }

    // While something waits to be sent back nothing more is read: whoever does not listen is not listened to.
    internal override (OwnedFd Descriptor, short Events) Polled(int index) =>
        (_socket, _ended ? (short)0 : _start < _end ? Libc.PollOut : Libc.PollIn);

    internal override void OnReady(int index)
    {
        if (_start == _end)
            Read();
        if (_start < _end)
            Write();
    }

    private unsafe void Read()
    {
        fixed (byte* start = _buffer)
        {
            nint received = Libc.Receive(_socket, start, (nuint)_buffer.Length, Libc.MessageDontWait);
            int errno = received < 0 ? Errno.Last : 0;
            _ended = received == 0 || (errno != 0 && errno is not (Errno.EAGAIN or Errno.EINTR));
            _start = 0;
            _end = (int)Math.Max(0, received);
        }
    }

    private unsafe void Write()
    {
        fixed (byte* start = _buffer)
        {
            nint sent = Libc.Send(_socket, start + _start, (nuint)(_end - _start), Libc.MessageDontWait | Libc.MessageNoSignal);
            if (sent < 0)
            {
                _ended = Errno.Last is not (Errno.EAGAIN or Errno.EINTR);
                return;
            }

            _start += (int)sent;
            _ = Interlocked.Add(ref _echoed, sent);
        }
    }
}
