using System.Globalization;
using System.Text.RegularExpressions;
using LocalMig.Stream;
using LocalMig.Stream.Analysis;
using LocalMig.Tests.Snapshots;
using LocalMig.Tests.Stream;
using LocalMig.Tool;
using LocalMig.Tool.Analyze;
using NJsonSchema;

namespace LocalMig.Tests.Tool;

public sealed class AnalyzeVerbTests
{
    public static TheoryData<string> Recordings() => [.. StreamFixture.All()];

    [Theory]
    [MemberData(nameof(Recordings))]
    public async Task What_is_printed_as_data_is_as_its_schema_says(string name)
    {
        ToolRun run = ToolRun.Of("analyze", StreamFixture.Path(name), "--json");
        Assert.Equal(0, run.ExitCode);
        JsonSchema schema = await Schema();
        Assert.Empty(schema.Validate(Shortened(run.Out)));
    }

    [Fact]
    public async Task Findings_are_as_the_schema_says()
    {
        byte[] stream = StreamFixture.Read("11.1.3-none-unix.bin");
        stream[0x33] = 9;
        stream[0x9a] = 9;
        using var text = new MemoryStream();
        StreamTreeJson.Write(StreamAnalysis.Analyze(stream.AsMemory(0, 500)), "damaged", text);
        string json = System.Text.Encoding.UTF8.GetString(text.ToArray());
        Assert.Contains("\"qemu\"", json, StringComparison.Ordinal);
        Assert.Empty((await Schema()).Validate(json));
    }

    [Fact]
    public async Task Messages_of_the_return_path_are_as_the_schema_says()
    {
        byte[] path = Convert.FromHexString("0003000f" + "0000000000003000000010000270630005000302706300000000000000080100000000000000" + "0123456789abcdef");
        using var text = new MemoryStream();
        StreamTreeJson.Write(StreamAnalysis.Analyze(path), "made", text);
        string json = System.Text.Encoding.UTF8.GetString(text.ToArray());
        Assert.Contains("\"pages-received\": 1", json, StringComparison.Ordinal);
        Assert.Empty((await Schema()).Validate(json));
    }

    [Theory]
    [InlineData("\"kind\": \"header\"", "\"kind\": \"hedaer\"")]
    [InlineData("\"version\": 1,", "\"version\": 2,")]
    [InlineData("\"machine\"", "\"mashine\"")]
    [InlineData("\"offset\": 8,", "\"offset\": -8,")]
    [InlineData("\"findings\"", "\"found\"")]
    public async Task The_schema_refuses_what_is_otherwise(string printed, string other)
    {
        string json = ToolRun.Of("analyze", StreamFixture.Path("11.1.3-none-unix.bin"), "--json").Out;
        Assert.Contains(printed, json, StringComparison.Ordinal);
        Assert.NotEmpty((await Schema()).Validate(json.Replace(printed, other, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("11.1.3-q35-ignore-shared.bin")]
    [InlineData("local-11-return-path.bin")]
    [InlineData("local-10-multifd.conn2.bin")]
    [InlineData("11.1.3-none-unix.bin")]
    public void The_blocks_of_ram_and_how_their_pages_came(string name)
    {
        ToolRun run = ToolRun.Of("analyze", StreamFixture.Path(name), "--ram");
        Assert.Equal(0, run.ExitCode);
        Snapshot.Verify(run.Out[(run.Out.IndexOf('\n', StringComparison.Ordinal) + 1)..], name);
    }

    [Fact]
    public void The_tree_with_bytes()
    {
        ToolRun run = ToolRun.Of("analyze", StreamFixture.Path("11.1.3-none-unix.bin"), "--hex");
        Assert.Equal(0, run.ExitCode);
        Snapshot.Verify(string.Join('\n', run.Out.Split('\n').Skip(1).Take(70)));
    }

    [Fact]
    public void Bytes_of_pages_are_left_out_of_the_tree()
    {
        ToolRun run = ToolRun.Of("analyze", StreamFixture.Path("local-11-return-path.bin"), "--hex");
        Assert.InRange(run.Out.Length, 100_000, 1_500_000);
        Assert.Contains("    624007            20", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--ram", "--json")]
    [InlineData("--hex", "--check")]
    [InlineData("--json", "--format=analyze-migration")]
    [InlineData("--ram", "--section=ram")]
    [InlineData("--format=yaml")]
    public void Forms_that_do_not_go_together_are_wrong_usage(params string[] options)
    {
        ToolRun run = ToolRun.Of(["analyze", StreamFixture.Path("11.1.3-none-unix.bin"), .. options]);
        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        Assert.StartsWith("localmig: ", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tree", "11.1.3-none-unix.bin: migration stream")]
    [InlineData("json", "\"format\": \"localmig-stream\"")]
    [InlineData("analyze-migration", "\"globalstate (3)\"")]
    public void A_form_is_chosen_by_name(string form, string shown) =>
        Assert.Contains(shown, ToolRun.Of("analyze", StreamFixture.Path("11.1.3-none-unix.bin"), "--format", form).Out, StringComparison.Ordinal);

    [Fact]
    public void An_empty_file_is_no_stream()
    {
        string path = Path.GetTempFileName();
        try
        {
            ToolRun run = ToolRun.Of("analyze", path, "--check");
            Assert.Equal(1, run.ExitCode);
            Assert.Contains("wire.truncated at offset 0", run.Out, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData(0L, 0L, "100 %  0 of 0 MiB")]
    [InlineData(1L << 20, 3L << 20, " 33 %  1 of 3 MiB")]
    public void Progress_tells_the_part_and_the_place(long offset, long end, string line) => Assert.Equal(line, AnalyzeProgress.Line(offset, end));

    [Fact]
    public void Progress_leaves_nothing_where_an_analysis_is_short_or_nobody_looks()
    {
        using var error = new StringWriter();
        new AnalyzeProgress(new ToolConsole(TextWriter.Null, error, Interactive: false, Colour: false), new RecordedInput(default)).Dispose();
        Assert.Equal("", error.ToString());
    }

    // The validator fails on numbers beyond 63 bits, whatever the schema says of them.
    private static string Shortened(string json) =>
        Regex.Replace(json, "(?<=[:\\s])[0-9]{19,20}(?=,?\n)", number => ulong.Parse(number.Value, CultureInfo.InvariantCulture) > long.MaxValue ? "1" : number.Value, RegexOptions.None, TimeSpan.FromSeconds(10));

    private static Task<JsonSchema> Schema() =>
        JsonSchema.FromFileAsync(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(StreamFixture.Path("."))!, "../../docs/analyze.schema.json")), TestContext.Current.CancellationToken);
}
