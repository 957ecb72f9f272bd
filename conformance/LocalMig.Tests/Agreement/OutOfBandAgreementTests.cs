using LocalMig.Json;
using LocalMig.Qmp;
using LocalMig.Suite.Agreement;
using LocalMig.Suite.Replay;
using LocalMig.Tests.Parameters;
using LocalMig.Tests.Qapi;
using LocalMig.Wire;

namespace LocalMig.Tests.Agreement;

/// <summary>When exactly a command out of band overtakes is a race there and here: everything but its place is compared.</summary>
public sealed class OutOfBandAgreementTests
{
    [Fact]
    public void It_is_answered_among_those_in_band_and_they_keep_their_order()
    {
        Transcript transcript = TranscriptReader.Read(Fixture.Text("transcripts/qemu-11.1.3/A11-09-oob-queue.txt"));
        using ReplayFolder folder = new(transcript);
        RecordedVersion version = new(QemuGeneration.Qemu11, IntrospectionTests.Recorded("11.1.3"), IntrospectionTests.RecordedSchema("11.1.3"));
        using ServerReplayTarget target = new(version, folder.Path);
        ReplayResult result = TranscriptReplay.Run(transcript, target, new ReplayOptions { Complete = RecordedInputs.Complete, Patience = TimeSpan.FromSeconds(60) });
        Assert.Null(result.Problem);
        List<string> expected = [.. result.Answers.Select(static a => a.Expected).OfType<string>()];
        List<string> actual = [.. result.Answers.Select(static a => a.Actual).OfType<string>()];
        Assert.Equal(15, actual.Count);
        int overtaking = actual.FindIndex(static a => a.Contains("\"oob\", \"error\"", StringComparison.Ordinal));
        Assert.InRange(overtaking, 2, 14);
        Assert.StartsWith(expected.Find(static e => e.StartsWith("{\"id\": \"oob\"", StringComparison.Ordinal))!, actual[overtaking], StringComparison.Ordinal);
        string[] inBand = [.. actual.Skip(2).Where((_, i) => i + 2 != overtaking)];
        Assert.Equal(Enumerable.Range(0, 12).Select(static i => (long)i), inBand.Select(static a => JsonText.Parse(a).Value["id"]!.AsInt64));
        Assert.Equal([.. Enumerable.Repeat(248386, 10), .. Enumerable.Repeat(248387, 2)], inBand.Select(static a => a.Length));
    }
}
