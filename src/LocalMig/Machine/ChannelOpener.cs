using LocalMig.Channels;
using LocalMig.Descriptors;
using LocalMig.Wire;

namespace LocalMig.Machine;

/// <summary>Opens the channel of a migration from its address (facts B.1 and B.2).</summary>
internal static class ChannelOpener
{
    /// <summary>Looks at what is behind a descriptor.</summary>
    public static DescriptorKind KindOf(OwnedFd descriptor)
    {
        if (!descriptor.Inspect().TryGet(out DescriptorInfo? info, out _))
            return DescriptorKind.Other;
        return info switch
        {
            { IsUnixSocket: true } => DescriptorKind.UnixSocket,
            { Kind: FileKind.Socket } => DescriptorKind.OtherSocket,
            { Kind: FileKind.Pipe } => DescriptorKind.Pipe,
            { Kind: FileKind.Regular } => DescriptorKind.RegularFile,
            _ => DescriptorKind.Other,
        };
    }

    /// <summary>Whether the channel is opened while the command executes; sockets connect afterwards.</summary>
    public static bool OpensAtOnce(MigrationAddress address) => address is not (UnixAddress or InetAddress or VsockAddress);

    /// <summary>Opens a channel that opens at once. Gives the channel or QEMU's text.</summary>
    public static Result<Transport, string> OpenNow(Vm vm, MigrationAddress address, ChannelSide side) => address switch
    {
        FdAddress fd => OpenDescriptor(vm, fd),
        ExecAddress exec when side == ChannelSide.Source => Executed(exec, ExecTransport.StartWriting(exec.Arguments)),
        ExecAddress exec => Executed(exec, ExecTransport.StartReading(exec.Arguments)),
        FileAddress file when side == ChannelSide.Source => Opened(FileTransport.Create(file.Filename, file.Offset)),
        FileAddress file => Opened(FileTransport.Open(file.Filename, file.Offset)),
        RdmaAddress => MachineTexts.RdmaUnavailable,
        _ => throw new ArgumentException("sockets connect afterwards", nameof(address)),
    };

    /// <summary>Connects a socket. Gives the channel or QEMU's text.</summary>
    public static Result<Transport, string> Connect(MigrationAddress address, Deadline deadline) => OpensAtOnce(address)
        ? throw new ArgumentException("only sockets connect afterwards", nameof(address))
        : Opened(ChannelSockets.Connect(address, deadline));

    /// <summary>Gets ready to receive. Gives where the channel will come from or QEMU's text.</summary>
    public static Result<ChannelSource, string> Listen(Vm vm, MigrationAddress address)
    {
        switch (address)
        {
            case UnixAddress unix:
                return UnixListener.Bind(unix.Path, unix.Abstract ?? false).TryGet(out UnixListener? listener, out ParseError? error)
                    ? new UnixSource(listener, unix)
                    : Text(error);
            case InetAddress inet:
                return Bound(NetworkListener.BindTcp(inet.Host, inet.Port, ChannelSockets.Options(inet)), inet);
            case VsockAddress vsock:
                return Bound(NetworkListener.BindVsock(vsock.Cid, vsock.Port), vsock);
            default:
                return OpenNow(vm, address, ChannelSide.Destination).TryGet(out Transport? channel, out string? reason)
                    ? new OpenSource(channel)
                    : reason;
        }
    }

    private static Result<Transport, string> OpenDescriptor(Vm vm, FdAddress address)
    {
        if (vm.Descriptors.Take(address.Name) is not { } descriptor)
            return MachineTexts.FdNotFound(address.Name);
        DescriptorKind kind = KindOf(descriptor);
        if (ChannelPolicy.CheckOpened(kind, vm.Parameters) is { } refused)
        {
            descriptor.Dispose();
            return refused.Desc;
        }

        Result<Transport, string> opened = kind == DescriptorKind.UnixSocket
            ? Opened(UnixChannel.Adopt(descriptor, $"fd:{address.Name}"))
            : Opened(ByteTransport.Adopt(descriptor, $"fd:{address.Name}"));
        if (!opened.IsOk)
            descriptor.Dispose();
        return opened;
    }

    private static Result<ChannelSource, string> Bound(Result<NetworkListener, ParseError> bound, MigrationAddress address) =>
        bound.TryGet(out NetworkListener? listener, out ParseError? error) ? new NetworkSource(listener, address) : Text(error);

    private static Result<Transport, string> Opened<T>(Result<T, ParseError> result)
        where T : Transport =>
        result.TryGet(out T? channel, out ParseError? error) ? channel : Text(error);

    // The library that QEMU starts programs with has words of its own.
    private static Result<Transport, string> Executed(ExecAddress address, Result<ExecTransport, ParseError> started)
    {
        if (started.TryGet(out ExecTransport? channel, out ParseError? error))
            return channel;
        int colon = error.Detail.LastIndexOf(": ", StringComparison.Ordinal);
        return MachineTexts.CannotExecute(address.Arguments[0], colon < 0 ? error.Detail : error.Detail[(colon + 2)..]);
    }

    private static string Text(ParseError error) => error.QemuText ?? error.Detail;
}
