using LocalMig.Json;
using LocalMig.Parameters;
using LocalMig.Qapi;
using LocalMig.Spec;
using LocalMig.Suite;
using LocalMig.Suite.Cases;
using LocalMig.Suite.Faults;
using LocalMig.Suite.Targets;
using LocalMig.Tests.Qapi;
using LocalMig.Wire;

namespace LocalMig.Tests.Suite;

[Collection(nameof(Alone))]
public sealed class SchemaTargetTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("localmig-schema-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string> Faults => [.. WordingFaults.All.Select(static f => f.Name)];

    [Theory]
    [InlineData("first", ExitCode.Failed, "LM-DOC-17 LM-DOC-18 LM-DOC-19 LM-DOC-24 LM-DOC-26")]
    [InlineData("reworded", ExitCode.Passed, "")]
    [InlineData("before", ExitCode.NothingJudged, "")]
    public void The_two_wordings_of_the_review_are_told_apart(string name, ExitCode code, string broken)
    {
        RunResult result = Judge(Path.Combine(Fixtures, "doc-local", name + ".json"), Profile.Proposal);
        Assert.Equal(code, result.ExitCode);
        Assert.Equal(broken, Broken(result));
    }

    [Theory]
    [InlineData(Profile.Proposal)]
    [InlineData(Profile.V16)]
    [InlineData(Profile.Upstream)]
    public void The_schema_of_the_reference_says_what_it_has_to(Profile profile)
    {
        RunResult result = Judge(Write(ProfileDocumentation.ReferenceSchema(profile)), profile);
        Assert.Equal("", Broken(result));
        Assert.Equal(ExitCode.Passed, result.ExitCode);
        Assert.DoesNotContain(result.Cases, static c => c.CaseId.StartsWith("DOC/", StringComparison.Ordinal) && c.Verdict != Verdict.Pass && c.CaseId != "DOC/unstable-named");
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_in_the_wording_is_caught_by_its_requirement_and_at_its_place(string name)
    {
        WordingFault fault = WordingFaults.All.Single(f => f.Name == name);
        string path = Write(fault.In(ProfileDocumentation.ReferenceSchema(Profile.Upstream)));
        RunResult result = Judge(path, Profile.Upstream);
        Assert.Equal(string.Join(' ', fault.Requirements.Order(StringComparer.Ordinal)), Broken(result));
        Assert.All(result.Cases.SelectMany(static c => c.Expectations).Where(static e => !e.Held && e.Requirement != "LM-DOC-30"), e =>
            Assert.Matches($"^{path}:[0-9]+", e.Place));
    }

    // What only permits something cannot be broken.
    [Fact]
    public void Every_requirement_of_the_group_that_can_be_broken_has_a_fault() =>
        Assert.Equal(
            Requirements.All.Where(static r => r.Group == "DOC" && r.Level != Level.May).Select(static r => r.Id),
            WordingFaults.All.Select(static f => f.Requirements[0]).Where(static id => id.StartsWith("LM-DOC-", StringComparison.Ordinal)));

    [Fact]
    public void A_statement_that_nothing_requires_is_reported_and_breaks_nothing()
    {
        string text = ProfileDocumentation.ReferenceSchema(Profile.Proposal).Replace("Defaults to false.", "Costs no time.", StringComparison.Ordinal);
        RunResult result = Judge(Write(text), Profile.Proposal);
        Assert.Equal("", Broken(result));
        RequirementOutcome outcome = result.Requirements().Single(static r => r.Requirement.Id == "LM-DOC-30");
        Assert.Equal("not so here, which is permitted: unbacked: Costs no time.", outcome.Reason);
    }

    [Fact]
    public void An_enumeration_that_the_schema_excepts_need_not_describe_its_values()
    {
        string text = WordingFaults.All.Single(static f => f.Name == "value-not-described").In(ProfileDocumentation.ReferenceSchema(Profile.Upstream));
        text = "{ 'pragma': { 'documentation-exceptions': [ 'MigrationParameter' ] } }\n" + text;
        Assert.Equal("", Broken(Judge(Write(text), Profile.Upstream)));
    }

    [Fact]
    public void A_recorded_answer_of_a_release_without_the_feature_is_unsupported()
    {
        RunResult result = Judge(Path.Combine(Fixtures, "schemas", "query-qmp-schema-11.1.3.json"), Profile.Proposal);
        Assert.Equal(ExitCode.NothingJudged, result.ExitCode);
        Assert.Equal(2, result.Count(Verdict.Unsupported));
    }

    [Fact]
    public void Introspection_is_judged_by_the_members_that_it_shows()
    {
        JsonValue answer = Introspection.Write(ProfileSchema.For(Profile.Proposal, QemuGeneration.Qemu11));
        RunResult result = Judge(Write(JsonText.Write(answer)), Profile.Proposal);
        Assert.Equal(ExitCode.Passed, result.ExitCode);
        Assert.Equal(["LM-PARAM-01", "LM-PARAM-02"], result.Requirements().Where(static r => r.Verdict == Verdict.Pass).Select(static r => r.Requirement.Id));
        Assert.Equal("introspection shows no documentation, and no type that nothing uses", result.Cases.Single(static c => c.CaseId == "DOC/purpose").Reason);
    }

    [Theory]
    [InlineData("[ 1 ]")]
    [InlineData("{ \"return\": 1 }")]
    [InlineData("[")]
    public void What_is_neither_schema_nor_introspection_is_refused(string text) =>
        Assert.False(SchemaTarget.Open(Write(text)).TryGet(out _, out _));

    [Fact]
    public void A_file_that_is_not_there_is_refused() =>
        Assert.False(SchemaTarget.Open(Path.Combine(_folder, "nosuch.json")).TryGet(out _, out _));

    private static string Fixtures => Path.GetFullPath(Path.Combine(SmallSchemas.Folder, ".."));

    private string Write(string text)
    {
        string path = Path.Combine(_folder, "schema.json");
        File.WriteAllText(path, text);
        return path;
    }

    private static RunResult Judge(string path, Profile profile)
    {
        Assert.True(SchemaTarget.Open(path).TryGet(out ITarget? target, out string? why), why);
        using (target)
            return new CaseRunner(target, CaseList.All, new RunOptions { Profile = profile }).Run();
    }

    private static string Broken(RunResult result) =>
        string.Join(' ', result.Requirements().Where(static r => r.Verdict == Verdict.Fail).Select(static r => r.Requirement.Id).Order(StringComparer.Ordinal));
}
