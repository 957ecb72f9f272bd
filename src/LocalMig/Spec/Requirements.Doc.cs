using LocalMig.Qapi.Lint;

namespace LocalMig.Spec;

public static partial class Requirements
{
    // A rule of lint says how documentation has to be; asked of what is said about local migration, it is a requirement.
    private static Requirement[] Doc() =>
    [
        .. LintRules.All.Select(OfRule)
            .Append(May("LM-DOC-30", "What the description of 'local' states is required by a requirement that a case judges; a statement that is not is reported as unbacked.", "section 6, backing"))
            .OrderBy(static r => r.Id, StringComparer.Ordinal),
    ];

    private static Requirement OfRule(LintRule rule) => new(
        rule.Id,
        rule.Level switch
        {
            RuleLevel.Must => Level.Must,
            RuleLevel.Should => Level.Should,
            _ => Level.May,
        },
        $"{char.ToUpperInvariant(rule.Text[0])}{rule.Text[1..]}.",
        rule.Source["specification, ".Length..],
        []);
}
