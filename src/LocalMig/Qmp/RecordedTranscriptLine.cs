using System.Globalization;
using System.Text;
using LocalMig.Wire;

namespace LocalMig.Qmp;

/// <summary>Lines of the two notations that the recordings in <c>fixtures/transcripts</c> are written in. What is no message is
/// a note: those recordings hold much else, from command lines to dumps.</summary>
internal static class RecordedTranscriptLine
{
    private const string WithDescriptor = " [+ fd in SCM_RIGHTS]";
    private const string WithDescriptors = "   # with ";

    // Whoever wrote one of these escapes wrote JSON's: the notation has none of them. So "\n" beside them is JSON's too.
    private static readonly string[] OnlyJson = ["\\b", "\\f", "\\t", "\\/", "\\\\", "\\\"", "\\'"];

    public static Result<TranscriptLine, string> ReadEscaped(string row, int number)
    {
        (string side, string rest) = Side(row);
        if (rest == "!! EOF")
            return new TranscriptLine(number, side, TranscriptDirection.None, TranscriptKind.Eof, null, rest);
        if (rest.StartsWith("client ", StringComparison.Ordinal) && Client(rest, number) is { } client)
            return client;
        bool sent = rest.StartsWith("-> ", StringComparison.Ordinal);
        if (!sent && !rest.StartsWith("<- ", StringComparison.Ordinal))
            return TranscriptReader.Note(number, row);

        string text = rest[3..];
        bool descriptor = text.EndsWith(WithDescriptor, StringComparison.Ordinal);
        if (descriptor)
            text = text[..^WithDescriptor.Length];
        text = TrimSplit(text);
        long? length = TrimLength(ref text);
        byte[] bytes = sent ? Unescape(text) : TranscriptReader.Line(TrimEnd(text, "\\r\\n"), sent: false);
        return TranscriptReader.Message(number, side, sent, TrimEnd(TrimEnd(text, "\\n"), "\\r"), bytes, length) with { Descriptors = descriptor ? 1 : 0 };
    }

    /// <summary>How often the line before has to be thought again: the recorder shortened many equal ones.</summary>
    public static int Repetitions(string row)
    {
        const string Before = "## (previous line repeated ";
        const string After = " more times)";
        return row.StartsWith(Before, StringComparison.Ordinal) && row.EndsWith(After, StringComparison.Ordinal)
            && int.TryParse(row.AsSpan(Before.Length, row.Length - Before.Length - After.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int times)
            ? times
            : 0;
    }

    public static Result<TranscriptLine, string> ReadPlain(string row, int number)
    {
        string[] words = row.Split(' ', 3);
        if (words.Length < 3 || !TranscriptWriter.IsSide(words[0]) || words[1] is not ("->" or "<-") || words[2].Length == 0 || words[2][0] != '{')
            return TranscriptReader.Note(number, row);

        int descriptors = 0;
        string text = words[2];
        int with = text.LastIndexOf(WithDescriptors, StringComparison.Ordinal);
        if (with >= 0)
        {
            string count = text[(with + WithDescriptors.Length)..].Split(' ')[0];
            if (!int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out descriptors))
                return $"'{count}' is no number of descriptors";
            text = text[..with];
        }

        bool sent = words[1] == "->";
        return TranscriptReader.Message(number, words[0], sent, text, TranscriptReader.Line(text, sent), null) with { Descriptors = descriptors };
    }

    // "[src] -> ", "client 2 <- ", or nothing before the arrow.
    private static (string Side, string Body) Side(string row)
    {
        if (row.StartsWith('[') && row.IndexOf("] ", StringComparison.Ordinal) is > 1 and var bracket && TranscriptWriter.IsSide(row[1..bracket]))
            return (row[1..bracket], row[(bracket + 2)..]);
        if (row.StartsWith("client ", StringComparison.Ordinal) && row.IndexOf(" <- ", StringComparison.Ordinal) is > 0 and var arrow && row[..arrow].Replace(' ', '-') is var client && TranscriptWriter.IsSide(client))
            return (client, row[(arrow + 1)..]);
        return ("", row);
    }

    // The recording with two clients tells in words what each of them did.
    private static TranscriptLine? Client(string row, int number)
    {
        TranscriptKind kind = row switch
        {
            "client 2 connect() succeeds" => TranscriptKind.Open,
            "client 1 shutdown(SHUT_WR)" => TranscriptKind.HalfClose,
            "client 1 closes" => TranscriptKind.Close,
            _ => TranscriptKind.Note,
        };
        string side = kind == TranscriptKind.Open ? "client-2" : "";
        return kind == TranscriptKind.Note ? null : new TranscriptLine(number, side, TranscriptDirection.None, kind, null, row);
    }

    // "(split over 42 writes) {...": how it was sent; a line that ended where the write did.
    private static string TrimSplit(string text)
    {
        int end = text.IndexOf(" writes) ", StringComparison.Ordinal);
        return text.StartsWith("(split over ", StringComparison.Ordinal) && end > 0 ? text[(end + " writes) ".Length)..] : text;
    }

    // "...[2077 bytes]" at the end: the rest was left out.
    private static long? TrimLength(ref string text)
    {
        int mark = text.LastIndexOf("...[", StringComparison.Ordinal);
        if (mark < 0 || !text.EndsWith(" bytes]", StringComparison.Ordinal))
            return null;
        if (!long.TryParse(text.AsSpan(mark + 4, text.Length - mark - 4 - " bytes]".Length), NumberStyles.None, CultureInfo.InvariantCulture, out long length))
            return null;
        text = text[..mark];
        return length;
    }

    private static string TrimEnd(string text, string end) => text.EndsWith(end, StringComparison.Ordinal) ? text[..^end.Length] : text;

    // The notation does not escape the backslash itself. It writes "\xNN" only for bytes that do not print, and line ends as
    // "\r" and "\n"; whatever else follows a backslash stands for itself.
    private static byte[] Unescape(string text)
    {
        string body = TrimEnd(TrimEnd(text, "\\n"), "\\r");
        bool lineEnds = !Array.Exists(OnlyJson, e => body.Contains(e, StringComparison.Ordinal));
        var bytes = new List<byte>(text.Length);
        for (int i = 0; i < body.Length; i++)
        {
            char next = body[i] == '\\' && i + 1 < body.Length ? body[i + 1] : '\0';
            if (next is 'n' or 'r' && lineEnds)
            {
                bytes.Add((byte)(next == 'n' ? '\n' : '\r'));
                i++;
            }
            else if (next == 'x' && i + 3 < body.Length
                && byte.TryParse(body.AsSpan(i + 2, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte b) && b is (< 0x20 or >= 0x7F))
            {
                bytes.Add(b);
                i += 3;
            }
            else
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(body[i].ToString()));
            }
        }

        foreach (char c in text[body.Length..])
        {
            if (c != '\\')
                bytes.Add((byte)(c == 'n' ? '\n' : '\r'));
        }

        return [.. bytes];
    }
}
