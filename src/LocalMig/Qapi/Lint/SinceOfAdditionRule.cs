using LocalMig.Qapi.Definitions;
using LocalMig.Qapi.Docs;
using LocalMig.Qapi.Source;

namespace LocalMig.Qapi.Lint;

/// <summary>A new member of a definition that was there before has (Since X.Y). Needs the schema before the change.</summary>
public sealed class SinceOfAdditionRule : LintRule
{
    internal SinceOfAdditionRule()
        : base("LM-DOC-10", RuleLevel.Must, "a member that is added later than its definition says since when", "specification, section 6, release")
    {
    }

    /// <inheritdoc/>
    public override string Good => Describing("# @size: how large it is  (Since 9.1)");

    /// <inheritdoc/>
    public override string Bad => Describing("# @size: how large it is");

    internal override void Check(LintSubject subject, LintReport report)
    {
        if (subject.Options.Base is not { } before || subject.Definition is null || before.Find(subject.Definition.Name) is not { } old)
            return;
        IReadOnlyList<DefinedMember> members = new LintSubject(subject.Doc, old, before, subject.Options).Members;
        foreach (DefinedMember member in subject.Members)
        {
            if (members.Any(m => m.Name == member.Name) || subject.Doc.Description(DocSectionKind.Member, member.Name) is not { } section)
                continue;
            IReadOnlyList<SinceNote> notes = SinceNote.In(section);
            string wanted = subject.Options.Release is { } release ? release.ToString() : "X.Y";
            if (notes.Count == 0)
                report.Add(this, section.Line, 3, $"{member.RoleName} '{member.Name}' is new and lacks '(Since {wanted})'");
            else if (subject.Options.Release is { } expected && notes[^1].Release is { } given && given != expected)
                report.Add(this, notes[^1].Line, notes[^1].Column, $"{member.RoleName} '{member.Name}' is new in {expected}, not in {given}");
        }
    }
}
