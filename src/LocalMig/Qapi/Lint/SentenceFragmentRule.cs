using LocalMig.Qapi.Docs;

namespace LocalMig.Qapi.Lint;

/// <summary>A relative clause between two full stops is no sentence.</summary>
public sealed class SentenceFragmentRule : LintRule
{
    internal SentenceFragmentRule()
        : base("LM-DOC-22", RuleLevel.May, "what stands as a sentence of its own is one", "specification, section 6, form")
    {
    }

    /// <inheritdoc/>
    public override string Good => Describing("# @size: How large it is, which is needed to read it.");

    /// <inheritdoc/>
    public override string Bad => Describing("# @size: How large it is.  Which is needed to read it.");

    private static readonly string[] Openings = ["Which ", "Whose ", "Although ", "Because ", "Whereas "];

    internal override void Check(LintSubject subject, LintReport report)
    {
        foreach ((_, DocProse prose) in subject.Prose())
        {
            foreach (DocSentence sentence in prose.Sentences())
            {
                // A main clause can follow a comma; a question is whole.
                if (sentence.Offset > 0 && sentence.Text.EndsWith('.') && !sentence.Text.Contains(',', StringComparison.Ordinal)
                    && Array.Exists(Openings, o => sentence.Text.StartsWith(o, StringComparison.Ordinal)))
                    report.Add(this, prose, sentence.Offset, $"'{sentence.Text.Split(' ')[0]} …' is no sentence of its own");
            }
        }
    }
}
