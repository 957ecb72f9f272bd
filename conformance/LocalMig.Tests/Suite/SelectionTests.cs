using LocalMig.Suite;

namespace LocalMig.Tests.Suite;

[Collection(nameof(Alone))]
public class SelectionTests
{
    [Theory]
    [InlineData("*", "", true)]
    [InlineData("PARAM/*", "PARAM/default-is-false", true)]
    [InlineData("param/*", "PARAM/default-is-false", true)]
    [InlineData("PARAM", "PARAM/default-is-false", false)]
    [InlineData("LM-PARAM-0?", "LM-PARAM-04", true)]
    [InlineData("LM-PARAM-0?", "LM-PARAM-14", false)]
    [InlineData("*a*b*c", "xxaxxbxxc", true)]
    [InlineData("*a*b*c", "xxaxxbxxcx", false)]
    [InlineData("", "x", false)]
    public void A_pattern_matches_the_whole_text(string pattern, string text, bool matches) =>
        Assert.Equal(matches, new Glob(pattern).Matches(text));

    [Property]
    public bool A_text_without_wildcards_matches_itself_and_its_prefix_with_a_star(FsCheck.NonNull<string> text, FsCheck.NonNull<string> more)
    {
        string plain = text.Get.Replace("*", "", StringComparison.Ordinal).Replace("?", "", StringComparison.Ordinal);
        return new Glob(plain).Matches(plain) && new Glob(plain + "*").Matches(plain + more.Get);
    }

    [Theory]
    [InlineData("PARAM/a")]
    [InlineData("PARAM")]
    [InlineData("LM-PARAM-04")]
    [InlineData("*-04")]
    public void A_case_is_found_by_its_id_its_group_and_its_requirements(string filter)
    {
        var options = new RunOptions { Filters = [new Glob(filter)] };
        RunResult result = FakeTarget.Run(options, new FakeTarget(), FakeTarget.Passing("PARAM/a", "LM-PARAM-04"), FakeTarget.Passing("CHANNEL/b", "LM-CHANNEL-01"));
        Assert.Equal(["PARAM/a"], result.Cases.Select(c => c.CaseId));
    }

    [Theory]
    [InlineData("1/1", 1, 1)]
    [InlineData("2/8", 2, 8)]
    public void A_part_is_read(string text, int index, int count)
    {
        Assert.True(Shard.TryParse(text, out Shard shard));
        Assert.Equal(new Shard(index, count), shard);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0/2")]
    [InlineData("3/2")]
    [InlineData("1")]
    [InlineData("1/2/3")]
    [InlineData("-1/2")]
    [InlineData("1/99999999999")]
    public void A_part_that_is_none_is_refused(string text) => Assert.False(Shard.TryParse(text, out _));

    [Property]
    public bool Every_case_is_in_exactly_one_part(FsCheck.NonNull<string> id, FsCheck.PositiveInt count) =>
        Enumerable.Range(1, count.Get).Count(i => new Shard(i, count.Get).Holds(id.Get)) == 1;

    [Property]
    public bool The_parts_of_a_part_are_that_part(FsCheck.NonNull<string> id, FsCheck.PositiveInt count, FsCheck.PositiveInt index, FsCheck.PositiveInt jobs)
    {
        var whole = new Shard((index.Get % count.Get) + 1, count.Get);
        int holding = Enumerable.Range(0, jobs.Get).Count(k => ShardedRun.Part(whole, k, jobs.Get).Holds(id.Get));
        return holding == (whole.Holds(id.Get) ? 1 : 0);
    }
}
