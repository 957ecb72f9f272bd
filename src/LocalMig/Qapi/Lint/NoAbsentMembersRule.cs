using LocalMig.Qapi.Source;

namespace LocalMig.Qapi.Lint;

/// <summary>No description for a member or a feature that the definition does not have.</summary>
public sealed class NoAbsentMembersRule : LintRule
{
    internal NoAbsentMembersRule()
        : base("LM-DOC-08", RuleLevel.Must, "what is described exists", "specification, section 6, agreement with the schema")
    {
    }

    /// <inheritdoc/>
    public override string Good => Describing("# @size: how large it is");

    /// <inheritdoc/>
    public override string Bad => Describing("# @size: how large it is\n#\n# @weight: how heavy it is");

    internal override void Check(LintSubject subject, LintReport report)
    {
        if (subject.Definition is not { } definition)
            return;
        HashSet<string> features = [.. definition.Features.Select(static f => f.Name), .. subject.Members.SelectMany(static m => m.Features).Select(static f => f.Name)];
        HashSet<string> members = [.. subject.Members.Select(static m => m.Name)];
        foreach (DocSection section in subject.Doc.Sections)
        {
            bool there = section.Kind switch
            {
                DocSectionKind.Member => members.Contains(section.Name),
                DocSectionKind.Feature => features.Contains(section.Name),
                _ => true,
            };
            if (!there)
                report.Add(this, section.Line, 3, $"'{section.Name}' is described, but '{definition.Name}' has no such {(section.Kind == DocSectionKind.Feature ? "feature" : "member")}");
        }
    }
}
