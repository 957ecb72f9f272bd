using LocalMig.Qapi.Docs;
using LocalMig.Qapi.Source;

namespace LocalMig.Qapi.Lint;

/// <summary>What stands in an example is QMP: messages that begin with -> or &lt;-, in JSON, with elisions.</summary>
public sealed class ExampleSyntaxRule : LintRule
{
    internal ExampleSyntaxRule()
        : base("LM-DOC-14", RuleLevel.Must, "an example is valid QMP", "specification, section 6, form")
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
        #     <- { "return": {} }
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
        # .. qmp-example::
        #
        #     -> { "execute": "go", }
        #     <- { "return": {} }
        ##
        { 'command': 'go' }

        """;

    internal override void Check(LintSubject subject, LintReport report)
    {
        foreach (DocSection section in subject.Doc.Sections)
        {
            foreach (DocBlock block in subject.Blocks(section))
            {
                if (block.Kind != DocBlockKind.Example)
                    continue;
                foreach (ExampleMessage message in ExampleMessage.Read(block))
                {
                    if (message.Problem is { } problem)
                        report.Add(this, problem.Line, problem.Column, $"this is no QMP: {problem.Text}");
                }
            }
        }
    }
}
