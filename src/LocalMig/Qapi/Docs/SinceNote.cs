using LocalMig.Qapi.Source;

namespace LocalMig.Qapi.Docs;

/// <summary>A note like <c>(Since 9.2)</c> in a description.</summary>
/// <param name="Text">The note as it stands, parentheses included.</param>
/// <param name="Release">The release; null where it is none.</param>
/// <param name="Line">Its line.</param>
/// <param name="Column">Its column.</param>
/// <param name="AtEnd">Whether the description ends with it.</param>
public sealed record SinceNote(string Text, Release? Release, int Line, int Column, bool AtEnd)
{
    private const int Longest = 60;

    /// <summary>Whether it has the usual form: <c>(since X.Y)</c>, with either case of the first letter.</summary>
    public bool IsWellFormed => Release is not null && (Text.StartsWith("(Since ", StringComparison.Ordinal) || Text.StartsWith("(since ", StringComparison.Ordinal));

    /// <summary>The notes in a section, in order.</summary>
    public static IReadOnlyList<SinceNote> In(DocSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        List<SinceNote> notes = [];
        IReadOnlyList<DocBlock> blocks = DocBlock.Split(section.Lines);
        for (int b = 0; b < blocks.Count; b++)
        {
            if (!blocks[b].IsProse)
                continue;
            DocProse prose = new(blocks[b]);
            for (int from = 0; (from = prose.Text.IndexOf('(', from)) >= 0; from++)
            {
                if (!prose.Text.AsSpan(from + 1).StartsWith("since", StringComparison.OrdinalIgnoreCase))
                    continue;
                // A note is short; what is not closed soon is none of the usual form.
                int reach = Math.Min(prose.Text.Length - from, Longest);
                int end = prose.Text.IndexOf(')', from, reach);
                if (end < 0)
                    end = from + reach - 1;
                string text = prose.Text[from..(end + 1)];
                string rest = text["(since".Length..].TrimEnd(')').Trim().TrimStart(':').Trim();
                if (rest.StartsWith("QEMU ", StringComparison.Ordinal))
                    rest = rest["QEMU ".Length..];
                (int line, int column) = prose.Place(from);
                bool atEnd = b == blocks.Count - 1 && prose.Text.AsSpan(end + 1).Trim().Trim('.').IsEmpty;
                notes.Add(new SinceNote(text, Docs.Release.TryParse(rest, out Release release) ? release : null, line, column, atEnd));
            }
        }

        return notes;
    }
}
