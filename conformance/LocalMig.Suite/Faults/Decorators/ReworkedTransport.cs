using LocalMig.Descriptors;
using LocalMig.Wire;

namespace LocalMig.Suite.Faults.Decorators;

/// <summary>A channel that sends other bytes than it is given.</summary>
/// <param name="inner">The channel.</param>
/// <param name="change">Gives what is sent in the place of the bytes of one call.</param>
internal sealed class ReworkedTransport(Transport inner, Func<byte[], byte[]> change) : PassedTransport(inner)
{
    /// <inheritdoc/>
    public override ParseError? Send(ReadOnlySpan<byte> bytes, ReadOnlySpan<OwnedFd> descriptors, Deadline deadline) =>
        base.Send(change(bytes.ToArray()), descriptors, deadline);
}
