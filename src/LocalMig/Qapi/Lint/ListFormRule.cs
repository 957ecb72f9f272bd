using LocalMig.Qapi.Docs;
using LocalMig.Qapi.Source;

namespace LocalMig.Qapi.Lint;

/// <summary>Without a blank line before it, a list is not recognised as one.</summary>
public sealed class ListFormRule : LintRule
{
    internal ListFormRule()
        : base("LM-DOC-29", RuleLevel.Should, "a list has a blank line before and behind it, and the text of an item lines up", "specification, section 6, form")
    {
    }

    /// <inheritdoc/>
    public override string Good => Describing("# @size: how large it is:\n#\n#     - small, or\n#     - large");

    /// <inheritdoc/>
    public override string Bad => Describing("# @size: how large it is:\n#     - small, or\n#     - large");

    internal override void Check(LintSubject subject, LintReport report)
    {
        foreach (DocSection section in subject.Doc.Sections)
        {
            IReadOnlyList<DocBlock> blocks = subject.Blocks(section);
            for (int i = 1; i < blocks.Count; i++)
            {
                if (blocks[i].Kind == DocBlockKind.ListItem && blocks[i - 1].Kind == DocBlockKind.Paragraph
                    && blocks[i].Lines[0].Number == blocks[i - 1].Lines[^1].Number + 1)
                    report.Add(this, blocks[i].Lines[0].Number, blocks[i].Lines[0].Column + blocks[i].Lines[0].Indentation, "a list needs a blank line before it");
            }
        }
    }
}
