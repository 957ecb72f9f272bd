using LocalMig.Descriptors;
using LocalMig.Wire;

namespace LocalMig.Stream;

/// <summary>A live stream to write: to a <see cref="ChannelWriter"/>, whose <see cref="ChannelWriter.Flush"/> is the caller's.</summary>
/// <param name="channel">The channel.</param>
public sealed class ChannelOutput(ChannelWriter channel) : StreamOutput
{
    /// <inheritdoc/>
    public override long Offset => channel.Offset;

    /// <inheritdoc/>
    public override ParseError? Error => channel.Error;

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> bytes) => channel.Write(bytes);

    /// <inheritdoc/>
    /// <exception cref="ArgumentNullException">There is no descriptor: a live stream has one at each service byte.</exception>
    public override void WriteDescriptor(OwnedFd? descriptor)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        channel.WriteDescriptor(descriptor);
    }
}
