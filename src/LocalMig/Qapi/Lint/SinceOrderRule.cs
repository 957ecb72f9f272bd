using LocalMig.Qapi.Docs;
using LocalMig.Qapi.Source;

namespace LocalMig.Qapi.Lint;

/// <summary>The release of a member is not before that of its definition.</summary>
public sealed class SinceOrderRule : LintRule
{
    internal SinceOrderRule()
        : base("LM-DOC-12", RuleLevel.Must, "a member is not older than its definition", "specification, section 6, release")
    {
    }

    /// <inheritdoc/>
    public override string Good => Describing("# @size: how large it is  (Since 9.1)");

    /// <inheritdoc/>
    public override string Bad => Describing("# @size: how large it is  (Since 8.2)");

    internal override void Check(LintSubject subject, LintReport report)
    {
        if (subject.Since is not { } definition)
            return;
        foreach (DocSection section in subject.Doc.Sections)
        {
            if (section.Kind != DocSectionKind.Member)
                continue;
            foreach (SinceNote note in SinceNote.In(section))
            {
                if (note.Release < definition)
                    report.Add(this, note.Line, note.Column, $"'{section.Name}' is said to be older ({note.Release}) than '{subject.Doc.Symbol}' ({definition})");
            }
        }
    }
}
