using LocalMig.Json;
using LocalMig.Qmp;
using LocalMig.Suite.Replay;
using LocalMig.Tests.Parameters;
using LocalMig.Wire;

namespace LocalMig.Tests.Agreement;

/// <summary>Replays what was recorded of the protocol itself (JSON, negotiation, envelopes, out of band, limits) on our server.</summary>
public sealed class ProtocolAgreementTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("qemu-11.1.3/A11-01-greeting-negotiation.txt")]
    [InlineData("qemu-11.1.3/A11-02-two-clients.txt")]
    [InlineData("qemu-11.1.3/A11-03-commands.txt")]
    [InlineData("qemu-11.1.3/A11-04-json.txt")]
    [InlineData("qemu-11.1.3/A11-05-limits.txt")]
    [InlineData("qemu-7.2.22/A7-01-greeting-negotiation.txt")]
    [InlineData("qemu-7.2.22/A7-02-two-clients.txt")]
    [InlineData("qemu-7.2.22/A7-03-commands.txt")]
    [InlineData("qemu-7.2.22/A7-04-json.txt")]
    [InlineData("qemu-7.2.22/A7-05-limits.txt")]
    public void Every_answer_is_the_recorded_one_but_for_the_table(string file)
    {
        ReplayResult result = Replay(file);
        KnownDifferences.AssertExactly(file, result);
        Assert.True(result.Answers.Count > 2);
    }

    [Fact]
    public void A_command_out_of_band_is_answered_among_those_in_band_and_they_keep_their_order()
    {
        // When exactly it overtakes, and whether the others are not done by then, is a race there and here: everything but its place is compared.
        ReplayResult result = Replay("qemu-11.1.3/A11-09-oob-queue.txt");
        Assert.Null(result.Problem);
        List<string> expected = [.. result.Answers.Select(static a => a.Expected).OfType<string>()];
        List<string> actual = [.. result.Answers.Select(static a => a.Actual).OfType<string>()];
        Assert.Equal(15, actual.Count);
        int overtaking = actual.FindIndex(static a => a.Contains("\"oob\", \"error\"", StringComparison.Ordinal));
        Assert.InRange(overtaking, 2, 14);
        Assert.StartsWith(expected.Find(static e => e.StartsWith("{\"id\": \"oob\"", StringComparison.Ordinal))!, actual[overtaking], StringComparison.Ordinal);
        Assert.Equal(
            Enumerable.Range(0, 12).Select(static i => (long)i),
            actual.Skip(2).Where((_, i) => i + 2 != overtaking).Select(static a => JsonText.Parse(a).Value["id"]!.AsInt64));
        Assert.Equal([.. Enumerable.Repeat(248386, 10), .. Enumerable.Repeat(248387, 2)], actual.Skip(2).Where((_, i) => i + 2 != overtaking).Select(static a => a.Length));
    }

    private ReplayResult Replay(string file)
    {
        QemuGeneration generation = file.StartsWith("qemu-11", StringComparison.Ordinal) ? QemuGeneration.Qemu11 : QemuGeneration.Qemu7;
        using ServerReplayTarget target = new(new RecordedVersion(generation));
        // Nothing is taken out: our server answers with the version and the packages of the recording.
        ReplayOptions options = new() { Scrubbers = [], Complete = RecordedInputs.Complete, Patience = TimeSpan.FromSeconds(60) };
        ReplayResult result = TranscriptReplay.Run(TranscriptReader.Read(Fixture.Text("transcripts/" + file)), target, options);
        output.WriteLine($"{file}: {result.ToText()}");
        return result;
    }
}
