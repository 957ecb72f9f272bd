using System.Globalization;
using LocalMig.Descriptors;
using LocalMig.Wire;

namespace LocalMig.Channels;

/// <summary>Opens channels that nothing but an address is needed for: sockets, and descriptors that this process was started with.</summary>
public static class ChannelSockets
{
    /// <summary>Connects to who listens.</summary>
    /// <param name="address">A UNIX domain, TCP or vsock address; or <c>fd:NUMBER</c>, a descriptor that is open already.</param>
    /// <param name="deadline">How long.</param>
    /// <returns>The channel, the caller's from now on; or why there is none.</returns>
    public static Result<Transport, ParseError> Connect(MigrationAddress address, Deadline deadline) => address switch
    {
        UnixAddress unix => Opened(UnixChannel.Connect(unix.Path, deadline, unix.Abstract ?? false)),
        InetAddress inet => Opened(NetworkChannel.ConnectTcp(inet.Host, inet.Port, Options(inet), deadline)),
        VsockAddress vsock => Opened(NetworkChannel.ConnectVsock(vsock.Cid, vsock.Port, deadline)),
        FdAddress fd => Inherited(fd),
        _ => NoSocket(address),
    };

    /// <summary>Listens for a connection.</summary>
    /// <param name="address">A UNIX domain, TCP or vsock address; or <c>fd:NUMBER</c>, a descriptor that is open already.</param>
    public static Result<ChannelListener, ParseError> Listen(MigrationAddress address) => address switch
    {
        UnixAddress unix => UnixListener.Bind(unix.Path, unix.Abstract ?? false).TryGet(out UnixListener? listener, out ParseError? error)
            ? ChannelListener.Of(listener)
            : error,
        InetAddress inet => Listening(NetworkListener.BindTcp(inet.Host, inet.Port, Options(inet))),
        VsockAddress vsock => Listening(NetworkListener.BindVsock(vsock.Cid, vsock.Port)),
        FdAddress fd => Inherited(fd).TryGet(out Transport? channel, out ParseError? error) ? ChannelListener.Of(channel) : error,
        _ => NoSocket(address),
    };

    /// <summary>What an address says of a TCP connection.</summary>
    internal static TcpOptions Options(InetAddress address) => new()
    {
        Numeric = address.Numeric ?? false,
        To = address.To,
        Ipv4 = address.Ipv4,
        Ipv6 = address.Ipv6,
        KeepAlive = address.KeepAlive ?? false,
        KeepAliveCount = address.KeepAliveCount,
        KeepAliveIdle = address.KeepAliveIdle,
        KeepAliveInterval = address.KeepAliveInterval,
        Mptcp = address.Mptcp ?? false,
    };

    private static Result<Transport, ParseError> Inherited(FdAddress address)
    {
        if (!int.TryParse(address.Name, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            return ParseError.In(Errors.ChannelAddress, $"fd:{address.Name}", "not the number of a descriptor");
        // A duplicate: the number stays what whoever started this process made it.
        if (!OwnedFd.DuplicateOf(number).TryGet(out OwnedFd? descriptor, out ParseError? error))
            return error;
        bool isUnix = descriptor.Inspect().TryGet(out DescriptorInfo? info, out _) && info.IsUnixSocket;
        return isUnix
            ? Opened(UnixChannel.Adopt(descriptor, $"fd:{number}"))
            : Opened(ByteTransport.Adopt(descriptor, $"fd:{number}"));
    }

    private static Result<ChannelListener, ParseError> Listening(Result<NetworkListener, ParseError> bound) =>
        bound.TryGet(out NetworkListener? listener, out ParseError? error) ? ChannelListener.Of(listener) : error;

    private static Result<Transport, ParseError> Opened<T>(Result<T, ParseError> result)
        where T : Transport =>
        result.TryGet(out T? channel, out ParseError? error) ? channel : error;

    private static ParseError NoSocket(MigrationAddress address) =>
        ParseError.In(Errors.ChannelAddress, MigrationUri.Print(address) ?? "", "neither a socket nor the number of a descriptor");
}
