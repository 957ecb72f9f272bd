using System.Text.RegularExpressions;
using LocalMig.Wire;

namespace LocalMig.Suite.Replay;

/// <summary>Scrubbers that a user writes down, one a line: <c>NAME | PLACE | EXPRESSION</c>. What the expression matches in a string at
/// such a place (a JSON pointer with * and ?) is taken out; without an expression the whole value is, whatever it is. Lines that
/// begin with # are words.</summary>
public static class ScrubberFile
{
    private const string Form = "NAME | PLACE | EXPRESSION";

    /// <summary>Reads the scrubbers of a text.</summary>
    /// <returns>Them, or which line is wrong and why.</returns>
    public static Result<IReadOnlyList<Scrubber>, string> Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<Scrubber> scrubbers = [];
        string[] rows = text.Split('\n');
        for (int i = 0; i < rows.Length; i++)
        {
            string row = rows[i].Trim();
            if (row.Length == 0 || row[0] == '#')
                continue;
            if (!ReadRow(row).TryGet(out Scrubber? scrubber, out string? problem))
                return $"line {i + 1}: {problem}";
            scrubbers.Add(scrubber);
        }

        return scrubbers;
    }

    /// <summary>Reads one of the command line, <c>NAME=EXPRESSION</c>: taken out of every string.</summary>
    public static Result<Scrubber, string> ReadOption(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0)
            return $"'{text}' is not NAME=EXPRESSION";
        return Expression(text[(equals + 1)..]).TryGet(out Regex? expression, out string? problem)
            ? Scrubbers.Matching(text[..equals], expression)
            : problem;
    }

    private static Result<Scrubber, string> ReadRow(string row)
    {
        // The expression is the rest: it may contain the mark.
        string[] cells = row.Split('|', 3, StringSplitOptions.TrimEntries);
        if (cells.Length < 2 || cells[0].Length == 0 || cells[1].Length == 0)
            return $"a scrubber is {Form}";
        if (cells.Length < 3 || cells[2].Length == 0)
            return Scrubbers.At(cells[0], cells[1]);
        return Expression(cells[2]).TryGet(out Regex? expression, out string? problem) ? Scrubbers.Matching(cells[0], expression, cells[1]) : problem;
    }

    private static Result<Regex, string> Expression(string text)
    {
        try
        {
            // An expression of this kind takes time that grows with the text alone.
            return new Regex(text, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception wrong) when (wrong is ArgumentException or NotSupportedException)
        {
            return wrong.Message;
        }
    }
}
