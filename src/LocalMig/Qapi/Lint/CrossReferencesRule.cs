using LocalMig.Qapi.Docs;

namespace LocalMig.Qapi.Lint;

/// <summary>Cross references lead somewhere: to a definition, a member, an argument or a value.</summary>
public sealed class CrossReferencesRule : LintRule
{
    internal CrossReferencesRule()
        : base("LM-DOC-13", RuleLevel.Must, "a name behind @ is a name of the schema", "specification, section 6, form")
    {
    }

    /// <inheritdoc/>
    public override string Good => Describing("# @size: how large the @Thing is");

    /// <inheritdoc/>
    public override string Bad => Describing("# @size: how large the @Thong is");

    // Behind one of these, an at sign refers to nothing.
    private const string Before = ".-`/'@\"";

    internal override void Check(LintSubject subject, LintReport report)
    {
        foreach ((_, DocProse prose) in subject.Prose())
        {
            for (int at = prose.Text.IndexOf('@', StringComparison.Ordinal); at >= 0; at = prose.Text.IndexOf('@', at + 1))
            {
                if (at > 0 && (char.IsLetterOrDigit(prose.Text[at - 1]) || Before.Contains(prose.Text[at - 1], StringComparison.Ordinal)))
                    continue;
                int end = at + 1;
                while (end < prose.Text.Length && (char.IsAsciiLetterOrDigit(prose.Text[end]) || prose.Text[end] is '-' or '_'))
                    end++;
                string name = prose.Text[(at + 1)..end].TrimEnd('-');
                if (name.Length > 0 && !subject.KnownNames.Contains(name))
                    report.Add(this, prose, at, $"'@{name}' is no name of the schema");
            }
        }
    }
}
