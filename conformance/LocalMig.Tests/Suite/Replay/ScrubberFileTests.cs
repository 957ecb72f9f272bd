using LocalMig.Json;
using LocalMig.Suite.Replay;

namespace LocalMig.Tests.Suite.Replay;

public sealed class ScrubberFileTests
{
    [Fact]
    public void A_scrubber_takes_out_what_it_names_where_it_names_it()
    {
        IReadOnlyList<Scrubber> scrubbers = ScrubberFile.Read("""
            # what changes from run to run
            uuid | /return/* | [0-9a-f]{4}|none
            node | /return/node-name
            """).Value;
        Assert.Equal(["uuid", "node"], scrubbers.Select(static s => s.Name));
        JsonValue answer = JsonText.Parse("""{"return": {"id": "x beef none", "node-name": 12, "n": 1}, "id": "beef"}""").Value;
        Assert.Equal(
            """{"return": {"id": "x SCRUBBED SCRUBBED", "node-name": "SCRUBBED", "n": 1}, "id": "beef"}""",
            JsonText.Write(Scrubber.Apply(scrubbers, answer), JsonOrder.Plain));
    }

    [Theory]
    [InlineData("name only", "line 1: a scrubber is NAME | PLACE | EXPRESSION")]
    [InlineData("# words\n | /x | y", "line 2: a scrubber is NAME | PLACE | EXPRESSION")]
    public void A_line_that_is_none_is_told(string text, string problem) => Assert.Equal(problem, ScrubberFile.Read(text).Error);

    [Theory]
    [InlineData("x | * | [")]
    [InlineData("x | * | (a)\\1")]
    public void An_expression_that_is_wrong_or_may_take_for_ever_is_refused(string text) =>
        Assert.StartsWith("line 1: ", ScrubberFile.Read(text).Error, StringComparison.Ordinal);

    [Fact]
    public void One_of_the_command_line_is_a_name_and_an_expression()
    {
        Assert.Equal("mac", ScrubberFile.ReadOption("mac=52:54:.*").Value.Name);
        Assert.Equal("'mac' is not NAME=EXPRESSION", ScrubberFile.ReadOption("mac").Error);
    }

    [Fact]
    public void Passes_after_the_second_are_left_out_and_nothing_else()
    {
        Assert.True(Scrubbers.Passes.Drops(Pass(3)));
        Assert.False(Scrubbers.Passes.Drops(Pass(2)));
        Assert.DoesNotContain(Scrubbers.All, static s => s.Drops(JsonValue.Object(("event", "STOP"))));

        static JsonValue Pass(long number) => JsonValue.Object(("event", "MIGRATION_PASS"), ("data", JsonValue.Object(("pass", number))));
    }
}
