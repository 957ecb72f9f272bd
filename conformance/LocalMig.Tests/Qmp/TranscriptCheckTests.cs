using LocalMig.Qmp;
using LocalMig.Tests.Parameters;

namespace LocalMig.Tests.Qmp;

public sealed class TranscriptCheckTests
{
    private const string Start = """
        #! localmig transcript 1
        vm <- {"QMP": {"version": {"qemu": {"micro": 3, "minor": 1, "major": 11}, "package": ""}, "capabilities": ["oob"]}}
        vm -> {"execute": "qmp_capabilities", "arguments": {"enable": ["oob"]}}
        vm <- {"return": {}}

        """;

    // What real QEMU did wrong in the recordings, and nothing else.
    private static readonly Dictionary<string, string[]> Known = new(StringComparer.Ordinal)
    {
        // An infinite number is printed as "inf", which is no JSON.
        ["qemu-11.1.3/A11-03-commands.txt"] = ["transcript.message", "transcript.message"],
        ["qemu-7.2.22/A7-03-commands.txt"] = ["transcript.message", "transcript.message"],
    };

    [Theory]
    [MemberData(nameof(TranscriptTests.Recordings), MemberType = typeof(TranscriptTests))]
    public void Every_recording_is_in_order_but_for_known_defects(string file)
    {
        Transcript transcript = TranscriptReader.Read(Fixture.Text("transcripts/" + file));
        Assert.Equal(Known.GetValueOrDefault(file, []), TranscriptCheck.Check(transcript).Select(static f => f.Code));
    }

    [Theory]
    [InlineData("vm <- {\"return\": {}}", "transcript.reply", "line 5")]
    [InlineData("vm -> {\"execute\": \"stop\", \"id\": 1}\nvm <- {\"return\": {}}", "transcript.reply", "line 6")]
    [InlineData("vm -> {\"execute\": \"stop\", \"id\": 1}\nvm -> {\"execute\": \"stop\", \"id\": 2}\nvm <- {\"return\": {}, \"id\": 2}", "transcript.reply", "line 7")]
    [InlineData("vm -> {\"execute\": \"stop\"}\nvm <- {\"return\": {}, \"error\": {}}", "transcript.message", "line 6")]
    [InlineData("vm <- {\"event\": \"STOP\"}", "transcript.message", "line 5")]
    [InlineData("vm <- {\"hello\": 1}", "transcript.message", "line 5")]
    [InlineData("vm <= {\"return", "transcript.message", "line 5")]
    [InlineData("vm !! eof\nvm <- {\"timestamp\": {\"seconds\": 1, \"microseconds\": 2}, \"event\": \"STOP\"}", "transcript.end", "line 6")]
    [InlineData("vm !! open\nvm <- {\"timestamp\": {\"seconds\": 1, \"microseconds\": 2}, \"event\": \"STOP\"}", "transcript.greeting", "line 6")]
    [InlineData("vm <- {\"QMP\": {\"version\": {\"qemu\": {\"micro\": 3, \"minor\": 1, \"major\": 11}, \"package\": \"\"}, \"capabilities\": []}}", "transcript.greeting", "line 5")]
    [InlineData("vm !! open\nvm <- {\"QMP\": {}}", "transcript.message", "line 6")]
    public void What_is_out_of_order_is_found_at_its_line(string rows, string rule, string place) =>
        Assert.Contains((rule, place), TranscriptCheck.Check(TranscriptReader.Read(Start + rows)).Select(static f => (f.Code, f.Path)));

    [Fact]
    public void A_command_must_not_succeed_before_the_negotiation()
    {
        string rows = string.Join('\n', Start.Split('\n')[..2]) + "\nvm -> {\"execute\": \"stop\"}\nvm <- {\"return\": {}}\n";
        Assert.Equal(["transcript.negotiation"], TranscriptCheck.Check(TranscriptReader.Read(rows)).Select(static f => f.Code));
    }

    [Fact]
    public void A_command_out_of_band_may_overtake_and_errors_of_parsing_have_their_place()
    {
        const string Rows = """
            vm -> {"execute": "query-status", "id": 1}
            vm -> {"exec-oob": "yank", "id": "y"}
            vm => {"execute": 01}\n
            vm <- {"return": {}, "id": "y"}
            vm <- {"return": {}, "id": 1}
            vm <- {"error": {"class": "GenericError", "desc": "4:13: JSON parse error, stray '01'"}}
            vm <- {"error": {"class": "GenericError", "desc": "4:16: JSON parse error, expecting value"}}

            """;
        Assert.Empty(TranscriptCheck.Check(TranscriptReader.Read(Start + Rows)));
    }
}
