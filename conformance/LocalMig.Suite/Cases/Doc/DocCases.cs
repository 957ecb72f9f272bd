using LocalMig.Spec;
using LocalMig.Spec.Claims;
using LocalMig.Suite.Targets;

namespace LocalMig.Suite.Cases.Doc;

/// <summary>The cases of group DOC: what a schema says about local migration.</summary>
internal static class DocCases
{
    private const string Backing = "LM-DOC-30";

    /// <summary>In the order they run.</summary>
    public static IReadOnlyList<Case> All { get; } =
    [
        new RuleCase("line-width", "LM-DOC-01", RuleCase.Form),
        new RuleCase("sentence-spacing", "LM-DOC-02", RuleCase.Form),
        new RuleCase("indentation", "LM-DOC-03", RuleCase.Form),
        new RuleCase("paragraph-per-description", "LM-DOC-04", RuleCase.Form),
        new RuleCase("tags", "LM-DOC-05", RuleCase.Form),
        new RuleCase("features-heading", "LM-DOC-06", RuleCase.Form),
        new RuleCase("described", "LM-DOC-07", RuleCase.Agreement),
        new RuleCase("defined", "LM-DOC-08", RuleCase.Form),
        new RuleCase("unstable-named", "LM-DOC-09", RuleCase.Unstable),
        new RuleCase("addition-says-since", "LM-DOC-10", RuleCase.Addition),
        new RuleCase("form-of-since", "LM-DOC-11", RuleCase.Form),
        new RuleCase("not-older-than-definition", "LM-DOC-12", RuleCase.Form),
        new RuleCase("references", "LM-DOC-13", RuleCase.Form),
        new RuleCase("example-is-qmp", "LM-DOC-14", RuleCase.Messages),
        new RuleCase("example-fits-schema", "LM-DOC-15", RuleCase.Messages),
        new RuleCase("example-in-directive", "LM-DOC-16", RuleCase.Messages),
        new RuleCase("unix-domain-socket", "LM-DOC-17", RuleCase.Form),
        new RuleCase("channel-not-address", "LM-DOC-18", RuleCase.Form),
        new RuleCase("passes-descriptors", "LM-DOC-19", RuleCase.Form),
        new RuleCase("no-word-twice", "LM-DOC-20", RuleCase.Form),
        new RuleCase("agreement-of-verbs", "LM-DOC-21", RuleCase.Form),
        new RuleCase("whole-sentences", "LM-DOC-22", RuleCase.Form),
        new RuleCase("purpose", "LM-DOC-23", RuleCase.Content),
        new RuleCase("effect", "LM-DOC-24", RuleCase.Content),
        new RuleCase("constraint", "LM-DOC-25", RuleCase.Content),
        new RuleCase("device-switch", "LM-DOC-26", RuleCase.Content),
        new RuleCase("release", "LM-DOC-27", RuleCase.Content),
        new RuleCase("definition-says-since", "LM-DOC-28", RuleCase.Agreement),
        new RuleCase("lists", "LM-DOC-29", RuleCase.Form),
        new ShortCase("DOC/backed", "looks for the case behind each statement about 'local'", [Backing], Backed) { Abilities = TargetAbilities.SchemaText },
    ];

    private static void Backed(CaseContext c)
    {
        LocalDocumentation said = LocalDocumentation.In(((ISchemaTarget)c.Target).Schema(c.Profile), c.Profile);
        HashSet<string> judged = [.. CaseList.All.SelectMany(static which => which.Requirements)];
        foreach (LocalMember member in said.Parameters)
        {
            foreach (DocClaim claim in member.Section is { } section ? DocClaim.In(section) : [])
            {
                Requirement? behind = claim.Topics.SelectMany(t => t.RequirementsIn(c.Profile)).FirstOrDefault(r => judged.Contains(r.Id));
                c.Expect(Backing, claim.Text, behind is not null, "a requirement that a case judges", behind?.Id ?? $"unbacked: {claim.Text}",
                    $"{member.Definition.Doc!.File.Path}:{claim.Line}");
            }
        }

        if (!said.Parameters.Any(static m => m.Section is not null))
            c.Skip("'local' is not described");
    }
}
