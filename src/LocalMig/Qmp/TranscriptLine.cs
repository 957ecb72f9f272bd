using LocalMig.Json;

namespace LocalMig.Qmp;

/// <summary>What a line of a transcript tells.</summary>
public enum TranscriptKind
{
    /// <summary>A command was sent: one JSON object.</summary>
    Command,

    /// <summary>A reply came: success or error.</summary>
    Reply,

    /// <summary>An event came.</summary>
    Event,

    /// <summary>The greeting came.</summary>
    Greeting,

    /// <summary>Words of whoever recorded it: a note, a heading, a command line.</summary>
    Note,

    /// <summary>A new connection was made.</summary>
    Open,

    /// <summary>The other end closed the connection.</summary>
    Eof,

    /// <summary>We ended our direction of the connection.</summary>
    HalfClose,

    /// <summary>We closed the connection.</summary>
    Close,

    /// <summary>Bytes that are no whole message: several at once, a part of one, or no JSON at all.</summary>
    Unparsed,
}

/// <summary>Which way a line went.</summary>
public enum TranscriptDirection
{
    /// <summary>None: it is no message.</summary>
    None,

    /// <summary>To the monitor.</summary>
    Sent,

    /// <summary>From the monitor.</summary>
    Received,
}

/// <summary>One line of a transcript.</summary>
/// <param name="LineNumber">Where it stands in the text, from 1.</param>
/// <param name="Side">Whose monitor: <c>src</c>, <c>dst</c>; empty where a transcript has only one.</param>
/// <param name="Direction">Which way it went.</param>
/// <param name="Kind">What it tells.</param>
/// <param name="Value">The message; null where it is not one whole JSON value.</param>
/// <param name="Text">The message as it stands in the transcript, without what the notation adds; a note with its mark.</param>
public sealed record TranscriptLine(
    int LineNumber, string Side, TranscriptDirection Direction, TranscriptKind Kind, JsonValue? Value, string Text)
{
    /// <summary>The bytes themselves, with the line end. Where <see cref="FullLength"/> is set, only the first of them.</summary>
    public ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>How many bytes there were in all, where the recorder left the rest out.</summary>
    public long? FullLength { get; init; }

    /// <summary>How many descriptors came with it.</summary>
    public int Descriptors { get; init; }

    /// <summary>When, from the beginning of the recording; null where it was not recorded.</summary>
    public TimeSpan? Time { get; init; }
}
