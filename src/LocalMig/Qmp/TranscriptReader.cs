using System.Text;
using LocalMig.Json;
using LocalMig.Wire;

namespace LocalMig.Qmp;

/// <summary>Reads transcripts: our own notation, and the two of the recordings, which it tells apart by itself.</summary>
/// <remarks>Our own notation is text that people can read, write and compare; docs/transcripts.md describes it. In short:
/// <code>
/// #! localmig transcript 1
/// src $ command line
/// src -> {"execute": "stop"}
/// @1.250000 src &lt;- {"return": {}}
/// src => exactly these bytes: \\ \n \r \t \xNN
/// src !! eof
/// </code>
/// </remarks>
public static class TranscriptReader
{
    /// <summary>The first line of a transcript in our own notation.</summary>
    public const string FirstLine = "#! localmig transcript 1";

    // A few bytes must not stand for a conversation without an end.
    private const int MostRepetitions = 10_000;

    /// <summary>Reads a transcript. Lines that are not understood are in its <see cref="Transcript.Problems"/>.</summary>
    public static Transcript Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] rows = text.Split('\n');
        int count = rows[^1].Length == 0 ? rows.Length - 1 : rows.Length;
        TranscriptNotation notation = Recognise(rows);
        List<TranscriptLine> lines = [];
        List<ParseError> problems = [];
        for (int i = 0; i < count; i++)
        {
            string row = rows[i].TrimEnd('\r');
            Result<TranscriptLine, string> read = notation switch
            {
                TranscriptNotation.Own => OwnTranscriptLine.Read(row, i + 1),
                TranscriptNotation.Escaped => RecordedTranscriptLine.ReadEscaped(row, i + 1),
                _ => RecordedTranscriptLine.ReadPlain(row, i + 1),
            };
            if (!read.TryGet(out TranscriptLine? line, out string? problem))
            {
                problems.Add(ParseError.In(Errors.TranscriptLine, $"line {i + 1}", problem));
                continue;
            }

            int again = notation == TranscriptNotation.Escaped && lines.Count > 0 ? RecordedTranscriptLine.Repetitions(row) : 0;
            if (again > MostRepetitions || lines.Count > Limits.Untrusted.Elements - again)
            {
                problems.Add(ParseError.In(Errors.LimitExceeded, $"line {i + 1}", $"the line before, {again} times more"));
                continue;
            }

            lines.AddRange(Enumerable.Repeat(lines.LastOrDefault(line), again));
            lines.Add(line);
        }

        return new Transcript(notation, lines, problems);
    }

    /// <summary>Makes the line of a message out of its bytes.</summary>
    internal static TranscriptLine Message(int number, string side, bool sent, string text, byte[] bytes, long? fullLength)
    {
        JsonValue? value = fullLength is null && JsonText.Parse(bytes).TryGet(out JsonValue? whole, out _) ? whole : null;
        TranscriptKind kind = sent
            ? value is { Kind: JsonKind.Object } ? TranscriptKind.Command : TranscriptKind.Unparsed
            : value is null ? KindByStart(text, fullLength) : KindOf(value);
        return new TranscriptLine(number, side, sent ? TranscriptDirection.Sent : TranscriptDirection.Received, kind, value, text)
        {
            Bytes = bytes,
            FullLength = fullLength,
        };
    }

    internal static TranscriptLine Note(int number, string text) =>
        new(number, "", TranscriptDirection.None, TranscriptKind.Note, null, text);

    private static TranscriptKind KindOf(JsonValue value)
    {
        if (value["QMP"] is not null)
            return TranscriptKind.Greeting;
        if (value["event"] is not null)
            return TranscriptKind.Event;
        return value["return"] is not null || value["error"] is not null ? TranscriptKind.Reply : TranscriptKind.Unparsed;
    }

    // What was left out follows these beginnings in any case.
    private static TranscriptKind KindByStart(string text, long? fullLength)
    {
        if (fullLength is null)
            return TranscriptKind.Unparsed;
        return text.StartsWith("{\"timestamp\"", StringComparison.Ordinal) ? TranscriptKind.Event : TranscriptKind.Reply;
    }

    private static TranscriptNotation Recognise(string[] rows)
    {
        if (rows[0].TrimEnd('\r') == FirstLine)
            return TranscriptNotation.Own;
        return Array.Exists(rows, static r => r.Contains("<- ", StringComparison.Ordinal) && r.EndsWith("\\r\\n", StringComparison.Ordinal))
            ? TranscriptNotation.Escaped
            : TranscriptNotation.Plain;
    }

    /// <summary>The bytes of a line that is sent or received as it stands, with its end.</summary>
    internal static byte[] Line(string text, bool sent) => Encoding.UTF8.GetBytes(text + (sent ? "\n" : "\r\n"));
}
