using LocalMig.Spec;
using LocalMig.Suite.Cases;
using LocalMig.Suite.Faults;
using LocalMig.Suite.Faults.Recordings;
using LocalMig.Suite.Targets;

namespace LocalMig.Tests.Suite.Faults;

public class FaultCatalogueTests
{
    private const TargetAbilities Recorded = TargetAbilities.Recording | TargetAbilities.RecordedStream;

    // What no target that can be made wrong here is able to do: see what these cases need.
    private static readonly string[] Unbreakable = ["LM-CHANNEL-41", "LM-STREAM-11", "LM-STREAM-28", "LM-STREAM-29", "LM-STREAM-30", "LM-STREAM-31", "LM-TRANSFER-40", "LM-TRANSFER-41"];

    [Fact]
    public void Every_fault_has_a_name_of_its_own_and_says_in_a_sentence_what_somebody_did()
    {
        IReadOnlyList<(string Name, string Mistake)> all = [.. FaultCatalogue.All.Select(f => (f.Name, f.Mistake)), .. RecordedEdits.All.Select(e => (e.Name, e.Mistake))];
        Assert.True(FaultCatalogue.All.Count >= 60);
        Assert.Equal(all.Count, all.Select(f => f.Name).Distinct(StringComparer.Ordinal).Count());
        Assert.All(all, f =>
        {
            Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)+$", f.Name);
            Assert.EndsWith(".", f.Mistake, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Every_fault_breaks_requirements_that_hold_in_the_profile_it_is_tried_in() => Assert.All(FaultCatalogue.All, f =>
    {
        Assert.NotEmpty(f.Breaks);
        Assert.All(f.Breaks, id => Assert.True(Requirements.TryFind(id, out Requirement? r) && r.HoldsIn(f.TriedIn), $"{f.Name} breaks {id}"));
        Assert.True(f.Profiles.Count == 0 || f.Profiles.Contains(f.TriedIn));
    });

    [Fact]
    public void Every_requirement_that_can_be_broken_is_broken_by_a_fault()
    {
        IEnumerable<string> broken = FaultCatalogue.All.SelectMany(f => f.Breaks);
        Assert.Empty(Requirements.All.Where(r => r.Level != Level.May && !IsDoc(r.Id)).Select(r => r.Id).Except(broken, StringComparer.Ordinal).Except(Unbreakable, StringComparer.Ordinal));
    }

    // A fault is tried with the cases that judge what it breaks: each case has to be among them for some fault.
    [Fact]
    public void Every_case_is_tried_with_a_fault()
    {
        HashSet<string> live = [.. FaultCatalogue.All.SelectMany(f => f.Breaks)];
        HashSet<string> recorded = [.. RecordedEdits.All.SelectMany(e => e.Breaks)];
        IEnumerable<string> untried = CaseList.All
            .Where(c => !c.Requirements.Any(((c.Needs & Recorded) == TargetAbilities.None ? live : recorded).Contains))
            .Where(c => !c.Requirements.All(IsNotToBeBroken))
            .Select(c => c.Id);
        Assert.Empty(untried);
    }

    [Fact]
    public void A_name_that_nobody_knows_is_no_fault() => Assert.Null(FaultCatalogue.Find("nosuch"));

    // Each rule for documentation has a bad example of its own, on which its test sees it fail.
    private static bool IsDoc(string id) => id.StartsWith("LM-DOC-", StringComparison.Ordinal);

    private static bool IsNotToBeBroken(string id) => IsDoc(id) || Unbreakable.Contains(id) || (Requirements.TryFind(id, out Requirement? r) && r.Level == Level.May) || id == "LM-TRANSFER-16";
}
