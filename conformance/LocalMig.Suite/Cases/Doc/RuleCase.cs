using LocalMig.Qapi.Docs;
using LocalMig.Qapi.Lint;
using LocalMig.Qapi.Source;
using LocalMig.Suite.Targets;

namespace LocalMig.Suite.Cases.Doc;

/// <summary>A case that asks one rule of documentation what it finds in what a schema says about local migration.</summary>
/// <param name="name">The words of its id.</param>
/// <param name="rule">The rule's id, which is that of the requirement.</param>
/// <param name="judge">How it is judged.</param>
internal sealed class RuleCase(string name, string rule, Action<CaseContext, LintRule, LocalDocumentation> judge) : Case
{
    private readonly LintRule _rule = LintRules.TryFind(rule, out LintRule? found) ? found : throw new ArgumentException($"no rule {rule}", nameof(rule));

    /// <inheritdoc/>
    public override string Id { get; } = "DOC/" + name;

    /// <inheritdoc/>
    public override string Title => $"Asks of what the schema says about local migration: {_rule.Text}";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Requirements { get; } = [rule];

    /// <inheritdoc/>
    public override TargetAbilities Needs => TargetAbilities.SchemaText;

    /// <inheritdoc/>
    public override void Run(CaseContext c) => judge(c, _rule, LocalDocumentation.In(((ISchemaTarget)c.Target).Schema(c.Profile), c.Profile));

    /// <summary>For a rule about form: every description, whatever it says.</summary>
    public static void Form(CaseContext c, LintRule rule, LocalDocumentation said)
    {
        LocalMember[] described = [.. said.Members.Where(static m => m.Section is not null)];
        if (described.Length == 0)
            c.Skip("no member that belongs to local migration is described");
        JudgeMembers(c, rule, said, described);
    }

    /// <summary>For a rule that a member without a description can break.</summary>
    public static void Agreement(CaseContext c, LintRule rule, LocalDocumentation said) => JudgeMembers(c, rule, said, said.Members);

    /// <summary>For a rule about unstable members.</summary>
    public static void Unstable(CaseContext c, LintRule rule, LocalDocumentation said)
    {
        LocalMember[] unstable = [.. said.Members.Where(static m => m.Member is { } member && (member.Has("unstable") || member.Has("deprecated")))];
        if (unstable.Length == 0)
            c.Skip("no member that belongs to local migration is unstable or deprecated");
        JudgeMembers(c, rule, said, unstable);
    }

    /// <summary>For a rule about what the description of the parameter has to say: without a description it says nothing.</summary>
    public static void Content(CaseContext c, LintRule rule, LocalDocumentation said)
    {
        LocalMember[] described = [.. said.Parameters.Where(static m => m.Section is not null)];
        if (described.Length == 0)
            c.Expect(rule.Id, "the description of 'local'", false, rule.Text, "there is none", said.Members.Count > 0 ? said.Members[0].Place : "");
        JudgeMembers(c, rule, said, described);
    }

    /// <summary>For the release of an addition: the rule of lint compares with the schema before, and the parameter is known to be one.</summary>
    public static void Addition(CaseContext c, LintRule rule, LocalDocumentation said)
    {
        foreach (LocalMember member in said.Members)
        {
            SinceNote? note = member.Section is { } section && SinceNote.In(section) is [.., var last] ? last : null;
            c.Expect(rule.Id, member.Name, note is not null, rule.Text, note?.Text ?? "it does not say since when", member.Place);
        }
    }

    /// <summary>For a rule about QMP in comments: the messages that speak of the parameter.</summary>
    public static void Messages(CaseContext c, LintRule rule, LocalDocumentation said)
    {
        if (said.Messages.Count == 0)
            c.Skip("no example speaks of 'local'");
        IReadOnlyList<Finding> all = said.Findings(rule);
        foreach ((DocComment doc, DocBlock block) in said.Messages)
        {
            Judge(c, rule, $"the example of '{doc.Symbol}'", $"{doc.File.Path}:{block.Lines[0].Number}",
                [.. all.Where(f => f.File == doc.File && f.Line >= block.Lines[0].Number && f.Line <= block.Lines[^1].Number)]);
        }
    }

    private static void JudgeMembers(CaseContext c, LintRule rule, LocalDocumentation said, IReadOnlyList<LocalMember> members)
    {
        IReadOnlyList<Finding> all = said.Findings(rule);
        foreach (LocalMember member in members)
            Judge(c, rule, member.Name, member.Place, [.. all.Where(member.IsMeantBy)]);
    }

    private static void Judge(CaseContext c, LintRule rule, string what, string place, IReadOnlyList<Finding> findings)
    {
        if (findings.Count == 0)
            c.Expect(rule.Id, what, true, rule.Text, rule.Text, place);
        foreach (Finding finding in findings)
            c.Expect(rule.Id, what, false, rule.Text, finding.Message, finding.Place);
    }
}
