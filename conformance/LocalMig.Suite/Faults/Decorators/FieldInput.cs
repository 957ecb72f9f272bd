using LocalMig.Descriptors;
using LocalMig.Stream;

namespace LocalMig.Suite.Faults.Decorators;

/// <summary>A live stream whose descriptor fields are read in another way.</summary>
/// <param name="channel">The channel.</param>
/// <param name="read">Reads a descriptor field; an error goes to the channel.</param>
internal sealed class FieldInput(ChannelReader channel, Func<ChannelReader, OwnedFd?> read) : StreamInput
{
    private readonly ChannelInput _inner = new(channel);

    /// <inheritdoc/>
    public override long Offset => _inner.Offset;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Peek(int count)
    {
        ReadOnlySpan<byte> bytes = _inner.Peek(count);
        TakeError();
        return bytes;
    }

    /// <inheritdoc/>
    public override void Advance(int count) => _inner.Advance(count);

    /// <inheritdoc/>
    public override OwnedFd? ReadDescriptor()
    {
        OwnedFd? descriptor = read(channel);
        _ = _inner.Peek(0);
        TakeError();
        return descriptor;
    }

    private void TakeError()
    {
        if (_inner.Error is { } error)
            Fail(error);
    }
}
