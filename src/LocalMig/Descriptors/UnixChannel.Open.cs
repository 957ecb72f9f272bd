using LocalMig.Native;
using LocalMig.Wire;

namespace LocalMig.Descriptors;

public sealed partial class UnixChannel
{
    // A listener whose queue is full refuses at once, and there is nothing to poll for: one asks again, in milliseconds.
    private const int RetryInterval = 5;

    /// <summary>Connects to a listening socket.</summary>
    /// <param name="path">Its path, at most 107 bytes, or its abstract name.</param>
    /// <param name="deadline">How long to wait while the listener's queue is full.</param>
    /// <param name="isAbstract">Whether <paramref name="path"/> is a name in Linux's abstract space.</param>
    /// <returns>The channel; or <see cref="Errors.ChannelAddress"/>, <see cref="Errors.ChannelConnect"/> with QEMU's text ("Failed to
    /// connect to '/run/m': No such file or directory"), or how the wait ended.</returns>
    public static unsafe Result<UnixChannel, ParseError> Connect(string path, Deadline deadline, bool isAbstract = false)
    {
        ArgumentNullException.ThrowIfNull(path);
        Span<byte> address = stackalloc byte[UnixSocketAddress.Size];
        if (UnixSocketAddress.Write(path, isAbstract, address, out int length) is { } bad)
            return bad;
        int fd = Libc.Socket(Libc.FamilyUnix, Libc.SocketStream | Libc.SocketCloseOnExec | Libc.SocketNonBlocking, 0);
        if (fd < 0)
            return SystemError.Of("make a socket");
        var socket = OwnedFd.Adopt(fd);
        ParseError? error;
        fixed (byte* start = address)
            error = Connect(socket, start, (uint)length, path, deadline);
        if (error is not null)
        {
            socket.Dispose();
            return error;
        }

        socket.NonBlocking = false;
        return new UnixChannel(socket, $"unix:{path}");
    }

    /// <summary>Makes two channels that are connected to each other.</summary>
    /// <exception cref="InvalidOperationException">The system has no descriptors left.</exception>
    public static unsafe (UnixChannel First, UnixChannel Second) Pair()
    {
        int* pair = stackalloc int[2];
        if (Libc.SocketPair(Libc.FamilyUnix, Libc.SocketStream | Libc.SocketCloseOnExec, 0, pair) != 0)
            throw new InvalidOperationException(SystemError.Of("make a pair of sockets").Detail);
        return (new UnixChannel(OwnedFd.Adopt(pair[0]), "unix:pair"), new UnixChannel(OwnedFd.Adopt(pair[1]), "unix:pair"));
    }

    /// <summary>Makes a channel of a socket that is connected already, such as one that came through getfd.</summary>
    /// <param name="fd">The socket; the channel takes it over if it is fit for one, otherwise it stays with its owner.</param>
    /// <param name="name">What error texts call the channel.</param>
    /// <returns>The channel, or <see cref="Errors.ChannelAddress"/> if this is no UNIX domain stream socket.</returns>
    public static Result<UnixChannel, ParseError> Adopt(OwnedFd fd, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(fd);
        if (!fd.Inspect().TryGet(out DescriptorInfo? info, out ParseError? error))
            return error;
        if (!info.IsUnixSocket || info.SocketType != Libc.SocketStream || info.IsListening)
            return ParseError.In(Errors.ChannelAddress, fd.Describe(), "not a connected UNIX domain stream socket");
        string number = $"fd:{fd.Number}";
        return Own(fd.Move(), name ?? number);
    }

    internal static UnixChannel Own(OwnedFd socket, string name) => new(socket, name);

    private static unsafe ParseError? Connect(OwnedFd socket, byte* address, uint length, string path, Deadline deadline)
    {
        while (Libc.Connect(socket, address, length) != 0)
        {
            int errno = Errno.Last;
            if (errno == Errno.EINTR)
                continue;
            if (errno != Errno.EAGAIN)
                return ParseError.In(Errors.ChannelConnect, path, $"Failed to connect to '{path}': {Errno.Text(errno)}");
            if (deadline.Cancellation.IsCancellationRequested)
                return TransportError.Wait(WaitOutcome.Cancelled, $"unix:{path}", -1);
            if (deadline.IsPast)
                return TransportError.Wait(WaitOutcome.TimedOut, $"unix:{path}", -1);
            Thread.Sleep(RetryInterval);
        }

        return null;
    }
}
