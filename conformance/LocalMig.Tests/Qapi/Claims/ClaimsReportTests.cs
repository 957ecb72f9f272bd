using System.Text;
using System.Text.Json;
using LocalMig.Parameters;
using LocalMig.Qapi.Definitions;
using LocalMig.Qapi.Source;
using LocalMig.Spec;
using LocalMig.Spec.Claims;
using LocalMig.Suite.Reports;
using LocalMig.Tests.Snapshots;

namespace LocalMig.Tests.Qapi.Claims;

public class ClaimsReportTests
{
    [Theory]
    [InlineData("first", Profile.Proposal)]
    [InlineData("reworded", Profile.Proposal)]
    [InlineData("reworded", Profile.V16)]
    [InlineData("reworded", Profile.Upstream)]
    public void The_report_tells_what_backs_each_sentence(string name, Profile profile) =>
        // The texts of the requirements have a snapshot of their own.
        Snapshot.Verify(string.Join('\n', Report(name, profile).Text.Split('\n').Select(static l => l.StartsWith("    LM-", StringComparison.Ordinal) ? l.Split(' ')[4] : l)), $"{name}_{profile}");

    [Fact]
    public void Only_the_second_wording_has_no_hole_and_only_where_its_property_is_the_one()
    {
        Assert.Equal(4, Report("first", Profile.Proposal).Holes);
        Assert.Equal(0, Report("reworded", Profile.Proposal).Holes);
        Assert.Equal(1, Report("reworded", Profile.V16).Holes);
        Assert.Equal(1, Report("reworded", Profile.Upstream).Holes);
    }

    [Fact]
    public void A_claim_whose_requirements_no_case_passed_is_unbacked()
    {
        byte[] results = Encoding.UTF8.GetBytes(
            """
            {"format": "localmig-results", "version": 1, "tool": "t", "target": "reference", "profile": "proposal", "level": "may", "seed": 1, "shard": "1/1",
             "started": "2026-02-03T10:00:00+00:00", "duration_ms": 1, "exit_code": 0, "summary": {}, "controls": [], "cases": [], "requirements": [
              {"id": "LM-PARAM-01", "level": "must", "text": "", "source": "", "verdict": "pass", "reason": "", "cases": ["PARAM/introspection"]},
              {"id": "LM-TRANSFER-01", "level": "must", "text": "", "source": "", "verdict": "fail", "reason": "", "cases": ["TRANSFER/main-channel"]},
              {"id": "LM-DEVICE-03", "level": "must", "text": "", "source": "", "verdict": "pass", "reason": "", "cases": ["DEVICE/property"]}]}
            """);
        ClaimsReport report = Report("reworded", Profile.Proposal, results);
        Assert.Contains("pass: PARAM/introspection", report.Text, StringComparison.Ordinal);
        Assert.Contains("fail: TRANSFER/main-channel", report.Text, StringComparison.Ordinal);
        Assert.Equal(1, report.Holes);
    }

    [Fact]
    public void Results_that_are_none_are_refused() => Assert.Throws<JsonException>(() => Report("reworded", Profile.Proposal, [1, 2, 3]));

    [Theory]
    [InlineData("requirement-is-null")]
    [InlineData("requirement-without-id")]
    [InlineData("requirement-stands-twice")]
    [InlineData("requirements-are-null")]
    public void Results_of_a_broken_form_are_refused_alike(string name) =>
        Assert.Throws<JsonException>(() => Report("reworded", Profile.Proposal, File.ReadAllBytes(Path.Combine(SmallSchemas.Folder, "..", "..", "fuzz", "findings", "results", name))));

    [Fact]
    public void Every_topic_names_requirements_that_exist() =>
        Assert.All(ClaimTopics.All, static t => Assert.All(t.Requirements, static id => Assert.True(Requirements.TryFind(id, out _), id)));

    private static ClaimsReport Report(string name, Profile profile, byte[]? results = null)
    {
        byte[] text = File.ReadAllBytes(Path.Combine(SmallSchemas.Folder, "..", "doc-local", name + ".json"));
        Dictionary<string, ReadOnlyMemory<byte>> files = new(StringComparer.Ordinal) { [Path.GetFullPath("migration.json")] = text };
        return ClaimsReport.Make(SchemaSource.Read("migration.json", new MemorySchemaFiles(files)).Value, profile, results)!;
    }
}
