using LocalMig.Parameters;
using LocalMig.Spec;
using LocalMig.Suite;
using LocalMig.Suite.Reports;
using LocalMig.Suite.Traceability;
using LocalMig.Tests.Qapi;

namespace LocalMig.Tests.Suite.Traceability;

public class RequirementsDocumentTests
{
    private static string Docs => Path.GetFullPath(Path.Combine(SmallSchemas.Folder, "..", "..", "docs"));

    [Fact]
    public void The_document_in_the_repository_is_what_the_suite_says_now() =>
        Assert.True(
            File.ReadAllText(Path.Combine(Docs, "requirements.md")) == RequirementsDocument.Write(VerdictsFolder.Read(Path.Combine(Docs, "verdicts"))),
            "docs/requirements.md is stale: run scripts/requirements.sh");

    [Fact]
    public void Every_bullet_of_the_specification_has_a_requirement() =>
        Assert.DoesNotContain(SpecificationBullet.All, static bullet => !Requirements.All.Any(bullet.IsSourceOf));

    [Fact]
    public void Every_requirement_comes_from_a_bullet_or_from_a_recording() => Assert.All(Requirements.All, static r =>
    {
        IReadOnlyList<string> anchors = SpecificationBullet.AnchorsOf(r);
        Assert.True(anchors.Count > 0 || r.Source.StartsWith("recorded, ", StringComparison.Ordinal), r.Id);
        Assert.All(anchors, a => Assert.Contains(SpecificationBullet.All, bullet => bullet.Anchor == a));
    });

    [Fact]
    public void A_source_may_name_several_places()
    {
        var requirement = new Requirement("LM-X-01", Level.Must, "x", "section 5, bullets 2 and 6; section 7, also (a defect)", []);
        Assert.Equal(["section 5, bullet 2", "section 5, bullet 6", "section 7, also"], SpecificationBullet.AnchorsOf(requirement));
    }

    [Fact]
    public void Verdicts_of_a_run_are_kept_and_shown()
    {
        RunResult result = FakeTarget.Run(FakeTarget.Passing("PARAM/a", "LM-PARAM-04"), FakeTarget.Failing("CHANNEL/b", "LM-CHANNEL-01"));
        string folder = Directory.CreateTempSubdirectory("localmig-verdicts-").FullName;
        try
        {
            StoredVerdicts stored = StoredVerdicts.From("QEMU 1.2", [JsonReport.Write(FakeTarget.Timeless(result))]);
            VerdictsFolder.Store(folder, stored);
            Assert.Equal(["qemu-1.2.json"], Directory.EnumerateFiles(folder).Select(Path.GetFileName));
            StoredVerdicts read = Assert.Single(VerdictsFolder.Read(folder));
            Assert.Equal("pass", read.Runs[0].Of("LM-PARAM-04"));
            Assert.Equal("fail", read.Runs[0].Of("LM-CHANNEL-01"));
            Assert.Null(read.Runs[0].Of("LM-CHANNEL-02"));
            string text = RequirementsDocument.Write([read]);
            Assert.Contains("- QEMU 1.2: 2026-02-01, ", text, StringComparison.Ordinal);
            Assert.Contains("- QEMU 1.2: fail (proposal)\n", text, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void The_profile_of_each_run_stands_beside_its_verdict()
    {
        StoredRun Run(Profile profile, string verdict) => new("t", ResultsNames.Of(profile), 0, new Dictionary<string, IReadOnlyList<string>> { [verdict] = ["LM-PARAM-04"] });
        StoredVerdicts few = new() { Subject = "few", Date = "2026-02-01", Suite = "1", Runs = [Run(Profile.Proposal, "pass"), Run(Profile.V16, "fail"), Run(Profile.Upstream, "pass")] };
        StoredVerdicts many = few with { Subject = "many", Runs = [.. few.Runs, Run(Profile.Upstream, "fail")] };
        string text = RequirementsDocument.Write([few, many]);
        Assert.Contains("- few: fail (v16), pass (proposal, upstream)\n- many: 2 fail, 2 pass\n", text, StringComparison.Ordinal);
    }
}
