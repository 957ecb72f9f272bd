using System.Text;
using System.Text.Json;
using LocalMig.Stream;
using LocalMig.Stream.Compare;
using LocalMig.Tests.Snapshots;
using LocalMig.Wire;

namespace LocalMig.Tests.Stream.Compare;

public sealed class StreamComparisonTests
{
    private static readonly VmStateField Flag = VmStateField.Of("flag", VmStateType.UInt8);
    private static readonly VmStateField Count = VmStateField.Of("count", VmStateType.UInt32);
    private static readonly VmStateField Bytes = VmStateField.Buffer("bytes", 16);

    [Theory]
    [InlineData("11.1.3-none-unix.bin", "7.2.22-none-unix.bin")]
    [InlineData("11.1.3-q35-net-file.bin", "7.2.22-q35-net-unix.bin")]
    [InlineData("control-local-off.bin", "local-11-return-path.bin")]
    public void What_differs_between_recorded_streams(string a, string b) => Snapshot.Verify(Text(Recorded(a), Recorded(b)), $"{a}_{b}");

    [Theory]
    [InlineData("11.1.3-q35-net-file.bin", "11.1.3-q35-net-unix-rp.bin")]
    [InlineData("11.1.3-q35-net-file.bin", "11.1.3-q35-net-file.bin")]
    public void Streams_of_one_machine_are_compatible(string a, string b)
    {
        StreamComparison comparison = StreamComparison.Of(Recorded(a), Recorded(b));
        Assert.Empty(comparison.Differences);
        Assert.Equal((Outcome.Compatible, Outcome.Compatible), (comparison.AToB, comparison.BToA));
    }

    // A real 11.1.3 loads this stream of a real 7.2.22: the one field was divided into four of the same length.
    [Fact]
    public void Bytes_that_are_divided_into_other_fields_do_not_break() =>
        Assert.Equal(Outcome.MayBreak, StreamComparison.Of(Recorded("7.2.22-none-unix.bin"), Recorded("11.1.3-none-unix.bin")).AToB);

    [Fact]
    public void A_stream_and_its_own_description_are_compatible()
    {
        byte[] stream = StreamFixture.Read("11.1.3-none-unix.bin");
        byte[] json = stream[(Array.LastIndexOf(stream, (byte)6) + 5)..];
        ComparedSide described = ComparedSide.Of(new RecordedInput(json), "vmdesc.json").Value;
        Assert.Null(described.Machine);
        Assert.Empty(StreamComparison.Of(described, Recorded("11.1.3-none-unix.bin")).Differences);
    }

    [Fact]
    public void The_comparison_as_data()
    {
        using var text = new MemoryStream();
        ComparisonJson.Write(StreamComparison.Of(Recorded("control-local-off.bin"), Recorded("local-11-return-path.bin")), text);
        using JsonDocument json = JsonDocument.Parse(text.ToArray());
        Assert.Equal(("localmig-diff", 1), (json.RootElement.GetProperty("format").GetString(), json.RootElement.GetProperty("version").GetInt32()));
        Snapshot.Verify(Encoding.UTF8.GetString(text.ToArray()));
    }

    // what A has, what B has; kind, path, A to B, B to A
    public static TheoryData<string, VmStateDescription, VmStateDescription, DifferenceKind, string, Outcome, Outcome> Changes() => new()
    {
        { "a newer version", State(3, Count), State(2, Count), DifferenceKind.Version, "dev", Outcome.Breaks, Outcome.MayBreak },
        { "a removed field", State(1, Flag, Count), State(1, Count), DifferenceKind.Field, "dev.flag", Outcome.Breaks, Outcome.Breaks },
        { "a removed field at the end", State(1, Count, Flag), State(1, Count), DifferenceKind.Field, "dev.flag", Outcome.Breaks, Outcome.Breaks },
        { "a renamed field", State(1, Flag, Count), State(1, Flag, Count with { Name = "number" }), DifferenceKind.FieldName, "dev.count", Outcome.Compatible, Outcome.Compatible },
        { "a field that is unused now", State(1, Bytes, Flag), State(1, new VmStateField("unused", VmStateType.Named("unused_buffer"), 16), Flag), DifferenceKind.FieldName, "dev.bytes", Outcome.Compatible, Outcome.Compatible },
        { "a longer field", State(1, Bytes, Flag), State(1, VmStateField.Buffer("bytes", 17), Flag), DifferenceKind.FieldSize, "dev.bytes", Outcome.Breaks, Outcome.Breaks },
        { "more elements", State(1, VmStateField.Of("v", VmStateType.UInt16, 4)), State(1, VmStateField.Of("v", VmStateType.UInt16, 5)), DifferenceKind.FieldSize, "dev.v", Outcome.Breaks, Outcome.Breaks },
        { "another type", State(1, VmStateField.Of("fd", VmStateType.Fd)), State(1, VmStateField.Of("fd", VmStateType.Bool)), DifferenceKind.FieldType, "dev.fd", Outcome.Breaks, Outcome.Breaks },
        { "another kind of number", State(1, Count), State(1, Count with { Type = VmStateType.Named("uint32 equal") }), DifferenceKind.FieldType, "dev.count", Outcome.MayBreak, Outcome.MayBreak },
        { "a type of another size", State(1, Count), State(1, VmStateField.Of("count", VmStateType.UInt64)), DifferenceKind.FieldType, "dev.count", Outcome.Breaks, Outcome.Breaks },
        { "a list of another length", State(1, new VmStateField("l", VmStateType.List, 9)), State(1, new VmStateField("l", VmStateType.List, 13)), DifferenceKind.FieldSize, "dev.l", Outcome.MayBreak, Outcome.MayBreak },
        { "a field inside a struct", State(1, Nested(Flag, Count)), State(1, Nested(Count)), DifferenceKind.Field, "dev.inner.flag", Outcome.Breaks, Outcome.Breaks },
        { "a subsection", State(1, Count) with { Subsections = [new VmStateDescription("dev/sub", 1, Flag)] }, State(1, Count), DifferenceKind.Subsection, "dev.dev/sub", Outcome.MayBreak, Outcome.Compatible },
        { "a newer subsection", State(1, Count) with { Subsections = [new VmStateDescription("dev/sub", 2, Flag)] }, State(1, Count) with { Subsections = [new VmStateDescription("dev/sub", 1, Flag)] }, DifferenceKind.Version, "dev.dev/sub", Outcome.Breaks, Outcome.MayBreak },
    };

    [Theory]
    [MemberData(nameof(Changes), DisableDiscoveryEnumeration = true)]
    public void A_change_is_found_where_it_is_with_what_it_means(string what, VmStateDescription a, VmStateDescription b, DifferenceKind kind, string path, Outcome aToB, Outcome bToA)
    {
        Assert.NotEmpty(what);
        StreamDifference found = Assert.Single(StreamComparison.Of(Side(a), Side(b)).Differences);
        Assert.Equal((kind, path, aToB, bToA), (found.Kind, found.Path, found.AToB.Outcome, found.BToA.Outcome));
        StreamDifference mirrored = Assert.Single(StreamComparison.Of(Side(b), Side(a)).Differences);
        Assert.Equal((bToA, aToB), (mirrored.AToB.Outcome, mirrored.BToA.Outcome));
    }

    // The older side may know by the version alone how a field came about.
    [Fact]
    public void A_field_that_came_with_a_newer_version_breaks_one_way()
    {
        StreamComparison comparison = StreamComparison.Of(Side(State(1, Count)), Side(State(2, Count, Flag)));
        Assert.Equal((Outcome.MayBreak, Outcome.Breaks), (comparison.AToB, comparison.BToA));
    }

    [Fact]
    public void A_missing_section_breaks_where_the_destination_lacks_it()
    {
        StreamDifference found = Assert.Single(StreamComparison.Of(Side(State(1, Count)), Side()).Differences);
        Assert.Equal((DifferenceKind.Section, Outcome.Breaks, Outcome.Compatible), (found.Kind, found.AToB.Outcome, found.BToA.Outcome));
        Assert.Equal("Unknown section or instance 'dev' 0. Make sure that your current VM setup matches your saved VM setup, including any hotplugged devices", found.AToB.QemuText);
    }

    [Theory]
    [InlineData("pc.ram", Outcome.Breaks)]
    [InlineData("/rom@etc/acpi/tables", Outcome.MayBreak)]
    public void A_block_of_another_length_breaks_unless_it_can_be_resized(string name, Outcome outcome)
    {
        ComparedSide a = Side() with { Blocks = [new RamBlock(name, 0x1000)] };
        ComparedSide b = Side() with { Blocks = [new RamBlock(name, 0x2000)] };
        StreamDifference found = Assert.Single(StreamComparison.Of(a, b).Differences);
        Assert.Equal((DifferenceKind.BlockLength, $"ram.{name}", outcome), (found.Kind, found.Path, found.AToB.Outcome));
    }

    [Fact]
    public void Machine_page_size_and_capabilities_must_be_alike()
    {
        ComparedSide a = Side() with { Machine = "q35", Capabilities = ["x-ignore-shared"], PageSize = 4096 };
        ComparedSide b = Side() with { Machine = "none", Capabilities = [], PageSize = 16384 };
        StreamComparison comparison = StreamComparison.Of(a, b);
        Assert.Equal([DifferenceKind.Machine, DifferenceKind.Capability, DifferenceKind.PageSize], comparison.Differences.Select(difference => difference.Kind));
        Assert.All(comparison.Differences, difference => Assert.Equal((Outcome.Breaks, Outcome.Breaks), (difference.AToB.Outcome, difference.BToA.Outcome)));
    }

    [Theory]
    [InlineData("hello", "stream.magic")]
    [InlineData("", "stream.magic")]
    [InlineData("{\"devices\": 1}", "stream.description")]
    public void What_is_neither_a_stream_nor_a_description_is_an_error(string text, string code) =>
        Assert.Equal(code, ComparedSide.Of(new RecordedInput(Encoding.UTF8.GetBytes(text)), "x").Error!.Code);

    [Fact]
    public void A_stream_without_a_description_cannot_be_compared() =>
        Assert.Equal(Errors.StreamUndescribed, ComparedSide.Of(new RecordedInput(StreamFixture.Read("11.1.3-none-unix.bin").AsMemory(0, 261)), "x").Error!.Rule);

    private static ComparedSide Recorded(string name) => ComparedSide.Of(new RecordedInput(StreamFixture.Read(name)), name).Value;

    private static VmStateDescription State(int version, params VmStateField[] fields) => new("dev", version, fields);

    private static VmStateField Nested(params VmStateField[] fields) => VmStateField.Nested("inner", new VmStateDescription("inner", 1, fields));

    private static ComparedSide Side(params VmStateDescription[] states) =>
        new("side", null, null, 4096, null, [.. states.Select(state => new VmDescription.Device(state.Name, 0, state))]);

    private static string Text(ComparedSide a, ComparedSide b)
    {
        using var text = new StringWriter();
        ComparisonText.Write(StreamComparison.Of(a, b), text);
        return text.ToString();
    }
}
