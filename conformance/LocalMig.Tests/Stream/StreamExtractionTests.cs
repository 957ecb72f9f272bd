using System.Text;
using LocalMig.Stream;
using LocalMig.Stream.Analysis;
using LocalMig.Stream.Extraction;
using LocalMig.Tests.Tool;
using LocalMig.Wire;

namespace LocalMig.Tests.Stream;

public sealed class StreamExtractionTests : IDisposable
{
    private const int Page = 4096;
    private readonly string _folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose()
    {
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void A_recorded_stream_gives_its_description_its_states_and_its_ram()
    {
        byte[] stream = StreamFixture.Read("11.1.3-q35-unix.bin");
        ToolRun run = ToolRun.Of("analyze", StreamFixture.Path("11.1.3-q35-unix.bin"), "--extract", _folder);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        string[] files = [.. Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        Assert.Equal(files, run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));

        StreamReport report = StreamAnalysis.Analyze(stream);
        StreamNode description = report.Elements.Single(element => element.Kind == StreamNodeKind.Description);
        Assert.True(stream.AsSpan((int)description.Offset + 5).SequenceEqual(Read("vmdesc.json")));
        StreamNode timer = report.Sections("timer").Single();
        Assert.True(stream.AsSpan((int)timer.PayloadOffset, (int)timer.PayloadLength).SequenceEqual(Read("state/0-timer.bin")));
        Assert.Equal(report.Ram.Select(block => (long)block.Block.UsedLength), report.Ram.Select(block => new FileInfo(Path.Combine(_folder, "ram", ExtractedFiles.SafeName(block.Block.Name) + ".bin")).Length));
        Assert.StartsWith("{", Encoding.UTF8.GetString(Read("state.json")), StringComparison.Ordinal);
        // The firmware of a PC begins to run at its end.
        Assert.Equal(0xea, Read("ram/pc.bios.bin")[^16]);
    }

    [Fact]
    public void A_page_is_what_was_sent_for_it_last()
    {
        byte[] first = Filled(1);
        byte[] second = [.. first];
        second[7] = 9;
        byte[] stream = Ram(writer =>
        {
            RamBlock block = new("b", 4 * Page);
            writer.Blocks([block]);
            writer.EndOfPart();
            writer.Page(block, 0, first);
            writer.Page(block, Page, first);
            writer.Page(block, 2 * Page, first);
            writer.EndOfPart();
            writer.ZeroPage(block, Page);
            writer.Changes(block, 2 * Page, Xbzrle.Encode(first, second)!);
            writer.Compressed(block, 3 * Page, Zlib(second));
            writer.EndOfPart();
        });
        Assert.Null(Extract(stream).Error);
        Assert.Equal([.. first, .. new byte[Page], .. second, .. second], Read("ram/b.bin"));
    }

    [Fact]
    public void Changes_that_do_not_fit_a_page_are_an_error_at_their_place()
    {
        byte[] stream = Ram(writer =>
        {
            RamBlock block = new("b", Page);
            writer.Blocks([block]);
            writer.Changes(block, 0, [0x00, 0x7f, 1]);
            writer.EndOfPart();
        });
        ParseError error = Extract(stream).Error!;
        Assert.Equal(("stream.xbzrle", "b"), (error.Code, error.Path));
    }

    [Fact]
    public void A_compressed_page_that_is_none_is_an_error()
    {
        byte[] stream = Ram(writer =>
        {
            RamBlock block = new("b", Page);
            writer.Blocks([block]);
            writer.Compressed(block, 0, [1, 2, 3, 4]);
            writer.EndOfPart();
        });
        Assert.Equal("stream.ram.compressed", Extract(stream).Error!.Code);
    }

    [Theory]
    [InlineData("../../../tmp/x")]
    [InlineData("/etc/passwd")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("a/../../b")]
    [InlineData("a\0b\n")]
    [InlineData("ä %2F")]
    public void A_name_never_leads_out_of_the_folder(string name)
    {
        byte[] stream = Ram(writer =>
        {
            RamBlock block = new(name, Page);
            writer.Blocks([block]);
            writer.Page(block, 0, Filled(3));
            writer.EndOfPart();
        });
        Assert.Null(Extract(stream).Error);
        string file = Assert.Single(Directory.EnumerateFileSystemEntries(Path.Combine(_folder, "ram")));
        Assert.Equal(Filled(3), File.ReadAllBytes(file));
        Assert.Equal(2, Directory.EnumerateFileSystemEntries(_folder).Count()); // and state.json
    }

    [Theory]
    [InlineData("pc.ram", "pc.ram")]
    [InlineData("/rom@etc/acpi", "%2From%40etc%2Facpi")]
    [InlineData("..", "%2E.")]
    [InlineData("", "%")]
    [InlineData("ä", "%C3%A4")]
    public void A_safe_name_is_one_part_of_a_path(string name, string safe) => Assert.Equal(safe, ExtractedFiles.SafeName(name));

    [Fact]
    public void Names_that_are_alike_once_they_are_cut_get_files_of_their_own()
    {
        string name = new('x', 240);
        byte[] stream = Ram(writer =>
        {
            RamBlock[] blocks = [new(name + "1", Page), new(name + "2", Page)];
            writer.Blocks(blocks);
            writer.Page(blocks[0], 0, Filled(1));
            writer.Page(blocks[1], 0, Filled(2));
            writer.EndOfPart();
        });
        Assert.Null(Extract(stream).Error);
        Assert.Equal(2, Directory.EnumerateFiles(Path.Combine(_folder, "ram")).Count());
    }

    [Fact]
    public void A_folder_that_has_something_in_it_is_refused()
    {
        Directory.CreateDirectory(_folder);
        File.WriteAllText(Path.Combine(_folder, "mine"), "");
        ToolRun run = ToolRun.Of("analyze", StreamFixture.Path("11.1.3-none-unix.bin"), "--extract", _folder);
        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        Assert.Contains("is not empty", run.Error, StringComparison.Ordinal);
        Assert.Single(Directory.EnumerateFileSystemEntries(_folder));
    }

    private (IReadOnlyList<string> Files, ParseError? Error) Extract(byte[] stream)
    {
        var input = new RecordedInput(stream);
        return StreamExtraction.Extract(StreamAnalysis.Analyze(input), input, "made", _folder);
    }

    private byte[] Read(string name) => File.ReadAllBytes(Path.Combine(_folder, name));

    private static byte[] Filled(byte value)
    {
        byte[] page = new byte[Page];
        page.AsSpan().Fill(value);
        return page;
    }

    private static byte[] Zlib(byte[] page)
    {
        using var compressed = new MemoryStream();
        using (var deflate = new System.IO.Compression.ZLibStream(compressed, System.IO.Compression.CompressionLevel.Fastest))
            deflate.Write(page);
        return compressed.ToArray();
    }

    // Each end of a part begins a new one.
    private static byte[] Ram(Action<RamWriter> write)
    {
        var payload = new MemoryOutput();
        write(new RamWriter(payload, new RamForm()));
        var reader = new RecordedInput(payload.Written);
        var ram = new RamReader(reader, new RamForm());
        var output = new MemoryOutput();
        var elements = new ElementWriter(output);
        elements.Header();
        elements.Configuration("none");
        for (int part = 0; !reader.AtEnd; part++)
        {
            int start = (int)reader.Offset;
            Assert.Null(ram.ReadPayload(new Passing()));
            if (part == 0)
                elements.SectionStart(new StreamSection(1, "ram", 0, RamReader.Version));
            else
                elements.SectionPart(1);
            output.Write(payload.Written.Span[start..(int)reader.Offset]);
            elements.Footer(1);
        }

        elements.End();
        return output.Written.ToArray();
    }

    private sealed class Passing : RamSink;
}
