using LocalMig.Wire;

namespace LocalMig.Qmp;

/// <summary>Writes transcripts in our own notation, as a conversation goes on. Not for several threads at once.</summary>
public sealed class TranscriptWriter
{
    // What a monitor takes as one message at most; what is longer is no line that anybody waits for.
    private static readonly long LongestLine = Limits.Untrusted.JsonBytes;

    private readonly TextWriter _output;
    private readonly Dictionary<(string Side, TranscriptDirection Direction), Unfinished> _unfinished = [];

    // A line that has begun, and when.
    private sealed class Unfinished
    {
        public List<byte> Bytes { get; } = [];

        public TimeSpan? Began { get; set; }
    }

    /// <summary>Begins a transcript.</summary>
    /// <param name="output">Gets the text; the caller owns it.</param>
    public TranscriptWriter(TextWriter output)
    {
        _output = output;
        Row(TranscriptReader.FirstLine);
    }

    /// <summary>Writes a whole transcript, whatever notation it was read from. A note that our notation would not take for one gets its
    /// mark; a single side without a name is called <c>vm</c>; what a recorder left out is a note.</summary>
    public static string Write(IEnumerable<TranscriptLine> lines)
    {
        var text = new StringWriter { NewLine = "\n" };
        var writer = new TranscriptWriter(text);
        foreach (TranscriptLine line in lines)
        {
            if (line.Kind == TranscriptKind.Note && line.Text == TranscriptReader.FirstLine)
                continue;
            if (line.FullLength is { } length)
                writer.Note($"the next line had {length} bytes; the rest was not recorded");
            writer.Row(OwnTranscriptLine.Write(line));
        }

        return text.ToString();
    }

    /// <summary>Whether a word can name a side: letters, digits, and the marks of file names.</summary>
    public static bool IsSide(string? name) => name is { Length: > 0 } && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    /// <summary>Words for people.</summary>
    public void Note(string text) => Row("# " + text.ReplaceLineEndings(" "));

    /// <summary>What comes next is about.</summary>
    public void Heading(string text) => Row("## " + text.ReplaceLineEndings(" "));

    /// <summary>How a side was started.</summary>
    public void CommandLine(string side, string text) => Row($"{side} $ {text.ReplaceLineEndings(" ")}");

    /// <summary>A connection to a side was made.</summary>
    public void Open(string side, TimeSpan? time = null) => Mark(side, TranscriptKind.Open, time);

    /// <summary>A side closed its connection.</summary>
    public void Eof(string side, TimeSpan? time = null) => End(side, TranscriptKind.Eof, time);

    /// <summary>The client ended its direction of the connection to a side.</summary>
    public void HalfClose(string side, TimeSpan? time = null) => End(side, TranscriptKind.HalfClose, time);

    /// <summary>The client closed its connection to a side.</summary>
    public void Close(string side, TimeSpan? time = null) => End(side, TranscriptKind.Close, time);

    /// <summary>Bytes went over the wire. Whole lines are written as lines; a part of one waits for the rest of it, but what was
    /// sent no longer than until a line is received: commands need no line end.</summary>
    /// <param name="side">Whose monitor.</param>
    /// <param name="direction">Sent or received.</param>
    /// <param name="bytes">As they came.</param>
    /// <param name="descriptors">How many descriptors came along; that ends a line that is not finished.</param>
    /// <param name="time">When, from the beginning of the recording; a line has the time of its first byte.</param>
    public void Message(string side, TranscriptDirection direction, ReadOnlySpan<byte> bytes, int descriptors = 0, TimeSpan? time = null)
    {
        if (!_unfinished.TryGetValue((side, direction), out Unfinished? held))
            _unfinished[(side, direction)] = held = new Unfinished();
        if (descriptors > 0)
            Finish(side, direction);
        while (bytes.Length > 0)
        {
            int end = bytes.IndexOf((byte)'\n');
            if (held.Bytes.Count == 0)
                held.Began = time;
            held.Bytes.AddRange(end < 0 ? bytes : bytes[..(end + 1)]);
            if (end >= 0 || descriptors > 0 || held.Bytes.Count > LongestLine)
            {
                if (direction == TranscriptDirection.Received)
                    Finish(side, TranscriptDirection.Sent);
                Write(side, direction, held, descriptors);
            }

            descriptors = 0;
            bytes = end < 0 ? default : bytes[(end + 1)..];
        }
    }

    /// <summary>Writes what was left of lines that never ended.</summary>
    public void Flush()
    {
        foreach ((string side, TranscriptDirection direction) in _unfinished.Keys)
            Finish(side, direction);
        _output.Flush();
    }

    /// <summary>Gives everything that is written to whoever the output writes for; lines that are not finished wait on.</summary>
    public void Push() => _output.Flush();

    private void End(string side, TranscriptKind kind, TimeSpan? time)
    {
        Finish(side, TranscriptDirection.Sent);
        if (kind != TranscriptKind.HalfClose)
            Finish(side, TranscriptDirection.Received);
        Mark(side, kind, time);
    }

    private void Finish(string side, TranscriptDirection direction)
    {
        if (_unfinished.TryGetValue((side, direction), out Unfinished? held) && held.Bytes.Count > 0)
            Write(side, direction, held, 0);
    }

    private void Write(string side, TranscriptDirection direction, Unfinished held, int descriptors)
    {
        Row(OwnTranscriptLine.Write(new TranscriptLine(0, side, direction, TranscriptKind.Unparsed, null, "")
        {
            Bytes = held.Bytes.ToArray(),
            Descriptors = descriptors,
            Time = held.Began,
        }));
        held.Bytes.Clear();
    }

    private void Mark(string side, TranscriptKind kind, TimeSpan? time) =>
        Row(OwnTranscriptLine.Write(new TranscriptLine(0, side, TranscriptDirection.None, kind, null, "") { Time = time }));

    private void Row(string text)
    {
        _output.Write(text);
        _output.Write('\n');
    }
}
