using LocalMig.Qmp;
using LocalMig.Suite.Replay;

namespace LocalMig.Tests.Suite.Replay;

public sealed class ReplayPlanTests
{
    private const string Start = """
        #! localmig transcript 1
        vm <- {"QMP": {"version": {}, "capabilities": []}}

        """;

    [Fact]
    public void An_event_that_came_between_a_question_and_its_answer_goes_before_the_question() =>
        Assert.Equal([1, 2, 4, 3, 5], Order("""
            vm -> {"execute": "query-migrate"}
            vm <- {"timestamp": {"seconds": 1, "microseconds": 2}, "event": "MIGRATION", "data": {"status": "active"}}
            vm <- {"return": {"status": "active"}}

            """));

    [Fact]
    public void An_event_that_a_command_causes_stays_behind_it() =>
        Assert.Equal([1, 2, 3, 4, 5], Order("""
            vm -> {"execute": "stop"}
            vm <- {"timestamp": {"seconds": 1, "microseconds": 2}, "event": "STOP"}
            vm <- {"return": {}}

            """));

    [Theory]
    [InlineData("completed", true)]
    [InlineData("failed", true)]
    [InlineData("cancelled", true)]
    [InlineData("active", false)]
    public void Only_an_answer_about_a_migration_that_was_over_is_waited_for(string status, bool waited)
    {
        Transcript transcript = Read("""
            vm -> {"execute": "query-migrate"}
            vm <- {"return": {"status": "STATUS"}}

            """.Replace("STATUS", status, StringComparison.Ordinal));
        ReplayStep question = ReplayPlan.Of(transcript).Single(s => s.Line.Kind == TranscriptKind.Command);
        Assert.Equal(waited, question.End is not null);
    }

    private static Transcript Read(string rows) => TranscriptReader.Read(Start + rows);

    private static IEnumerable<int> Order(string rows) => ReplayPlan.Of(Read(rows)).Select(static s => s.Line.LineNumber);
}
