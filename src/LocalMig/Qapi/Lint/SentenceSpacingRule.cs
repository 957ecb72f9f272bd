using LocalMig.Qapi.Source;

namespace LocalMig.Qapi.Lint;

/// <summary>Two blanks between sentences.</summary>
public sealed class SentenceSpacingRule : LintRule
{
    internal SentenceSpacingRule()
        : base("LM-DOC-02", RuleLevel.Must, "two blanks stand between sentences", "specification, section 6, form")
    {
    }

    /// <inheritdoc/>
    public override string Good => Describing("# @size: How large it is.  Counted in bytes.");

    /// <inheritdoc/>
    public override string Bad => Describing("# @size: How large it is. Counted in bytes.");

    internal override void Check(LintSubject subject, LintReport report)
    {
        HashSet<int> literal = [.. LineWidthRule.LiteralLines(subject)];
        foreach (DocLine line in subject.Doc.Lines)
        {
            if (literal.Contains(line.Number))
                continue;
            for (int at = DocLineFormat.SingleSpace(line.Text, 0); at >= 0; at = DocLineFormat.SingleSpace(line.Text, at))
                report.Add(this, line.Number, line.Column + at, "one blank between two sentences; two are wanted");
        }
    }
}
