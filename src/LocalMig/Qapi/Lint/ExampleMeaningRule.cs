using LocalMig.Qapi.Docs;
using LocalMig.Qapi.Source;

namespace LocalMig.Qapi.Lint;

/// <summary>Commands, arguments, results and events of an example agree with the schema; what is elided is taken as right.</summary>
public sealed class ExampleMeaningRule : LintRule
{
    internal ExampleMeaningRule()
        : base("LM-DOC-15", RuleLevel.Must, "an example is valid against the schema", "specification, section 6, form")
    {
    }

    /// <inheritdoc/>
    public override string Good => """
        ##
        # @go:
        #
        # Goes.
        #
        # @far: how far
        #
        # Since: 9.0
        #
        # .. qmp-example::
        #
        #     -> { "execute": "go", "arguments": { "far": 3 } }
        #     <- { "return": {} }
        ##
        { 'command': 'go', 'data': { 'far': 'int' } }

        """;

    /// <inheritdoc/>
    public override string Bad => """
        ##
        # @go:
        #
        # Goes.
        #
        # @far: how far
        #
        # Since: 9.0
        #
        # .. qmp-example::
        #
        #     -> { "execute": "go", "arguments": { "far": "3" } }
        #     <- { "return": {} }
        ##
        { 'command': 'go', 'data': { 'far': 'int' } }

        """;

    internal override void Check(LintSubject subject, LintReport report)
    {
        foreach (DocSection section in subject.Doc.Sections)
        {
            foreach (DocBlock block in subject.Blocks(section))
            {
                if (block.Kind != DocBlockKind.Example)
                    continue;
                ExampleChecker checker = new(subject.Schema);
                foreach (ExampleMessage message in ExampleMessage.Read(block))
                {
                    if (message.Problem is not null)
                        break;
                    foreach (ExampleProblem problem in checker.Check(message))
                        report.Add(this, problem.Line, problem.Column, problem.Text);
                }
            }
        }
    }
}
