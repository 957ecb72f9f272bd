using LocalMig.Suite.Agreement;
using LocalMig.Suite.Replay;

namespace LocalMig.Tests.Agreement;

public sealed class KnownDifferencesTests
{
    private const string Reason = "because the test says so";

    private static readonly ReplayAnswer Same = new(1, "", "a", "a", []);
    private static readonly ReplayAnswer Other = new(2, "", "a", "b", [new JsonDifference("/return/x", "1", "2")]);
    private static readonly ReplayAnswer Missing = new(3, "", "a", null, []);

    [Fact]
    public void What_has_a_row_is_listed_and_what_has_none_is_unknown()
    {
        FileAgreement judged = Table($"f | 2:/return/x | {Reason}").Judge("f", Result(Same, Other, Missing));
        Assert.Equal((1, 3, 0), (judged.Same, judged.Compared, judged.Open));
        Assert.Equal(Reason, Assert.Single(judged.Listed).Reason);
        Assert.Equal(Missing, Assert.Single(judged.Unknown));
        Assert.False(judged.IsExplained);
    }

    [Fact]
    public void A_row_whose_answer_is_the_same_is_stale()
    {
        FileAgreement judged = Table($"f | 1 2:/return/x 3:missing | {Reason}").Judge("f", Result(Same, Other, Missing));
        Assert.Equal(["1"], judged.Stale);
        Assert.Empty(judged.Unknown);
        Assert.False(judged.IsExplained);
    }

    [Fact]
    public void What_depends_on_the_machine_counts_for_neither_side()
    {
        FileAgreement judged = Table($"f | ~1 ~2 ~3 | {Reason}").Judge("f", Result(Same, Other, Missing));
        Assert.Equal((0, 0, 3), (judged.Same, judged.Compared, judged.Open));
        Assert.True(judged.IsExplained);
    }

    [Fact]
    public void What_was_not_replayed_is_no_agreement()
    {
        ReplayResult result = Result(Same) with { Skipped = [new ReplaySkip(5, 9, 4, "no such machine")] };
        Assert.False(KnownDifferences.None.Judge("f", result).IsExplained);
    }

    [Theory]
    [InlineData("f | 1")]
    [InlineData("f | 1 | short")]
    [InlineData("f | 1 1 | because the test says so")]
    public void A_table_that_is_none_is_told(string text) => Assert.False(KnownDifferences.Read(text).IsOk);

    private static KnownDifferences Table(string text) => KnownDifferences.Read("# comment\n" + text + "\n").Value;

    private static ReplayResult Result(params ReplayAnswer[] answers) => new(answers, [], null);
}
