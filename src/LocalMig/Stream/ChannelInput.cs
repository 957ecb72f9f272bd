using LocalMig.Descriptors;
using LocalMig.Wire;

namespace LocalMig.Stream;

/// <summary>A live stream: what a <see cref="ChannelReader"/> receives, with the descriptors that come along.</summary>
public sealed class ChannelInput : StreamInput
{
    private readonly ChannelReader _channel;

    /// <summary>Reads from a channel. Several of these on one channel are as good as one.</summary>
    public ChannelInput(ChannelReader channel)
    {
        _channel = channel;
        Limits = channel.Limits;
    }

    /// <inheritdoc/>
    public override long Offset => _channel.Offset;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Peek(int count)
    {
        ReadOnlySpan<byte> bytes = _channel.Peek(Math.Max(count, Math.Min(_channel.Buffered, PeekLimit)));
        TakeError();
        return bytes;
    }

    /// <inheritdoc/>
    public override void Advance(int count) => _channel.Skip(count);

    /// <inheritdoc/>
    public override OwnedFd? ReadDescriptor()
    {
        OwnedFd? descriptor = Error is null ? _channel.ReadDescriptor() : null;
        TakeError();
        return descriptor;
    }

    private void TakeError()
    {
        // The channel words these as QEMU does.
        if (_channel.Error is ParseError error)
            Fail(error.QemuText is null && error.Rule != Errors.Truncated ? error with { QemuText = error.Detail } : error);
    }
}
