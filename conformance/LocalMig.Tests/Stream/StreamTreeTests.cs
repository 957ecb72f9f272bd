using System.Text;
using System.Text.Json;
using LocalMig.Stream.Analysis;
using LocalMig.Tests.Snapshots;
using LocalMig.Tests.Tool;

namespace LocalMig.Tests.Stream;

public sealed class StreamTreeTests
{
    [Theory]
    [InlineData("11.1.3-none-unix.bin")]
    [InlineData("7.2.22-none-unix.bin")]
    [InlineData("11.1.3-cpr-state-plain.bin")]
    [InlineData("local-11-return-path.rp.bin")]
    public void The_tree_of_a_small_stream(string name) => Snapshot.Verify(Tree(StreamFixture.Read(name), name), name);

    [Fact]
    public void The_tree_of_a_damaged_stream()
    {
        byte[] stream = StreamFixture.Read("11.1.3-none-unix.bin");
        stream[0x33] = 9;
        stream[0x9a] = 9;
        Snapshot.Verify(Tree(stream.AsMemory(0, 500).ToArray(), "damaged"));
    }

    [Fact]
    public void The_tree_of_a_stream_with_a_tap()
    {
        // Down to the first device behind the TAP; the rest is three thousand lines of a PC.
        string tree = Tree(StreamFixture.Read("local-11-return-path.bin"), "tap");
        Snapshot.Verify(string.Join('\n', tree.Split('\n').Take(43)));
    }

    [Fact]
    public void The_tree_as_data()
    {
        using var text = new MemoryStream();
        StreamTreeJson.Write(StreamAnalysis.Analyze(StreamFixture.Read("11.1.3-none-unix.bin")), "none", text);
        Snapshot.Verify(Encoding.UTF8.GetString(text.ToArray()));
    }

    [Fact]
    public void Analyze_shows_the_section_of_the_tap_its_descriptor_and_the_last_byte()
    {
        ToolRun run = ToolRun.Of("analyze", StreamFixture.Path("local-11-return-path.bin"), "--log", StreamFixture.Path("local-11-return-path.log"));
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("section net0/0/net-tap", run.Out, StringComparison.Ordinal);
        Assert.Contains("    624007         1    fd: fd   <== descriptor", run.Out, StringComparison.Ordinal);
        Assert.Contains("parsed to the last byte, 757158;", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Analyze_gives_data_with_the_same_in_it()
    {
        ToolRun run = ToolRun.Of("analyze", "--json", StreamFixture.Path("local-11-return-path.bin"));
        using JsonDocument json = JsonDocument.Parse(run.Out);
        JsonElement section = json.RootElement.GetProperty("elements").EnumerateArray().Single(element => element.GetProperty("name").ValueEquals("net0/0/net-tap"));
        JsonElement fd = section.GetProperty("children")[0];
        Assert.Equal([624007L], fd.GetProperty("descriptors").EnumerateArray().Select(offset => offset.GetInt64()));
        Assert.Equal(757158, json.RootElement.GetProperty("parsed").GetInt64());
    }

    [Fact]
    public void Analyze_shows_one_section_alone()
    {
        ToolRun run = ToolRun.Of("analyze", StreamFixture.Path("local-11-return-path.bin"), "--section", "*/net-tap");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(9, run.Out.Split('\n').Count(line => line.Length > 20 && char.IsDigit(line[9])));
        Assert.Equal(2, ToolRun.Of("analyze", StreamFixture.Path("local-11-return-path.bin"), "--section", "nosuch").ExitCode);
    }

    [Fact]
    public void Analyze_checks_without_the_tree()
    {
        ToolRun run = ToolRun.Of("analyze", "--check", StreamFixture.Path("11.1.3-q35-net-file.bin"));
        Assert.Equal((0, "parsed to the last byte, 1063883; 0 errors, 0 notes\n"), (run.ExitCode, run.Out));
    }

    [Fact]
    public void Analyze_fails_on_an_error_and_names_its_place()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, StreamFixture.Read("11.1.3-none-unix.bin").AsSpan(0, 100));
            ToolRun run = ToolRun.Of("analyze", path);
            Assert.Equal(1, run.ExitCode);
            Assert.Contains("error: wire.truncated at offset 100 in timer", run.Out, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("/nonexistent/stream.bin")]
    [InlineData("/")]
    public void Analyze_of_what_cannot_be_read_is_wrong_usage(string path)
    {
        ToolRun run = ToolRun.Of("analyze", path);
        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        Assert.StartsWith("localmig: ", run.Error, StringComparison.Ordinal);
    }

    private static string Tree(byte[] stream, string name)
    {
        using var text = new StringWriter();
        StreamTreeText.Write(StreamAnalysis.Analyze(stream), name, text);
        return text.ToString();
    }
}
