using System.Buffers.Binary;
using System.Text;
using LocalMig.Stream;
using LocalMig.Stream.Analysis;

namespace LocalMig.Tests.Stream;

public sealed class VirtioNetPayloadTests
{
    private const string Recording = "11.1.3-q35-net-file.bin";

    public static TheoryData<string> WithCard() => [.. StreamFixture.All().Where(name => Encoding.Latin1.GetString(StreamFixture.Read(name)).Contains("/virtio-net\"", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(WithCard))]
    public void The_state_of_a_recorded_card_is_taken_apart_to_its_last_byte(string name)
    {
        StreamNode virtio = Card(StreamAnalysis.Analyze(StreamFixture.Read(name)));
        Assert.Equal(StreamNodeKind.Struct, virtio.Kind);
        StreamNode device = virtio.Children.Single(child => child.Name == "device");
        StreamNode mac = device.Children.Single(child => child.Name == "mac");
        Assert.Equal("525400", Convert.ToHexStringLower(((VmStateBytes)mac.Value!).Value.Span[..3]));
        Assert.Equal(virtio.End, virtio.Children[^1].End);
        Assert.Equal(virtio.Offset, virtio.Children[0].Offset);
        Assert.All(virtio.Children.Zip(virtio.Children.Skip(1)), pair => Assert.Equal(pair.First.End, pair.Second.Offset));
    }

    [Fact]
    public void Elements_of_zeroes_at_the_end_of_an_array_are_counted()
    {
        StreamNode virtio = Card(StreamAnalysis.Analyze(StreamFixture.Read(Recording)));
        StreamNode queues = virtio.Children.Single(child => child.Name == "virtio/virtqueues").Children[0];
        Assert.Single(queues.Children);
        Assert.Equal(("zero elements", 1023), (queues.Notes[0].Name, (int)queues.Notes[0].Value.AsUInt64));
    }

    [Theory]
    [InlineData(0, 3)] // the version of the PCI device
    [InlineData(354, 9)] // the length of the configuration
    [InlineData(963, 0)] // a letter of a subsection's name
    public void A_form_that_is_not_known_is_bytes(int at, byte value)
    {
        byte[] stream = StreamFixture.Read(Recording);
        long start = Card(StreamAnalysis.Analyze(stream)).Offset;
        stream[start + at] = value;
        StreamReport report = StreamAnalysis.Analyze(stream);
        StreamNode virtio = Card(report);
        Assert.Equal((StreamNodeKind.Field, 46165L), (virtio.Kind, virtio.Length));
        Assert.Empty(virtio.Children);
        Assert.Empty(report.Findings);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void The_inline_form_is_recognised_and_reported(int queues)
    {
        StreamReport report = StreamAnalysis.Analyze(WithInlineQueues(queues));
        StreamFinding finding = Assert.Single(report.Findings);
        Assert.Equal(
            (FindingWeight.Note, "stream.description.size", "LM-STREAM-09", $"{queues} {(queues == 1 ? "byte" : "bytes")} more than described: one for each descriptor inside the device's state"),
            (finding.Weight, finding.Error.Code, finding.Requirement, finding.Error.Detail));
        Assert.True(report.Complete);
        StreamNode[] fields = [.. Card(report).All.Where(node => node.Descriptors.Count > 0)];
        Assert.Equal(queues, fields.Length);
        Assert.All(fields, field => Assert.Equal("fd", field.Name));
    }

    [Fact]
    public void A_state_with_descriptors_of_a_form_that_is_not_known_is_reported_with_the_bytes_beyond()
    {
        byte[] stream = WithInlineQueues(2);
        long start = Card(StreamAnalysis.Analyze(stream)).Offset;
        stream[start] = 0xff;
        StreamReport report = StreamAnalysis.Analyze(stream);
        Assert.Equal("LM-STREAM-09", Assert.Single(report.Findings).Requirement);
        StreamNode beyond = report.Elements.Single(IsCard).Children.Single(child => child.Kind == StreamNodeKind.Unknown);
        Assert.Equal(("beyond the description", 2L), (beyond.Name, beyond.Length));
        Assert.True(report.Complete);
    }

    private static bool IsCard(StreamNode element) => element.Name.EndsWith("/virtio-net", StringComparison.Ordinal);

    private static StreamNode Card(StreamReport report) => report.Elements.Single(IsCard).Children[0];

    // A queue's ten bytes behind the device's own fields, of which the description counts nine.
    private static byte[] WithInlineQueues(int queues)
    {
        byte[] stream = StreamFixture.Read(Recording);
        StreamReport report = StreamAnalysis.Analyze(stream);
        int behind = (int)Card(report).Children.Single(child => child.Name == "device").End;
        StreamNode description = report.Elements[^1];
        string json = Encoding.UTF8.GetString(stream.AsSpan((int)description.Offset + 5)).Replace("46165", $"{46165 + (queues * 9)}", StringComparison.Ordinal);
        byte[] queue = [0x20, 1, 0, 0, 0, 1, 0, 0, 0, 12];
        byte[] length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, json.Length);
        return
        [
            .. stream.AsSpan(0, behind),
            .. Enumerable.Repeat(queue, queues).SelectMany(bytes => bytes),
            .. stream.AsSpan(behind, (int)description.Offset + 1 - behind),
            .. length,
            .. Encoding.UTF8.GetBytes(json),
        ];
    }
}
