using LocalMig.Parameters;
using LocalMig.Spec;
using LocalMig.Tests.Snapshots;

namespace LocalMig.Tests.Spec;

public class RequirementsTests
{
    // A snapshot because ids are a promise: whoever changes one sees it here.
    [Fact]
    public void The_list_of_requirements_is_what_was_published() =>
        Snapshot.Verify(string.Join('\n', Requirements.All.Select(r =>
            $"{r.Id} {r.Level} [{(r.Profiles.Count == 0 ? "all" : string.Join(", ", r.Profiles))}] {r.Text} ({r.Source})")));

    [Fact]
    public void Ids_are_unique_and_run_on_within_their_group()
    {
        foreach (IGrouping<string, Requirement> group in Requirements.All.GroupBy(r => r.Group, StringComparer.Ordinal))
        {
            Assert.Equal(
                string.Join(' ', Enumerable.Range(1, group.Count()).Select(n => $"LM-{group.Key}-{n:00}")),
                string.Join(' ', group.Select(r => r.Id)));
        }
    }

    [Fact]
    public void Every_requirement_is_a_sentence_with_a_source() => Assert.All(Requirements.All, r =>
    {
        Assert.Matches("^.*[.]$", r.Text);
        Assert.Matches("^(section [1-7]|recorded), ", r.Source);
    });

    [Theory]
    [InlineData(Profile.Proposal)]
    [InlineData(Profile.V16)]
    [InlineData(Profile.Upstream)]
    public void Every_profile_has_requirements_of_every_group(Profile profile) =>
        Assert.Equal(
            "PARAM CHANNEL DEVICE TRANSFER STREAM QMP DOC",
            string.Join(' ', Requirements.All.Where(r => r.HoldsIn(profile)).Select(r => r.Group).Distinct(StringComparer.Ordinal)));

    [Fact]
    public void A_requirement_is_found_by_its_id()
    {
        Assert.True(Requirements.TryFind("LM-CHANNEL-20", out Requirement? found));
        Assert.False(found.HoldsIn(Profile.Proposal));
        Assert.True(found.HoldsIn(Profile.Upstream));
        Assert.False(Requirements.TryFind("LM-CHANNEL-00", out _));
    }
}
