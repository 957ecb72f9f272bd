using LocalMig.Descriptors;
using LocalMig.Wire;

namespace LocalMig.Channels;

/// <summary>Where a channel comes from that somebody else opens: a socket that listens, or a channel that is open already.</summary>
public sealed class ChannelListener : IDisposable
{
    private readonly Func<Deadline, Result<Transport, ParseError>> _accept;
    private readonly IDisposable _listener;

    private ChannelListener(IDisposable listener, Func<Deadline, Result<Transport, ParseError>> accept, string? port = null, bool acceptsMore = true)
    {
        _listener = listener;
        _accept = accept;
        Port = port;
        AcceptsMore = acceptsMore;
    }

    /// <summary>The port of a TCP or vsock socket, where the system chose one too; null for other channels.</summary>
    public string? Port { get; }

    /// <summary>Whether others can connect after the first: not where a channel is open already.</summary>
    public bool AcceptsMore { get; }

    /// <summary>Waits for the channel.</summary>
    /// <returns>The channel, the caller's from now on; or why there is none.</returns>
    public Result<Transport, ParseError> Accept(Deadline deadline) => _accept(deadline);

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    internal static ChannelListener Of(UnixListener listener) =>
        new(listener, deadline => listener.Accept(deadline).TryGet(out UnixChannel? channel, out ParseError? error) ? channel : error);

    internal static ChannelListener Of(NetworkListener listener) =>
        new(listener, deadline => listener.Accept(deadline).TryGet(out ByteTransport? channel, out ParseError? error) ? channel : error, listener.Addresses[0].Port);

    // It comes once: whoever accepted it owns it, and closing it again does nothing.
    internal static ChannelListener Of(Transport open) => new(open, _ => open, acceptsMore: false);
}
