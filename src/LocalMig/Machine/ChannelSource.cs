using LocalMig.Channels;
using LocalMig.Descriptors;
using LocalMig.Wire;

namespace LocalMig.Machine;

/// <summary>Where a destination gets its channel from: a socket that listens, or a channel that is open already.</summary>
internal abstract class ChannelSource : IDisposable
{
    /// <summary>Where it listens, as query-migrate shows it.</summary>
    public virtual IReadOnlyList<MigrationAddress> ListeningAt => [];

    /// <summary>Waits for the channel.</summary>
    /// <returns>The channel, the caller's from now on, or why there is none.</returns>
    public abstract Result<Transport, string> Accept(Deadline deadline);

    /// <inheritdoc/>
    public abstract void Dispose();
}

/// <summary>A channel that is open already.</summary>
internal sealed class OpenSource(Transport channel) : ChannelSource
{
    private Transport? _channel = channel;

    /// <inheritdoc/>
    public override Result<Transport, string> Accept(Deadline deadline)
    {
        Transport open = _channel!;
        _channel = null;
        return open;
    }

    /// <inheritdoc/>
    public override void Dispose() => _channel?.Dispose();
}

/// <summary>A UNIX domain socket that listens.</summary>
internal sealed class UnixSource(UnixListener listener, UnixAddress address) : ChannelSource
{
    /// <inheritdoc/>
    public override IReadOnlyList<MigrationAddress> ListeningAt { get; } = [address];

    /// <inheritdoc/>
    public override Result<Transport, string> Accept(Deadline deadline) =>
        listener.Accept(deadline).TryGet(out UnixChannel? channel, out ParseError? error) ? channel : error.QemuText ?? error.Detail;

    /// <inheritdoc/>
    public override void Dispose() => listener.Dispose();
}

/// <summary>TCP or vsock sockets that listen.</summary>
internal sealed class NetworkSource(NetworkListener listener, MigrationAddress address) : ChannelSource
{
    /// <inheritdoc/>
    // Names and ports that were left open are shown as what they became.
    public override IReadOnlyList<MigrationAddress> ListeningAt { get; } = address is InetAddress
        ? [.. listener.Addresses.Select(static a => new InetAddress(a.Host, a.Port) { Ipv4 = a.IsIpv6 ? null : true, Ipv6 = a.IsIpv6 ? true : null })]
        : [address];

    /// <inheritdoc/>
    public override Result<Transport, string> Accept(Deadline deadline) =>
        listener.Accept(deadline).TryGet(out ByteTransport? channel, out ParseError? error) ? channel : error.QemuText ?? error.Detail;

    /// <inheritdoc/>
    public override void Dispose() => listener.Dispose();
}
