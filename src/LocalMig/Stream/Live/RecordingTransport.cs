using System.Globalization;
using LocalMig.Descriptors;
using LocalMig.Wire;

namespace LocalMig.Stream.Live;

/// <summary>A channel whose bytes are kept in a file while they arrive, with a log that <see cref="DescriptorLog"/> reads: one line per
/// receive call, and what its descriptors are.</summary>
internal sealed class RecordingTransport : Transport
{
    private readonly Transport _inner;
    private readonly System.IO.Stream _bytes;
    private readonly TextWriter _log;
    private readonly TimeSpan _idle;

    /// <summary>Records a channel.</summary>
    /// <param name="inner">The channel; this one owns it.</param>
    /// <param name="bytes">Takes the bytes; it stays with its owner.</param>
    /// <param name="log">Takes the log; it stays with its owner.</param>
    /// <param name="idle">How long any one call may wait.</param>
    public RecordingTransport(Transport inner, System.IO.Stream bytes, TextWriter log, TimeSpan idle)
        : base(inner.Name)
    {
        _inner = inner;
        _bytes = bytes;
        _log = log;
        _idle = idle;
        log.Write("# one line per receive call: DIRECTION OFFSET LENGTH DESCRIPTORS [WHAT]\n# descriptors ride on the last byte of their line\n");
    }

    /// <inheritdoc/>
    public override bool CanPassDescriptors => _inner.CanPassDescriptors;

    /// <inheritdoc/>
    public override Result<int, ParseError> Receive(Span<byte> buffer, DescriptorQueue arrived, Deadline deadline)
    {
        int before = arrived.Count;
        if (!_inner.Receive(buffer, arrived, Deadline.After(_idle, deadline.Cancellation)).TryGet(out int count, out ParseError? error))
            return error;
        try
        {
            if (count == 0)
            {
                _log.Write(string.Create(CultureInfo.InvariantCulture, $"src>dst {ReceivedBytes} EOF\n"));
                return 0;
            }

            _bytes.Write(buffer[..count]);
            _log.Write(string.Create(CultureInfo.InvariantCulture, $"src>dst {ReceivedBytes} {count} {arrived.Count - before}"));
            for (int i = before; i < arrived.Count; i++)
                _log.Write($" [{DescriptorText.Of("self", arrived.Unclaimed[i].Number)}]");
            _log.Write('\n');
        }
        catch (IOException full)
        {
            return ParseError.At(Errors.SystemCall, ReceivedBytes, full.Message);
        }

        ReceivedBytes += count;
        return count;
    }

    /// <inheritdoc/>
    public override ParseError? Send(ReadOnlySpan<byte> bytes, ReadOnlySpan<OwnedFd> descriptors, Deadline deadline)
    {
        _log.Write(string.Create(CultureInfo.InvariantCulture, $"dst>src {SentBytes} {bytes.Length} {descriptors.Length}\n"));
        SentBytes += bytes.Length;
        return _inner.Send(bytes, descriptors, Deadline.After(_idle, deadline.Cancellation));
    }

    /// <inheritdoc/>
    public override void ShutdownWrite() => _inner.ShutdownWrite();

    /// <inheritdoc/>
    public override void Shutdown() => _inner.Shutdown();

    /// <inheritdoc/>
    public override void Abort() => _inner.Abort();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _inner.Dispose();
}
