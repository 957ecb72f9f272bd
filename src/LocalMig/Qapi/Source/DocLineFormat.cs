namespace LocalMig.Qapi.Source;

/// <summary>The form of single lines that QEMU 10.2 checks while it reads: their width, and the space between sentences.</summary>
internal sealed class DocLineFormat
{
    /// <summary>The widest line, with its <c># </c>.</summary>
    public const int Width = 70;

    private int _literalFrom = -1;
    private bool _literal;

    /// <summary>Checks the next line of a comment.</summary>
    /// <param name="line">The line.</param>
    /// <param name="offset">Where in its text the trouble is; -1 for the line as a whole.</param>
    /// <returns>The message, or null.</returns>
    public string? Check(DocLine line, out int offset)
    {
        offset = -1;
        string text = line.Text;
        if (InLiteralBlock(line))
            return null;
        if (text.Length + 2 > Width && !IsAddress(text))
            return SchemaTexts.LineTooLong;
        offset = SingleSpace(text, 0);
        return offset < 0 ? null : SchemaTexts.TwoSpaces;
    }

    /// <summary>The next place, from a position on, where one space stands between two sentences; -1 for none.</summary>
    public static int SingleSpace(string text, int from)
    {
        for (int i = Math.Max(from, 0); i + 2 < text.Length; i++)
        {
            if (text[i] is not ('.' or '!' or '?') || text[i + 1] != ' ' || !(char.IsAsciiLetterUpper(text[i + 2]) || char.IsAsciiDigit(text[i + 2]) || text[i + 2] == '('))
                continue;
            if (!IsAbbreviation(text, i) && !IsItemNumber(text, i))
                return i + 1;
        }

        return -1;
    }

    private bool InLiteralBlock(DocLine line)
    {
        if (_literal && !line.IsBlank)
        {
            if (_literalFrom < 0)
                _literalFrom = line.Indentation;
            if (line.Indentation < _literalFrom || line.Indentation == 0)
                _literal = false;
        }

        if (_literal)
            return true;
        if (line.Text.EndsWith("::", StringComparison.Ordinal))
        {
            _literal = true;
            _literalFrom = -1;
        }

        return false;
    }

    private static bool IsAddress(string text)
    {
        ReadOnlySpan<char> line = text.AsSpan().Trim();
        return line.Contains("://", StringComparison.Ordinal) && !line.Contains(' ');
    }

    private static bool IsAbbreviation(string text, int dot) =>
        EndsWith(text, dot, "e.g.") || EndsWith(text, dot, "i.e.") || EndsWith(text, dot, "vs.") || EndsWith(text, dot, "cf.");

    private static bool EndsWith(string text, int dot, string word)
    {
        int from = dot + 1 - word.Length;
        return from >= 0 && text.AsSpan(from, word.Length).SequenceEqual(word) && (from == 0 || !char.IsLetterOrDigit(text[from - 1]));
    }

    // "1. First item" begins a numbered list.
    private static bool IsItemNumber(string text, int dot)
    {
        if (text[dot] != '.' || dot == 0)
            return false;
        for (int i = dot - 1; i >= 0; i--)
        {
            if (!char.IsAsciiDigit(text[i]))
                return i < dot - 1 && text.AsSpan(0, i + 1).IsWhiteSpace();
        }

        return true;
    }
}
