using LocalMig.Qapi.Source;

namespace LocalMig.Qapi.Lint;

/// <summary>The second and all further lines of a description are indented by four.</summary>
public sealed class DescriptionIndentationRule : LintRule
{
    internal DescriptionIndentationRule()
        : base("LM-DOC-03", RuleLevel.Must, "the text of a description is indented by four", "specification, section 6, form")
    {
    }

    /// <inheritdoc/>
    public override string Good => Describing("# @size: how large it is,\n#     in bytes");

    /// <inheritdoc/>
    public override string Bad => Describing("# @size: how large it is,\n#        in bytes");

    internal override void Check(LintSubject subject, LintReport report)
    {
        foreach (DocSection section in subject.Doc.Sections)
        {
            if (section.Kind == DocSectionKind.Plain)
                continue;
            // Lists and literal text are indented further; the first line says what the whole does.
            foreach (DocLine line in section.Lines)
            {
                if (line.Number == section.Line || line.IsBlank)
                    continue;
                if (line.Indentation != Indentation)
                    report.Add(this, line.Number, line.Column + line.Indentation, $"indented by {line.Indentation}; {Indentation} is wanted");
                break;
            }
        }
    }

    private const int Indentation = 4;
}
