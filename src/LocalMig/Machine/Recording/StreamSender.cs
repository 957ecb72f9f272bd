using LocalMig.Descriptors;
using LocalMig.Stream;
using LocalMig.Stream.Analysis;
using LocalMig.Wire;

namespace LocalMig.Machine.Recording;

/// <summary>Sends a recorded stream to a destination, as its source did: its bytes as they are, each descriptor on its byte in a message
/// of its own; and hears what the destination says.</summary>
public sealed class StreamSender
{
    // A destination looks at the first four bytes before it reads, and never sees past a message with a descriptor.
    private const long EarliestDescriptor = 4;

    private readonly SeekableInput _stream;
    private readonly StreamReport _report;
    private readonly FreshDescriptors _fresh;
    private readonly TimeSpan _idle;

    /// <summary>Sends a stream.</summary>
    /// <param name="stream">The stream; it stays with its owner.</param>
    /// <param name="report">The same taken apart.</param>
    /// <param name="fresh">What stands in for its descriptors; it stays with its owner.</param>
    /// <param name="idle">How long any one wait may take.</param>
    public StreamSender(SeekableInput stream, StreamReport report, FreshDescriptors fresh, TimeSpan idle)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(fresh);
        _stream = stream;
        _report = report;
        _fresh = fresh;
        _idle = idle;
    }

    /// <summary>Ends every wait.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Sends everything, and waits for the destination's last word: on the return path where the stream opens one, otherwise
    /// the end of the connection.</summary>
    /// <param name="channel">The channel to the destination; it stays with its owner.</param>
    public SendReport Send(Transport channel)
    {
        ArgumentNullException.ThrowIfNull(channel);
        bool returnPath = _report.Elements.Any(static element => element is { Kind: StreamNodeKind.Command, Name: "OPEN_RETURN_PATH" });
        using var answers = new DestinationAnswers(channel, returnPath);
        ParseError? error = SendAll(channel);
        if (error is null && !returnPath)
            channel.ShutdownWrite();
        // A destination that left has said why, if it had a return path; one that has not ended in time is given up.
        if (!answers.Wait(_idle, Cancellation))
            error ??= ParseError.At(Errors.ChannelTimeout, channel.SentBytes, "the destination has not said how it went");
        error = answers.Error is ParseError refused && error?.Rule != Errors.ChannelTimeout ? refused with { Offset = channel.SentBytes } : error;
        return new SendReport(channel.SentBytes, _stream.End, returnPath, answers.Messages, error is null ? null : Located(error));
    }

    private ParseError? SendAll(Transport channel)
    {
        _stream.Seek(0);
        foreach ((long offset, OwnedFd descriptor) in _fresh.ByOffset)
        {
            if (offset < EarliestDescriptor)
                return ParseError.At(Errors.StreamStrayDescriptor, offset, "a destination hangs where a descriptor rides on one of the first four bytes");
            if (RecordedBytes.Send(_stream, channel, offset, () => Wait) is ParseError error)
                return error;
            if (channel.Send(_stream.Peek(1)[..1], [descriptor], Wait) is ParseError lost)
                return lost;
            _stream.Advance(1);
        }

        return RecordedBytes.Send(_stream, channel, _stream.End, () => Wait);
    }

    private Deadline Wait => Deadline.After(_idle, Cancellation);

    // Where in the stream the destination stopped: bytes it was sent, not bytes it has read.
    private ParseError Located(ParseError error) =>
        error.Path.Length > 0 || error.Offset < 0 ? error : error with { Path = _report.Elements.FirstOrDefault(element => error.Offset < element.End)?.Name ?? "" };
}

/// <summary>How sending went.</summary>
/// <param name="Sent">Bytes that were sent.</param>
/// <param name="Length">Bytes of the stream.</param>
/// <param name="ReturnPath">Whether the stream opens a return path, on which a destination says how it went.</param>
/// <param name="Messages">What the destination said on the return path.</param>
/// <param name="Error">What went wrong, and at which byte sent; null where all was sent and the destination did not object.</param>
public sealed record SendReport(long Sent, long Length, bool ReturnPath, IReadOnlyList<ReturnPathMessage> Messages, ParseError? Error);
