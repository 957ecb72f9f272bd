using LocalMig.Qapi.Docs;
using LocalMig.Qapi.Source;

namespace LocalMig.Qapi.Lint;

/// <summary>QMP in a plain literal block is not recognised as an example.</summary>
public sealed class ExampleDirectiveRule : LintRule
{
    internal ExampleDirectiveRule()
        : base("LM-DOC-16", RuleLevel.Must, "an example of QMP stands in a qmp-example directive", "specification, section 6, form")
    {
    }

    /// <inheritdoc/>
    public override string Good => """
        ##
        # @go:
        #
        # Goes.
        #
        # Since: 9.0
        #
        # .. qmp-example::
        #
        #     -> { "execute": "go" }
        ##
        { 'command': 'go' }

        """;

    /// <inheritdoc/>
    public override string Bad => """
        ##
        # @go:
        #
        # Goes.
        #
        # Since: 9.0
        #
        # An example::
        #
        #     -> { "execute": "go" }
        ##
        { 'command': 'go' }

        """;

    internal override void Check(LintSubject subject, LintReport report)
    {
        foreach (DocSection section in subject.Doc.Sections)
        {
            foreach (DocBlock block in subject.Blocks(section))
            {
                if (block.Kind is DocBlockKind.Example or DocBlockKind.Directive)
                    continue;
                foreach (DocLine line in block.Lines)
                {
                    ReadOnlySpan<char> text = line.Text.AsSpan().TrimStart();
                    if (!text.StartsWith("-> {", StringComparison.Ordinal) && !text.StartsWith("<- {", StringComparison.Ordinal))
                        continue;
                    report.Add(this, line.Number, line.Column + line.Indentation, "QMP outside of '.. qmp-example::'");
                    break;
                }
            }
        }
    }
}
