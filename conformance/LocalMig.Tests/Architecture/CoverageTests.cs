using LocalMig.Parameters;
using LocalMig.Spec;
using LocalMig.Suite;
using LocalMig.Suite.Cases;
using LocalMig.Suite.Targets;

namespace LocalMig.Tests.Architecture;

public class CoverageTests
{
    // Requirements that no case judges, each with the reason. It is empty, and stays so.
    private static readonly string[] WithoutCase = [];

    // What the runner itself looks at after every case.
    private const string OfEveryCase = "LM-TRANSFER-42";

    [Fact]
    public void Every_requirement_has_a_case_in_every_profile_it_holds_in()
    {
        IEnumerable<string> missing =
            from requirement in Requirements.All
            from profile in Enum.GetValues<Profile>()
            where requirement.HoldsIn(profile) && !WithoutCase.Contains(requirement.Id) && requirement.Id != OfEveryCase
            where !CaseList.All.Any(c => Judges(c, requirement.Id, profile))
            select $"{requirement.Id} in {profile}";
        Assert.Empty(missing);
    }

    [Fact]
    public void Nothing_is_listed_as_without_a_case_that_has_one() =>
        Assert.DoesNotContain(WithoutCase, id => CaseList.All.Any(c => c.Requirements.Contains(id)));

    [Fact]
    public void Every_requirement_that_a_case_names_exists() => Assert.All(CaseList.All, c =>
    {
        Assert.NotEmpty(c.Requirements);
        Assert.All(c.Requirements, id => Assert.True(Requirements.TryFind(id, out _), $"{c.Id} names {id}"));
    });

    [Fact]
    public void Every_case_has_an_id_of_its_own_a_group_and_a_title()
    {
        Assert.Equal(CaseList.All.Count, CaseList.All.Select(c => c.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.All(CaseList.All, c =>
        {
            Assert.Matches("^(QMP|PARAM|CHANNEL|DEVICE|TRANSFER|STREAM|DOC)/[a-z0-9]+(-[a-z0-9]+)*$", c.Id);
            Assert.False(string.IsNullOrWhiteSpace(c.Title));
        });
    }

    // What only reads recordings or schemas shows nothing about an implementation that is there.
    private static bool ReadsRecordings(Case c) => (c.Needs & (TargetAbilities.Recording | TargetAbilities.RecordedStream | TargetAbilities.Definitions)) != TargetAbilities.None;

    private static bool Judges(Case c, string requirement, Profile profile) =>
        !ReadsRecordings(c) && c.Requirements.Contains(requirement) && (c.Profiles.Count == 0 || c.Profiles.Contains(profile));
}
