using LocalMig.Stream.Analysis;

namespace LocalMig.Tests.Stream;

public sealed class StreamAnalysisTests
{
    public static TheoryData<string> Recordings() => [.. StreamFixture.All()];

    [Theory]
    [MemberData(nameof(Recordings))]
    public void Every_recorded_stream_is_understood_to_its_last_byte(string name)
    {
        StreamReport report = StreamAnalysis.Analyze(StreamFixture.Read(name), StreamFixture.Log(name));
        Assert.True(report.Complete);
        Assert.Equal(report.Length, report.Parsed);

        // QEMU describes a descriptor with the size 0; nothing else is to be said of these streams.
        Assert.All(report.Findings, finding => Assert.Equal((FindingWeight.Note, "LM-STREAM-14"), (finding.Weight, finding.Requirement)));
        Assert.Equal(report.Sections("net0/0/net-tap").Count(), report.Findings.Count);
        Assert.NotEqual(StreamKind.Unknown, report.Kind);
    }

    [Fact]
    public void The_descriptor_of_a_tap_is_found_in_its_section()
    {
        const string name = "local-11-return-path.bin";
        StreamReport report = StreamAnalysis.Analyze(StreamFixture.Read(name), StreamFixture.Log(name));
        StreamNode section = Assert.Single(report.Sections("net0/0/net-tap"));
        Assert.Equal([624007L], section.All.SelectMany(node => node.Descriptors));
        Assert.Equal(757158, report.Parsed);
    }
}
