using LocalMig.Suite.Differential;
using LocalMig.Tests.Parameters;

namespace LocalMig.Tests.Suite.Differential;

public sealed class KnownDisagreementsTests
{
    [Fact]
    public void The_list_of_the_project_can_be_read_and_blames_nothing_on_us()
    {
        KnownDisagreements known = KnownDisagreements.Read(Fixture.Text("agreement/disagreements.txt")).Value;
        Assert.NotEmpty(known.Rows);
        Assert.All(known.Rows, static row => Assert.True(row.Blame != Blame.Ours && row.Reason.Length > 20, row.Reason));
    }

    [Fact]
    public void Every_difference_needs_a_row()
    {
        KnownDisagreements known = KnownDisagreements.Read("# a comment\n\ntheirs | ^ours: 1; theirs: \\d$ | they count wrongly\n").Value;
        Assert.Equal(Blame.Theirs, known.Find(new Disagreement([], ["ours: 1; theirs: 2"]))?.Blame);
        Assert.Null(known.Find(new Disagreement([], ["ours: 1; theirs: 2", "ours: 2; theirs: 1"])));
        Assert.Null(known.Find(new Disagreement([], [])));
    }

    [Theory]
    [InlineData("theirs | x", "line 1 is not")]
    [InlineData("\nnobody | x | because", "line 2 is not")]
    [InlineData("unsorted | x | because", "line 1 is not")]
    [InlineData("ours | ( | because", "line 1: ")]
    public void A_row_that_is_none_is_refused_with_its_line(string text, string problem) =>
        Assert.StartsWith(problem, KnownDisagreements.Read(text).Error, StringComparison.Ordinal);
}
