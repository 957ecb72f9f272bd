using LocalMig.Qapi.Source;

namespace LocalMig.Qapi.Lint;

/// <summary>One paragraph per description: a blank line before it, and the text begins on the line of the name.</summary>
public sealed class DescriptionParagraphRule : LintRule
{
    internal DescriptionParagraphRule()
        : base("LM-DOC-04", RuleLevel.Must, "each description begins a paragraph of its own with @name: and its text on the same line", "specification, section 6, form")
    {
    }

    /// <inheritdoc/>
    public override string Good => Describing("# @size: how large it is");

    /// <inheritdoc/>
    public override string Bad => Describing("# @size:\n#     how large it is");

    internal override void Check(LintSubject subject, LintReport report)
    {
        foreach (DocSection section in subject.Doc.Sections)
        {
            if (section.Kind is not (DocSectionKind.Member or DocSectionKind.Feature))
                continue;
            if (section.Lines.Count > 0 && section.Lines[0].Number != section.Line)
                report.Add(this, section.Line, 3, $"the text of '@{section.Name}:' begins on another line");
            if (section.Line > subject.Doc.Line + 2 && !subject.IsBlankAround(section.Line - 1))
                report.Add(this, section.Line, 3, $"'@{section.Name}:' needs a blank line before it");
        }
    }
}
