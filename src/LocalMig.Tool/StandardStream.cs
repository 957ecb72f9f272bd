using LocalMig.Descriptors;
using LocalMig.Wire;

namespace LocalMig.Tool;

/// <summary>Standard output or standard error as bytes. The runtime's own console asks for the terminal, the encoding and the signals
/// before it writes its first byte, which takes longer than a short run has otherwise to do.</summary>
/// <param name="number">1 or 2. It is duplicated at the first byte, and stays open.</param>
/// <remarks>Where nobody reads any more, or nothing stands behind the number, what is written goes nowhere, as with the runtime's.</remarks>
internal sealed class StandardStream(int number) : System.IO.Stream
{
    /// <summary>The number of standard output.</summary>
    public const int Output = 1;

    /// <summary>The number of standard error.</summary>
    public const int Error = 2;

    private ByteTransport? _transport;
    private bool _nowhere;

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The bytes cannot be written: no space is left, say.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (Open() is not { } transport || transport.Send(buffer, [], Deadline.Never) is not { } error)
            return;
        if (error.Rule != Errors.ChannelPeerGone)
            throw new IOException(error.ToString());
        _nowhere = true;
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _transport?.Dispose();
        base.Dispose(disposing);
    }

    private ByteTransport? Open()
    {
        if (_transport is null && !_nowhere)
            _nowhere = !OwnedFd.DuplicateOf(number).TryGet(out OwnedFd? fd, out _) || !ByteTransport.Adopt(fd, "standard output").TryGet(out _transport, out _);
        return _nowhere ? null : _transport;
    }
}
