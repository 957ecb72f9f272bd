using LocalMig.Native;
using LocalMig.Wire;

namespace LocalMig.Descriptors;

/// <summary>A UNIX domain socket that accepts connections. Its file is removed when it is disposed.</summary>
public sealed class UnixListener : IDisposable
{
    private const int Backlog = 16;

    private readonly OwnedFd _socket;
    private readonly WaitGate _accepting = new();
    private readonly bool _isAbstract;
    private readonly (ulong Inode, uint Major, uint Minor) _file;

    private UnixListener(OwnedFd socket, string path, bool isAbstract)
    {
        _socket = socket;
        Path = path;
        _isAbstract = isAbstract;
        _file = isAbstract ? default : Identify(path);
    }

    /// <summary>The path, or the abstract name.</summary>
    public string Path { get; }

    /// <summary>The listening socket; the listener owns it.</summary>
    public OwnedFd Fd => _socket;

    /// <summary>Listens at a path. A socket file that is left there from before is replaced, as QEMU does.</summary>
    /// <param name="path">The path, at most 107 bytes, or the abstract name.</param>
    /// <param name="isAbstract">Whether <paramref name="path"/> is a name in Linux's abstract space.</param>
    /// <returns>The listener; or <see cref="Errors.ChannelAddress"/>, or <see cref="Errors.ChannelListen"/> with QEMU's text ("Failed to
    /// bind socket to /nonexistent/s: No such file or directory").</returns>
    public static unsafe Result<UnixListener, ParseError> Bind(string path, bool isAbstract = false)
    {
        ArgumentNullException.ThrowIfNull(path);
        Span<byte> address = stackalloc byte[UnixSocketAddress.Size];
        if (UnixSocketAddress.Write(path, isAbstract, address, out int length) is { } bad)
            return bad;
        int fd = Libc.Socket(Libc.FamilyUnix, Libc.SocketStream | Libc.SocketCloseOnExec, 0);
        if (fd < 0)
            return SystemError.Of("make a socket");
        var socket = OwnedFd.Adopt(fd);
        ParseError? error = null;
        if (!isAbstract)
            RemoveSocket(path);
        fixed (byte* start = address)
        {
            if (Libc.Bind(socket, start, (uint)length) != 0)
                error = ParseError.In(Errors.ChannelListen, path, $"Failed to bind socket to {path}: {Errno.Text(Errno.Last)}");
            else if (Libc.Listen(socket, Backlog) != 0)
                error = ParseError.In(Errors.ChannelListen, path, $"Failed to listen on socket: {Errno.Text(Errno.Last)}");
        }

        if (error is null)
            return new UnixListener(socket, path, isAbstract);
        socket.Dispose();
        return error;
    }

    /// <summary>Whether somebody listens at a path, in this process or another. Nothing is connected to find out, so that whoever listens
    /// is not troubled by a client that is none.</summary>
    public static bool IsListening(string path)
    {
        // The socket file is there before somebody listens on it. In the kernel's table the flag 0x10000 stands for a socket that
        // accepts connections.
        return File.Exists(path)
            && File.ReadLines("/proc/net/unix").Any(line => line.EndsWith(' ' + path, StringComparison.Ordinal) && line.Contains(" 00010000 ", StringComparison.Ordinal));
    }

    /// <summary>Waits for a connection.</summary>
    /// <param name="deadline">How long.</param>
    public unsafe Result<UnixChannel, ParseError> Accept(Deadline deadline)
    {
        string name = $"unix:{Path}";
        if (!_accepting.Enter())
            return TransportError.Wait(WaitOutcome.Aborted, name, -1);
        try
        {
            while (true)
            {
                // The socket itself waits in accept: one asks first whether somebody is there, and there is only one who accepts.
                WaitOutcome outcome = _accepting.Wait(_socket, Libc.PollIn, deadline);
                if (outcome != WaitOutcome.Ready)
                    return TransportError.Wait(outcome, name, -1);
                int fd = Libc.Accept(_socket, null, null, Libc.SocketCloseOnExec);
                if (fd >= 0)
                    return UnixChannel.Own(OwnedFd.Adopt(fd), name);
                int errno = Errno.Last;
                if (errno is not (Errno.EINTR or Errno.EAGAIN or Errno.ECONNABORTED))
                    return ParseError.In(Errors.ChannelListen, Path, $"Unable to accept connection: {Errno.Text(errno)}");
            }
        }
        finally
        {
            _accepting.Exit();
        }
    }

    /// <summary>Ends a wait in <see cref="Accept"/>, now and later, from any thread.</summary>
    public void Abort() => _accepting.Abort();

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_socket.IsClosed)
            return;
        _accepting.Dispose();
        _socket.Dispose();

        // Somebody else may listen at the same path by now: that socket file is not ours to remove.
        if (!_isAbstract && _file.Inode != 0 && Identify(Path) == _file)
            _ = Libc.Unlink(Path);
    }

    private static unsafe (ulong Inode, uint Major, uint Minor) Identify(string path)
    {
        FileStatus status;
        return Libc.Status(Libc.AtWorkingDirectory, path, Libc.StatNoFollow, Libc.StatBasic, &status) == 0
            ? (status.Inode, status.DeviceMajor, status.DeviceMinor)
            : default;
    }

    // Only ever a socket: a file of another kind makes bind fail, and stays.
    private static unsafe void RemoveSocket(string path)
    {
        FileStatus status;
        if (Libc.Status(Libc.AtWorkingDirectory, path, Libc.StatNoFollow, Libc.StatBasic, &status) == 0 && (status.Mode & 0xf000) == 0xc000)
            _ = Libc.Unlink(path);
    }
}
