using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LocalMig.Stream;
using LocalMig.Stream.Analysis;
using LocalMig.Tests.Snapshots;
using LocalMig.Tests.Tool;

namespace LocalMig.Tests.Stream;

/// <summary>What was approved here is our own output, which scripts/compare-analyze.sh found equal to that of QEMU's script.</summary>
public sealed class AnalyzeMigrationJsonTests
{
    private static readonly string[] ReadByTheScript =
    [
        "11.1.3-none-unix.bin", "11.1.3-q35-ignore-shared.bin", "11.1.3-q35-net-file.bin", "11.1.3-q35-unix.bin", "7.2.22-none-unix.bin", "7.2.22-q35-net-unix.bin",
    ];

    [Theory]
    [InlineData("11.1.3-none-unix.bin")]
    [InlineData("7.2.22-none-unix.bin")]
    public void A_small_stream_is_written_as_the_script_writes_it(string name) => Snapshot.Verify(Written(StreamFixture.Read(name)), name);

    [Fact]
    public void Large_streams_are_written_as_the_script_writes_them()
    {
        var sums = new StringBuilder();
        foreach (string name in ReadByTheScript)
        {
            byte[] json = Encoding.UTF8.GetBytes(Written(StreamFixture.Read(name)) + "\n");
            sums.AppendLine($"{Convert.ToHexStringLower(SHA256.HashData(json))}  {json.Length,7}  {name}");
        }

        Snapshot.Verify(sums.ToString());
    }

    [Theory]
    [InlineData("uint32", "00000010", "\"0x00000010\"")]
    [InlineData("int32", "fffffff0", "\"0xfffffff0 (-16)\"")]
    [InlineData("int32 le", "80000000", "\"0x80000000 (-2147483648)\"")]
    [InlineData("uint8 equal", "ff", "\"0xff (-1)\"")]
    [InlineData("uint16 equal", "8000", "\"0x8000 (-32768)\"")]
    [InlineData("uint32 equal", "ffffffff", "\"0xffffffff\"")]
    [InlineData("int64", "ffffffffffffffff", "\"0xffffffffffffffff (-1)\"")]
    [InlineData("uint64", "ffffffffffffffff", "\"0xffffffffffffffff\"")]
    [InlineData("bool", "02", "true")]
    [InlineData("bool", "00", "false")]
    [InlineData("timer", "0000000000000102", "\"00 00 00 00 00 00 01 02\"")]
    [InlineData("CPU_Double_U", "0000000000000102", "\"00 00 00 00 00 00 01 02\"")]
    [InlineData("nullptr", "30", "\"nullptr\"")]
    [InlineData("nobody knows", "abcd", "\"ab cd\"")]
    public void A_field_is_written_by_its_type(string type, string hex, string json)
    {
        byte[] payload = Convert.FromHexString(hex);
        byte[] stream = MadeStream.With($$"""[{"name": "f", "type": "{{type}}", "size": {{payload.Length}}}]""", payload);
        Assert.Equal("{\"dev (7)\":{\"f\":" + json + "}}", Compact(Written(stream)));
    }

    [Fact]
    public void An_array_of_one_is_its_element_and_parts_of_an_array_are_one_array()
    {
        byte[] stream = MadeStream.With(
            """
            [{"name": "one", "type": "uint8", "array_len": 1, "size": 1}, {"name": "two", "type": "uint8", "array_len": 2, "size": 1},
             {"name": "parts", "type": "nullptr", "size": 1}, {"name": "between", "type": "buffer", "size": 0},
             {"name": "parts", "type": "struct", "size": 1, "struct": {"vmsd_name": "s", "version": 1, "fields": [{"name": "b", "type": "bool", "size": 1}]}}]
            """,
            [1, 2, 3, 0x30, 1]);
        Assert.Equal("""{"dev (7)":{"one":"0x01","two":["0x02","0x03"],"parts":["nullptr",{"b":true}],"between":""}}""", Compact(Written(stream)));
    }

    [Fact]
    public void A_struct_that_is_no_struct_to_the_script_is_its_bytes()
    {
        byte[] stream = MadeStream.With(
            """[{"name": "t", "type": "tmp", "size": 2, "struct": {"vmsd_name": "s", "version": 1, "fields": [{"name": "b", "type": "uint16", "size": 2}]}}]""",
            [1, 2]);
        Assert.Equal("""{"dev (7)":{"t":"01 02"}}""", Compact(Written(stream)));
    }

    [Fact]
    public void A_subsection_is_a_member_behind_the_fields()
    {
        byte[] stream = MadeStream.With(
            """[{"name": "a", "type": "uint8", "size": 1}]""",
            [1, 5, 5, .. "dev/s"u8, 0, 0, 0, 1, 2],
            """
            "subsections": [{"vmsd_name": "dev/s", "version": 1, "fields": [{"name": "a", "type": "uint8", "size": 1}]}],
            """);
        Assert.Equal("""{"dev (7)":{"a":"0x01","dev/s":{"a":"0x02"}}}""", Compact(Written(stream)));
    }

    [Fact]
    public void A_stream_that_the_script_cannot_read_is_written_alike()
    {
        ToolRun run = ToolRun.Of("analyze", StreamFixture.Path("local-11-return-path.bin"), "--format", "analyze-migration");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        using JsonDocument json = JsonDocument.Parse(run.Out);
        JsonElement tap = json.RootElement.GetProperty("net0/0/net-tap (42)");
        Assert.Equal(("20", "0x0000000a"), (tap.GetProperty("fd").GetString(), tap.GetProperty("host_vnet_hdr_len").GetString()));
        Assert.Equal("0x0000000004000000", json.RootElement.GetProperty("ram (1)").GetProperty("section sizes").GetProperty("pc.ram").GetString());
    }

    [Fact]
    public void What_is_no_migration_stream_has_no_such_form()
    {
        ToolRun run = ToolRun.Of("analyze", StreamFixture.Path("11.1.3-cpr-state-plain.bin"), "--format", "analyze-migration");
        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        Assert.Contains("is no migration stream", run.Error, StringComparison.Ordinal);
    }

    private static string Written(byte[] stream)
    {
        var input = new RecordedInput(stream);
        using var text = new MemoryStream();
        AnalyzeMigrationJson.Write(StreamAnalysis.Analyze(input), input, text);
        return Encoding.UTF8.GetString(text.ToArray());
    }

    private static string Compact(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return JsonSerializer.Serialize(document.RootElement);
    }
}
