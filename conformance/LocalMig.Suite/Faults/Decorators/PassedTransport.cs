using LocalMig.Descriptors;
using LocalMig.Wire;

namespace LocalMig.Suite.Faults.Decorators;

/// <summary>A channel seen through another, which passes everything on. A fault overrides what it gets wrong.</summary>
internal abstract class PassedTransport(Transport inner) : Transport(inner.Name)
{
    /// <inheritdoc/>
    public override bool CanPassDescriptors => inner.CanPassDescriptors;

    /// <summary>What is seen through this.</summary>
    protected Transport Inner => inner;

    /// <inheritdoc/>
    public override Result<int, ParseError> Receive(Span<byte> buffer, DescriptorQueue arrived, Deadline deadline)
    {
        Result<int, ParseError> received = inner.Receive(buffer, arrived, deadline);
        ReceivedBytes = inner.ReceivedBytes;
        return received;
    }

    /// <inheritdoc/>
    public override ParseError? Send(ReadOnlySpan<byte> bytes, ReadOnlySpan<OwnedFd> descriptors, Deadline deadline)
    {
        ParseError? error = inner.Send(bytes, descriptors, deadline);
        SentBytes = inner.SentBytes;
        return error;
    }

    /// <inheritdoc/>
    public override void ShutdownWrite() => inner.ShutdownWrite();

    /// <inheritdoc/>
    public override void Shutdown() => inner.Shutdown();

    /// <inheritdoc/>
    public override void Abort() => inner.Abort();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => inner.Dispose();
}
