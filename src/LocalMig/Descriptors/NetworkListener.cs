using System.Globalization;
using LocalMig.Native;
using LocalMig.Wire;

namespace LocalMig.Descriptors;

/// <summary>Where a <see cref="NetworkListener"/> listens.</summary>
/// <param name="Host">The address as a number, or the context id.</param>
/// <param name="Port">The port.</param>
/// <param name="IsIpv6">Whether it is an IPv6 address.</param>
public sealed record ListeningAddress(string Host, string Port, bool IsIpv6);

/// <summary>Sockets that accept TCP or vsock connections: one for each address that a name stands for.</summary>
public sealed class NetworkListener : IDisposable
{
    private const int Backlog = 16;

    private readonly OwnedFd[] _sockets;
    private readonly WaitGate _accepting = new();
    private readonly TcpOptions _options;
    private readonly string _name;

    private NetworkListener(OwnedFd[] sockets, TcpOptions options, string name)
    {
        _sockets = sockets;
        _options = options;
        _name = name;
        Addresses = [.. sockets.Select(NetworkAddress.OfSocket).Select(a => new ListeningAddress(a.Host, a.Port, a.Family == Libc.FamilyInet6))];
    }

    /// <summary>Where it listens; ports that were left to the system are filled in.</summary>
    public IReadOnlyList<ListeningAddress> Addresses { get; }

    /// <summary>Listens at a TCP port.</summary>
    /// <param name="host">Name or number of an address of this machine; empty for all.</param>
    /// <param name="port">Number or name of the port; 0 for any.</param>
    /// <param name="options">What else was said.</param>
    /// <returns>The listener, or an error with QEMU's text ("Failed to bind socket: Cannot assign requested address").</returns>
    public static Result<NetworkListener, ParseError> BindTcp(string host, string port, TcpOptions options)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(port);
        ArgumentNullException.ThrowIfNull(options);
        return NetworkAddress.Resolve(host, port, options, passive: true).TryGet(out NetworkAddress[]? found, out ParseError? error)
            ? Bind(found, options, $"tcp:{host}:{port}")
            : error;
    }

    /// <summary>Listens at a vsock port.</summary>
    /// <param name="cid">The context id, a decimal number.</param>
    /// <param name="port">The port, a decimal number.</param>
    public static Result<NetworkListener, ParseError> BindVsock(string cid, string port)
    {
        ArgumentNullException.ThrowIfNull(cid);
        ArgumentNullException.ThrowIfNull(port);
        return NetworkAddress.Vsock(cid, port).TryGet(out NetworkAddress[]? found, out ParseError? error)
            ? Bind(found, TcpOptions.None, $"vsock:{cid}:{port}")
            : error;
    }

    /// <summary>Waits for a connection.</summary>
    /// <param name="deadline">How long.</param>
    public unsafe Result<ByteTransport, ParseError> Accept(Deadline deadline)
    {
        if (!_accepting.Enter())
            return TransportError.Wait(WaitOutcome.Aborted, _name, -1);
        try
        {
            while (true)
            {
                WaitOutcome outcome = _accepting.Wait(_sockets, Libc.PollIn, deadline, out int index);
                if (outcome != WaitOutcome.Ready)
                    return TransportError.Wait(outcome, _name, -1);
                int fd = Libc.Accept(_sockets[index], null, null, Libc.SocketCloseOnExec);
                if (fd >= 0)
                {
                    var socket = OwnedFd.Adopt(fd);
                    NetworkChannel.KeepAlive(socket, _options);
                    return ByteTransport.OfSocket(socket, _name);
                }

                int errno = Errno.Last;
                if (errno is not (Errno.EINTR or Errno.EAGAIN or Errno.ECONNABORTED))
                    return ParseError.In(Errors.ChannelListen, _name, $"Unable to accept connection: {Errno.Text(errno)}");
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
        _accepting.Dispose();
        foreach (OwnedFd socket in _sockets)
            socket.Dispose();
    }

    private static Result<NetworkListener, ParseError> Bind(NetworkAddress[] addresses, TcpOptions options, string name)
    {
        var sockets = new List<OwnedFd>();
        ParseError? error = null;
        int? chosen = null;
        foreach (NetworkAddress address in addresses)
        {
            // A port that the system chose for the first address is asked for at the others too.
            NetworkAddress wanted = chosen is { } port && address.Family != Libc.FamilyVsock && address.Port == 0 ? address.WithPort(port) : address;
            if (!BindOne(wanted, options, name).TryGet(out OwnedFd? socket, out ParseError? failed))
            {
                error ??= failed;
                continue;
            }

            sockets.Add(socket);
            chosen ??= int.TryParse(NetworkAddress.OfSocket(socket).Port, CultureInfo.InvariantCulture, out int number) ? number : null;
        }

        if (sockets.Count > 0)
            return new NetworkListener([.. sockets], options, name);
        return error ?? ParseError.In(Errors.ChannelAddress, name, "no address to listen at");
    }

    private static unsafe Result<OwnedFd, ParseError> BindOne(NetworkAddress address, TcpOptions options, string name)
    {
        int last = options.To is { } to && address.Family != Libc.FamilyVsock ? to : address.Port;
        ParseError? error = null;
        for (int port = address.Port; port <= Math.Max(last, address.Port); port++)
        {
            int fd = Libc.Socket(address.Family, Libc.SocketStream | Libc.SocketCloseOnExec | Libc.SocketNonBlocking, address.Protocol);
            if (fd < 0)
                return ParseError.In(Errors.ChannelListen, name, $"Failed to create a socket: {Errno.Text(Errno.Last)}");
            var socket = OwnedFd.Adopt(fd);
            NetworkChannel.Set(socket, Libc.LevelSocket, Libc.OptionReuseAddress, 1);
            if (address.Family == Libc.FamilyInet6)
                NetworkChannel.Set(socket, Libc.LevelIpv6, Libc.OptionIpv6Only, 1);
            NetworkAddress at = port == address.Port ? address : address.WithPort(port);
            fixed (byte* start = at.Bytes)
            {
                if (Libc.Bind(socket, start, (uint)at.Bytes.Length) != 0)
                    error = ParseError.In(Errors.ChannelListen, name, $"Failed to bind socket: {Errno.Text(Errno.Last)}");
                else if (Libc.Listen(socket, Backlog) != 0)
                    error = ParseError.In(Errors.ChannelListen, name, $"Failed to listen on socket: {Errno.Text(Errno.Last)}");
                else
                    return socket;
            }

            socket.Dispose();
        }

        return error!;
    }
}
