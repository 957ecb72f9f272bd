using LocalMig.Qapi.Source;

namespace LocalMig.Qapi.Lint;

/// <summary>Every definition with documentation has a section Since: with a release.</summary>
public sealed class DefinitionSinceRule : LintRule
{
    internal DefinitionSinceRule()
        : base("LM-DOC-28", RuleLevel.Must, "a definition says since when it is there", "specification, section 6, form")
    {
    }

    /// <inheritdoc/>
    public override string Good => Describing("# @size: how large it is");

    /// <inheritdoc/>
    public override string Bad => """
        ##
        # @Thing:
        #
        # What it is for.
        #
        # @size: how large it is
        ##
        { 'struct': 'Thing', 'data': { 'size': 'int' } }

        """;

    internal override void Check(LintSubject subject, LintReport report)
    {
        if (subject.Doc.Symbol is null)
            return;
        if (subject.Doc.Section(DocSectionKind.Since) is not { } section)
            report.Add(this, subject.Doc.Line + 1, 3, $"'{subject.Doc.Symbol}' lacks a section 'Since:'");
        else if (subject.Since is null)
            report.Add(this, section.Line, 3, $"'{section.Text}' is no release");
    }
}
