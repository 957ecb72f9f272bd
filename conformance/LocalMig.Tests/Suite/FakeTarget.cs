using LocalMig.Parameters;
using LocalMig.Suite;
using LocalMig.Suite.Targets;

namespace LocalMig.Tests.Suite;

/// <summary>A target without anything behind it: answers its controls, until it is told not to.</summary>
internal sealed class FakeTarget : ITarget
{
    public string Name => "fake";

    public TargetAbilities Abilities { get; init; } = TargetAbilities.SchemaText;

    public Profile? OwnProfile { get; init; }

    public bool HasFeature { get; init; } = true;

    public bool Answers { get; set; } = true;

    public string WhyNot(TargetAbilities missing) => $"a fake has no {missing}";

    public ControlReport Control(CaseContext c)
    {
        if (!Answers)
            c.Stop("no answer");
        return new ControlReport(HasFeature, "the fake says so");
    }

    public void Dispose()
    {
    }

    public static ShortCase Case(string id, Action<CaseContext> run, params string[] requirements) =>
        new(id, $"does {id}", requirements, run) { Abilities = TargetAbilities.None };

    public static ShortCase Passing(string id, string requirement) => Case(id, c => c.Expect(requirement, "a thing", true, "1", "1"), requirement);

    public static ShortCase Failing(string id, string requirement) => Case(
        id,
        c =>
        {
            c.Evidence.Wire("src", WireDirection.Sent, "{\"execute\": \"query-migrate-parameters\"}");
            c.Evidence.Wire("src", WireDirection.Received, "{\"return\": {\"local\": true}}");
            c.Expect(requirement, "'local' before it was set", false, "false", "true", "/return/local");
        },
        requirement);

    public static RunResult Run(RunOptions options, ITarget target, params Case[] cases) => new CaseRunner(target, cases, options).Run();

    public static RunResult Run(params Case[] cases) => Run(new RunOptions(), new FakeTarget(), cases);

    /// <summary>The same result whenever it was made: for snapshots.</summary>
    public static RunResult Timeless(RunResult result) => result with
    {
        Started = new DateTimeOffset(2026, 2, 1, 12, 0, 0, TimeSpan.Zero),
        Duration = TimeSpan.FromSeconds(1.5),
        Controls = [.. result.Controls.Select(Timeless)],
        Cases = [.. result.Cases.Select(Timeless)],
    };

    private static CaseEvidence Timeless(CaseEvidence evidence) => evidence with
    {
        Duration = TimeSpan.FromMilliseconds(20),
        Wire = [.. evidence.Wire.Select((w, i) => w with { Microseconds = (i + 1) * 1000 })],
    };
}
