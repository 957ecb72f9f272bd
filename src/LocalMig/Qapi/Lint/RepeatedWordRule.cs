using LocalMig.Qapi.Docs;

namespace LocalMig.Qapi.Lint;

/// <summary>The same word twice.</summary>
public sealed class RepeatedWordRule : LintRule
{
    internal RepeatedWordRule()
        : base("LM-DOC-20", RuleLevel.Should, "no word stands twice in a row", "specification, section 6, form")
    {
    }

    /// <inheritdoc/>
    public override string Good => Describing("# @size: how large the thing is");

    /// <inheritdoc/>
    public override string Bad => Describing("# @size: how large the the thing is");

    internal override void Check(LintSubject subject, LintReport report)
    {
        foreach ((_, DocProse prose) in subject.Prose())
        {
            (int From, int Length) previous = (0, 0);
            foreach ((int from, int length) in Wording.Words(prose.Text))
            {
                ReadOnlySpan<char> word = prose.Text.AsSpan(from, length);
                // Words of a table stand further apart.
                bool adjacent = previous.Length > 0 && from == previous.From + previous.Length + 1 && prose.Text[from - 1] == ' ';
                if (adjacent && length > 1 && word.SequenceEqual(prose.Text.AsSpan(previous.From, previous.Length)) && !IsFine(word))
                    report.Add(this, prose, from, $"'{word}' stands twice");
                previous = (from, length);
            }
        }
    }

    // "that that" and "had had" can be right.
    private static bool IsFine(ReadOnlySpan<char> word) => word is "that" or "had" || !char.IsAsciiLetter(word[0]);
}
