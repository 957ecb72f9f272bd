using System.Text;
using System.Text.Json;
using LocalMig.Stream;
using LocalMig.Stream.Analysis;
using LocalMig.Wire;

namespace LocalMig.Tests.Stream;

/// <summary>Every type of a field that descriptions of real QEMUs name, decoded.</summary>
public sealed class VmStateTypeTests
{
    // The type, the size that a description states, the bytes in hex, and what they are: a number, or the same bytes.
    public static TheoryData<string, int, string, ulong?> Types() => new()
    {
        { "uint8", 1, "80", 0x80 },
        { "uint16", 2, "8001", 0x8001 },
        { "uint32", 4, "80000001", 0x80000001 },
        { "uint64", 8, "8000000000000001", 0x8000000000000001 },
        { "int8", 1, "ff", ulong.MaxValue },
        { "int16", 2, "fffe", ulong.MaxValue - 1 },
        { "int32", 4, "fffffffd", ulong.MaxValue - 2 },
        { "int64", 8, "fffffffffffffffc", ulong.MaxValue - 3 },
        { "bool", 1, "01", 1 },
        { "int32 equal", 4, "00000007", 7 },
        { "uint16 equal", 2, "1af4", 0x1af4 },
        { "uint32 equal", 4, "80000000", 0x80000000 },
        { "int32 le", 4, "fffffff6", unchecked((ulong)-10L) },
        { "timer", 8, "ffffffffffffffff", ulong.MaxValue },
        { "CPU_Double_U", 8, "3ff0000000000000", 0x3ff0000000000000 },
        { "buffer", 5, "0001020304", null },
        { "unused_buffer", 3, "000000", null },
        { "pci config", 256, "8680", null },
        { "pci irq state", 16, "00", null },
        { "msix state", 17, "ff", null },
        { "virtio", 46165, "01", null },
        { "capability", 16, "78", null },
        { "a type of tomorrow", 9, "61", null },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public void A_field_of_each_type_is_decoded(string type, int size, string hex, ulong? number)
    {
        byte[] bytes = new byte[size];
        Convert.FromHexString(hex).CopyTo(bytes, 0);
        VmStateField field = Described($$"""{"name": "f", "type": "{{type}}", "size": {{size}}}""");
        var input = new RecordedInput(bytes);
        VmStateValues values = VmStateReader.Load(input, new VmStateDescription("dev", 1, field), 1, "dev").Value;
        Assert.True(input.AtEnd);
        Assert.Equal(Value(number, bytes), ValueOf(values, "f"));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void An_array_of_each_type_keeps_every_element(string type, int size, string hex, ulong? number)
    {
        const int Count = 3;
        byte[] one = new byte[size];
        Convert.FromHexString(hex).CopyTo(one, 0);
        VmStateField field = Described($$"""{"name": "f", "type": "{{type}}", "size": {{size}}, "array_len": {{Count}}}""");
        var sink = new NodeSink();
        var input = new RecordedInput((byte[])[.. one, .. one, .. one]);
        Assert.Null(VmStateReader.Read(input, new VmStateDescription("dev", 1, field), 1, "dev", sink));
        StreamNode array = Assert.Single(sink.Nodes(input.Offset));
        IEnumerable<VmStateValue?> elements = array.Value is VmStateArray { Items: var items } ? items : array.Children.Select(child => child.Value);
        Assert.Equal(Enumerable.Repeat(Value(number, one), Count), elements);
    }

    [Theory]
    [InlineData("struct", """ "struct": {"vmsd_name": "inner", "version": 1, "fields": [{"name": "a", "type": "uint16", "size": 2}, {"name": "b", "type": "bool", "size": 1}]} """)]
    [InlineData("tmp", """ "vmsd_name": "inner", "version": 1, "fields": [{"name": "a", "type": "uint16", "size": 2}, {"name": "b", "type": "bool", "size": 1}] """)]
    public void A_field_that_is_a_struct_has_its_fields(string type, string fields)
    {
        VmStateField field = Described($$"""{"name": "f", "type": "{{type}}", "size": 3, {{fields}} }""");
        VmStateValues values = VmStateReader.Load(new RecordedInput((byte[])[0x12, 0x34, 1]), new VmStateDescription("dev", 1, field), 1, "dev").Value;
        VmStateValues inner = values.Nested("f");
        Assert.Equal((0x1234ul, true), (inner.Number("a"), inner.Flag("b")));
    }

    // A descriptor is one byte, whatever the description says: it says 0.
    [Fact]
    public void A_field_that_is_a_descriptor_is_one_byte()
    {
        VmStateField field = Described("""{"name": "fd", "type": "fd", "size": 0}""");
        var input = new RecordedInput((byte[])[StreamFormat.ServiceByte, 0x55]);
        VmStateValues values = VmStateReader.Load(input, new VmStateDescription("dev", 1, field), 1, "dev").Value;
        Assert.Equal((1L, (int?)0), (input.Offset, field.StatedSize));
        Assert.Equal(new VmStateDescriptor(null), ValueOf(values, "fd"));
    }

    [Fact]
    public void No_recorded_description_names_a_type_that_is_not_tried_here()
    {
        string[] tried = [.. Types().Select(row => row.Data.Item1), "struct", "tmp", "fd"];
        var named = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string name in StreamFixture.All())
        {
            StreamReport report = StreamAnalysis.Analyze(StreamFixture.Read(name));
            if (report.Elements.FirstOrDefault(element => element.Kind == StreamNodeKind.Description) is not StreamNode description)
                continue;
            using JsonDocument json = JsonDocument.Parse(StreamFixture.Read(name).AsMemory((int)description.Offset + 5, (int)description.Length - 5));
            Collect(json.RootElement, named);
        }

        Assert.InRange(named.Count, 18, tried.Length);
        Assert.Empty(named.Except(tried));
    }

    private static VmStateValue Value(ulong? number, byte[] bytes) => number is ulong value ? new VmStateNumber(value) : new VmStateBytes(bytes);

    private static VmStateValue? ValueOf(VmStateValues values, string field) => values.TryGet(field, out VmStateValue? value) ? value : null;

    private static void Collect(JsonElement element, SortedSet<string> types)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in element.EnumerateArray())
                Collect(item, types);
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty member in element.EnumerateObject())
            {
                if (member.NameEquals("type") && member.Value.ValueKind == JsonValueKind.String)
                    types.Add(member.Value.GetString()!);
                Collect(member.Value, types);
            }
        }
    }

    private static VmStateField Described(string field)
    {
        string json = $$"""{"page_size": 4096, "devices": [{"name": "dev", "instance_id": 0, "vmsd_name": "dev", "version": 1, "fields": [{{field}}]}]}""";
        return VmDescriptionReader.Read(Encoding.UTF8.GetBytes(json), 0, Limits.Untrusted).Value.Devices[0].State!.Fields[0];
    }
}
