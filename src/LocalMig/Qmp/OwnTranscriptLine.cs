using System.Globalization;
using System.Text;
using LocalMig.Wire;

namespace LocalMig.Qmp;

/// <summary>A line of our own notation, both ways (<see cref="TranscriptReader"/> describes it).</summary>
internal static class OwnTranscriptLine
{
    private static readonly (string Word, TranscriptKind Kind)[] Marks =
    [
        ("open", TranscriptKind.Open),
        ("half-close", TranscriptKind.HalfClose),
        ("close", TranscriptKind.Close),
        ("eof", TranscriptKind.Eof),
    ];

    public static Result<TranscriptLine, string> Read(string row, int number)
    {
        if (row.Length == 0 || row[0] == '#')
            return TranscriptReader.Note(number, row);

        TimeSpan? time = null;
        string rest = row;
        if (row[0] == '@')
        {
            string stamp = Word(ref rest);
            if (!decimal.TryParse(stamp.AsSpan(1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal seconds) || seconds > int.MaxValue)
                return $"'{stamp}' is no time";
            time = TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond));
        }

        string side = Word(ref rest);
        string mark = Word(ref rest);
        if (mark != "$" && !TranscriptWriter.IsSide(side))
            return $"'{side}' names no side";
        Result<TranscriptLine, string> line = mark switch
        {
            "$" => TranscriptReader.Note(number, row),
            "!!" when Array.FindIndex(Marks, m => m.Word == rest) is >= 0 and var at =>
                new TranscriptLine(number, side, TranscriptDirection.None, Marks[at].Kind, null, rest),
            "->" or "<-" or "=>" or "<=" => ReadMessage(number, side, mark, rest),
            _ => $"after the side comes -> <- => <= !! or $, not '{mark}'",
        };
        return line.TryGet(out TranscriptLine? read, out string? problem) ? read with { Time = time } : problem;
    }

    public static string Write(TranscriptLine line)
    {
        string time = line.Time is { } at ? string.Create(CultureInfo.InvariantCulture, $"@{at.Ticks / (decimal)TimeSpan.TicksPerSecond:0.000000} ") : "";
        string side = line.Side.Length == 0 ? "vm" : line.Side;
        switch (line.Kind)
        {
            case TranscriptKind.Open or TranscriptKind.Eof or TranscriptKind.HalfClose or TranscriptKind.Close:
                return $"{time}{side} !! {Array.Find(Marks, m => m.Kind == line.Kind).Word}";
            case TranscriptKind.Note:
                return WriteNote(line.Text);
            default:
                bool sent = line.Direction == TranscriptDirection.Sent;
                string fds = line.Descriptors > 0 ? $"+{line.Descriptors}fd " : "";
                return AsLine(line.Bytes.Span, sent) is { } text
                    ? $"{time}{side} {(sent ? "->" : "<-")} {fds}{text}"
                    : $"{time}{side} {(sent ? "=>" : "<=")} {fds}{Escape(line.Bytes.Span)}";
        }
    }

    private static Result<TranscriptLine, string> ReadMessage(int number, string side, string mark, string text)
    {
        int descriptors = 0;
        if (text.StartsWith('+') && text.Split(' ')[0] is { } count && count.EndsWith("fd", StringComparison.Ordinal))
        {
            if (!int.TryParse(count.AsSpan(1, count.Length - 3), NumberStyles.None, CultureInfo.InvariantCulture, out descriptors))
                return $"'{count}' is no number of descriptors";
            text = text[Math.Min(text.Length, count.Length + 1)..];
        }

        bool sent = mark is "->" or "=>";
        byte[]? bytes = mark is "->" or "<-" ? TranscriptReader.Line(text, sent) : Unescape(text);
        if (bytes is null)
            return "the escapes are \\\\ \\n \\r \\t and \\x with two digits";
        return TranscriptReader.Message(number, side, sent, text, bytes, null) with { Descriptors = descriptors };
    }

    /// <summary>Takes what stands before the next blank.</summary>
    private static string Word(ref string rest)
    {
        int blank = rest.IndexOf(' ', StringComparison.Ordinal);
        string word = blank < 0 ? rest : rest[..blank];
        rest = blank < 0 ? "" : rest[(blank + 1)..];
        return word;
    }

    private static string WriteNote(string text) => text.Length == 0 || text[0] == '#' || IsCommandLine(text) ? text : "# " + text;

    private static bool IsCommandLine(string text)
    {
        string[] words = text.Split(' ');
        int mark = words[0].StartsWith('@') ? 2 : 1;
        return words.Length > mark && words[mark] == "$" && words[mark - 1].Length > 0;
    }

    /// <summary>The text of bytes that are one line of their direction and show as they are; null for others.</summary>
    private static string? AsLine(ReadOnlySpan<byte> bytes, bool sent)
    {
        ReadOnlySpan<byte> end = sent ? "\n"u8 : "\r\n"u8;
        if (!bytes.EndsWith(end))
            return null;
        bytes = bytes[..^end.Length];
        return bytes.IndexOfAnyExceptInRange((byte)' ', (byte)'~') < 0 && !bytes.StartsWith("+"u8) ? Encoding.ASCII.GetString(bytes) : null;
    }

    private static string Escape(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        foreach (byte b in bytes)
        {
            _ = b switch
            {
                (byte)'\\' => text.Append("\\\\"),
                (byte)'\n' => text.Append("\\n"),
                (byte)'\r' => text.Append("\\r"),
                (byte)'\t' => text.Append("\\t"),
                (byte)'+' when text.Length == 0 => text.Append("\\x2b"),
                >= (byte)' ' and <= (byte)'~' => text.Append((char)b),
                _ => text.Append(CultureInfo.InvariantCulture, $"\\x{b:x2}"),
            };
        }

        return text.ToString();
    }

    private static byte[]? Unescape(string text)
    {
        List<byte> bytes = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                if (text[i] is < ' ' or > '~')
                    return null;
                bytes.Add((byte)text[i]);
                continue;
            }

            char kind = ++i < text.Length ? text[i] : '\0';
            if (kind == 'x' && i + 2 < text.Length && byte.TryParse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte b))
            {
                bytes.Add(b);
                i += 2;
                continue;
            }

            int plain = kind switch { '\\' => '\\', 'n' => '\n', 'r' => '\r', 't' => '\t', _ => -1 };
            if (plain < 0)
                return null;
            bytes.Add((byte)plain);
        }

        return [.. bytes];
    }
}
