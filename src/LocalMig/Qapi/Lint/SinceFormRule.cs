using LocalMig.Qapi.Docs;
using LocalMig.Qapi.Source;

namespace LocalMig.Qapi.Lint;

/// <summary>The note has the form (Since X.Y) and ends the description.</summary>
public sealed class SinceFormRule : LintRule
{
    internal SinceFormRule()
        : base("LM-DOC-11", RuleLevel.Must, "the release of a member is given as (Since X.Y), at the end of its description", "specification, section 6, release")
    {
    }

    /// <inheritdoc/>
    public override string Good => Describing("# @size: how large it is  (Since 9.1)");

    /// <inheritdoc/>
    public override string Bad => Describing("# @size: how large it is (Since: 9.1)");

    internal override void Check(LintSubject subject, LintReport report)
    {
        foreach (DocSection section in subject.Doc.Sections)
        {
            if (section.Kind is not (DocSectionKind.Member or DocSectionKind.Feature))
                continue;
            foreach (SinceNote note in SinceNote.In(section))
            {
                if (!note.IsWellFormed)
                    report.Add(this, note.Line, note.Column, $"'{note.Text}' should read '(Since {(note.Release is { } r ? r.ToString() : "X.Y")})'");
            }
        }
    }
}
