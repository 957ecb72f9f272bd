using LocalMig.Native;
using LocalMig.Wire;

namespace LocalMig.Descriptors;

/// <summary>Connections over TCP and vsock: channels without descriptors.</summary>
public static class NetworkChannel
{
    /// <summary>Connects to a TCP port.</summary>
    /// <param name="host">Name or number of the host.</param>
    /// <param name="port">Number or name of the port.</param>
    /// <param name="options">What else was said.</param>
    /// <param name="deadline">How long to wait for the connection; a name server is not part of it.</param>
    /// <returns>The channel, or an error with QEMU's text ("Failed to connect to '127.0.0.1:1': Connection refused").</returns>
    public static Result<ByteTransport, ParseError> ConnectTcp(string host, string port, TcpOptions options, Deadline deadline)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(port);
        ArgumentNullException.ThrowIfNull(options);
        return NetworkAddress.Resolve(host, port, options, passive: false).TryGet(out NetworkAddress[]? found, out ParseError? error)
            ? ConnectFirst(found, $"{host}:{port}", $"tcp:{host}:{port}", options, deadline)
            : error;
    }

    /// <summary>Connects to a vsock port.</summary>
    /// <param name="cid">The context id, a decimal number.</param>
    /// <param name="port">The port, a decimal number.</param>
    /// <param name="deadline">How long to wait.</param>
    public static Result<ByteTransport, ParseError> ConnectVsock(string cid, string port, Deadline deadline)
    {
        ArgumentNullException.ThrowIfNull(cid);
        ArgumentNullException.ThrowIfNull(port);
        return NetworkAddress.Vsock(cid, port).TryGet(out NetworkAddress[]? found, out ParseError? error)
            ? ConnectFirst(found, $"{cid}:{port}", $"vsock:{cid}:{port}", TcpOptions.None, deadline)
            : error;
    }

    internal static void KeepAlive(OwnedFd socket, TcpOptions options)
    {
        if (!options.KeepAlive)
            return;
        Set(socket, Libc.LevelSocket, Libc.OptionKeepAlive, 1);
        Set(socket, Libc.LevelTcp, Libc.OptionTcpKeepCount, options.KeepAliveCount);
        Set(socket, Libc.LevelTcp, Libc.OptionTcpKeepIdle, options.KeepAliveIdle);
        Set(socket, Libc.LevelTcp, Libc.OptionTcpKeepInterval, options.KeepAliveInterval);
    }

    internal static unsafe void Set(OwnedFd socket, int level, int option, uint? value)
    {
        if (value is null)
            return;
        int number = (int)value.Value;
        _ = Libc.SetOption(socket, level, option, &number, sizeof(int));
    }

    private static Result<ByteTransport, ParseError> ConnectFirst(
        NetworkAddress[] addresses, string place, string name, TcpOptions options, Deadline deadline)
    {
        ParseError error = ParseError.In(Errors.ChannelConnect, place, $"Failed to connect to '{place}'");
        foreach (NetworkAddress address in addresses)
        {
            int fd = Libc.Socket(
                address.Family, Libc.SocketStream | Libc.SocketCloseOnExec | Libc.SocketNonBlocking, address.Protocol);
            if (fd < 0)
            {
                error = ParseError.In(Errors.ChannelConnect, place, $"Failed to create socket family {address.Family}: {Errno.Text(Errno.Last)}");
                continue;
            }

            var socket = OwnedFd.Adopt(fd);
            ParseError? failed = Connect(socket, address, place, name, deadline);
            if (failed is null)
            {
                socket.NonBlocking = false;
                KeepAlive(socket, options);
                return ByteTransport.OfSocket(socket, name);
            }

            socket.Dispose();
            error = failed;
            if (failed.Rule != Errors.ChannelConnect)
                break;
        }

        return error;
    }

    private static unsafe ParseError? Connect(OwnedFd socket, NetworkAddress address, string place, string name, Deadline deadline)
    {
        int result;
        fixed (byte* start = address.Bytes)
            result = Libc.Connect(socket, start, (uint)address.Bytes.Length);
        int errno = result == 0 ? 0 : Errno.Last;
        if (errno is Errno.EINPROGRESS or Errno.EINTR)
        {
            using var gate = new WaitGate();
            WaitOutcome outcome = gate.Wait(socket, Libc.PollOut, deadline);
            if (outcome != WaitOutcome.Ready)
                return TransportError.Wait(outcome, name, -1);
            uint length = sizeof(int);
            _ = Libc.GetOption(socket, Libc.LevelSocket, Libc.OptionError, &errno, &length);
        }

        return errno == 0 ? null : ParseError.In(Errors.ChannelConnect, place, $"Failed to connect to '{place}': {Errno.Text(errno)}");
    }
}
