using LocalMig.Machine.Transcripts;
using LocalMig.Qmp;
using LocalMig.Tests.Parameters;
using LocalMig.Tests.Qmp;

namespace LocalMig.Tests.Machine.Transcripts;

public sealed class TranscriptRulesTests
{
    private const string Success = "qemu-11.1.3/B11-10-success.txt";

    // What real QEMU did wrong in the recordings, and nothing else.
    private static readonly Dictionary<string, string[]> Known = new(StringComparer.Ordinal)
    {
        // An infinite number is printed as "inf", which is no JSON.
        ["qemu-11.1.3/A11-03-commands.txt"] = ["line 94 transcript.message", "line 96 transcript.message"],
        ["qemu-7.2.22/A7-03-commands.txt"] = ["line 94 transcript.message", "line 96 transcript.message"],
        // A destination of QEMU 7.2 tells 'setup' also to those who did not ask for events.
        ["qemu-7.2.22/B7-03-incoming.txt"] = ["line 47 transcript.event", "line 73 transcript.event"],
    };

    [Theory]
    [MemberData(nameof(TranscriptTests.Recordings), MemberType = typeof(TranscriptTests))]
    public void Every_recording_is_possible_but_for_known_defects(string file) =>
        Assert.Equal(Known.GetValueOrDefault(file, []), Findings(Fixture.Text("transcripts/" + file)));

    [Fact]
    public void Every_defect_that_is_known_is_in_a_recording() =>
        Assert.All(Known.Keys, static file => Assert.NotEmpty(Fixture.Text("transcripts/" + file)));

    // Each event of a successful migration that a client has to be told, left out by hand.
    [Theory]
    [InlineData("[dst] <-", "\"setup\"", "line 15 transcript.migration")]
    [InlineData("[src] <-", "\"setup\"", "line 24 transcript.migration")]
    [InlineData("[src] <-", "\"active\"", "line 31 transcript.migration")]
    [InlineData("[src] <-", "\"pass\": 2", "line 29 transcript.event")]
    [InlineData("[src] <-", "\"STOP\"", "line 31 transcript.runstate")]
    [InlineData("[src] <-", "\"device\"", "line 32 transcript.migration")]
    [InlineData("[dst] <-", "\"active\"", "line 35 transcript.migration")]
    [InlineData("[dst] <-", "\"RESUME\"", "line 43 transcript.runstate")]
    [InlineData("[src] <-", "\"RESUME\"", "line 53 transcript.runstate")]
    public void An_event_that_was_left_out_is_missed(string side, string words, string finding)
    {
        List<string> rows = [.. Fixture.Text("transcripts/" + Success).Split('\n')];
        int at = rows.FindIndex(r => r.StartsWith(side, StringComparison.Ordinal) && r.Contains("\"event\"", StringComparison.Ordinal) && r.Contains(words, StringComparison.Ordinal));
        rows.RemoveAt(at);
        Assert.Contains(finding, Findings(string.Join('\n', rows)));
    }

    [Theory]
    [InlineData("\"active\"", "\"completed\"", "line 28 transcript.migration")]
    [InlineData("\"device\"", "\"pre-switchover\"", "line 33 transcript.migration")]
    [InlineData("\"status\": \"running\", \"running\": true", "\"status\": \"paused\", \"running\": true", "line 22 transcript.runstate")]
    [InlineData("\"status\": \"running\", \"running\": true", "\"status\": \"paused\", \"running\": false", "line 22 transcript.runstate")]
    [InlineData("{\"return\": {\"status\": \"setup\"}}", "{\"return\": {}}", "line 27 transcript.migration")]
    [InlineData("\"capability\":\"events\",\"state\":true", "\"capability\":\"events\",\"state\":false", "line 24 transcript.event")]
    [InlineData("\"event\": \"STOP\"", "\"event\": \"RESUME\"", "line 31 transcript.runstate")]
    public void What_cannot_follow_is_found_at_its_line(string written, string instead, string finding)
    {
        string text = Fixture.Text("transcripts/" + Success);
        int at = text.IndexOf(written, text.IndexOf("[src] ->", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains(finding, Findings(string.Concat(text.AsSpan(0, at), instead, text.AsSpan(at + written.Length))));
    }

    [Fact]
    public void Answers_without_ids_that_were_swapped_show_by_their_form()
    {
        List<string> rows = [.. Fixture.Text("transcripts/" + Success).Split('\n')];
        int first = rows.FindIndex(static r => r.StartsWith("[src] <- {\"return\": {\"status\": \"completed\"", StringComparison.Ordinal));
        (rows[first], rows[first + 2]) = (rows[first + 2], rows[first]);
        Assert.Equal([$"line {first + 1} transcript.return", $"line {first + 3} transcript.return"], Findings(string.Join('\n', rows)));
    }

    [Fact]
    public void Of_a_machine_that_was_there_before_nothing_is_known_that_it_does_not_say()
    {
        // Not whether it runs, nor what its migration did, nor who switched events on.
        const string Rows = """
            #! localmig transcript 1
            vm <- {"QMP": {"version": {"qemu": {"micro": 3, "minor": 1, "major": 11}, "package": ""}, "capabilities": ["oob"]}}
            vm -> {"execute": "qmp_capabilities"}
            vm <- {"return": {}}
            vm <- {"timestamp": {"seconds": 1, "microseconds": 2}, "event": "MIGRATION", "data": {"status": "device"}}
            vm <- {"timestamp": {"seconds": 1, "microseconds": 2}, "event": "RESUME"}
            vm -> {"execute": "stop"}
            vm <- {"timestamp": {"seconds": 1, "microseconds": 2}, "event": "STOP"}
            vm <- {"return": {}}
            """;
        Assert.Empty(Findings(Rows));
        string[] withoutStop = [.. Rows.Split('\n').Where(static r => !r.Contains("\"STOP\"", StringComparison.Ordinal))];
        Assert.Equal(["line 8 transcript.runstate"], Findings(string.Join('\n', withoutStop)));
    }

    private static IEnumerable<string> Findings(string text) =>
        TranscriptRules.Check(TranscriptReader.Read(text)).Select(static f => $"{f.Path} {f.Code}");
}
