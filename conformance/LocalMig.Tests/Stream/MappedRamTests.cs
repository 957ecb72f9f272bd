using LocalMig.Stream;
using LocalMig.Stream.Analysis;
using LocalMig.Stream.Extraction;
using LocalMig.Wire;

namespace LocalMig.Tests.Stream;

public sealed class MappedRamTests
{
    private const int Page = 4096;
    private static readonly RamForm Form = new(MappedRam: true);

    [Property(MaxTest = 30)]
    public void Blocks_are_read_as_they_were_written(bool[] first, bool[] second)
    {
        RamBlock[] blocks = [Sized("pc.ram", first), Sized("/rom@etc/table-loader", second)];
        bool[][] present = [[.. first, false], [.. second, false]];
        var output = new MemoryOutput();
        var writer = new RamWriter(output, Form);
        writer.Total(blocks[0].UsedLength + blocks[1].UsedLength);
        for (int i = 0; i < blocks.Length; i++)
            Write(writer, output, blocks[i], present[i]);
        writer.EndOfPart();

        var again = new MemoryOutput();
        var copy = new Rewriting.Copy(new RamWriter(again, Form), mapped: true);
        Assert.Null(new RamReader(new RecordedInput(output.Written), Form).ReadPayload(copy));
        Assert.True(output.Written.Span.SequenceEqual(again.Written.Span));
        Assert.Equal(present.Select(set => set.Count(there => there)), copy.Bitmaps.Select(bitmap => (int)bitmap.Present));
        Assert.Equal(present.Select(set => (long)set.Length), copy.Bitmaps.Select(bitmap => bitmap.Pages));
    }

    [Theory]
    [InlineData(0u, 0x2000ul, 0x1000ul, 0x40ul, 0x80ul, "stream.version")] // the version
    [InlineData(1u, 0x2000ul, 0x2000ul, 0x40ul, 0x80ul, "stream.ram.mapped")] // the page size
    [InlineData(1u, 0x2000ul, 0x1000ul, 0x20ul, 0x80ul, "stream.ram.mapped")] // the bitmap, inside the header
    [InlineData(1u, 0x2000ul, 0x1000ul, 0x40ul, 0x44ul, "stream.ram.mapped")] // the pages, inside the bitmap
    [InlineData(1u, 0x2000ul, 0x1000ul, 0xffff_ffff_ffff_ff00ul, 0x80ul, "stream.ram.mapped")]
    [InlineData(1u, 0x2000ul, 0x1000ul, 0x40ul, 0xffff_ffff_ffff_ff00ul, "stream.ram.mapped")]
    [InlineData(1u, 0x4000_0000_0000_0000ul, 0x1000ul, 0x40ul, 0x4000_0000_0000_0000ul, "stream.ram.mapped")]
    [InlineData(1u, 0x4000_0000_0000_0000ul, 0x1000ul, 0x40ul, 0x3000_0000_0000_0000ul, "wire.limit")]
    [InlineData(1u, 0x2000ul, 0x1000ul, 0x40ul, 0x100_0000ul, "wire.truncated")]
    public void A_header_that_cannot_be_true_is_an_error_at_its_block(uint version, ulong length, ulong page, ulong bitmap, ulong pages, string code)
    {
        var output = new MemoryOutput();
        output.WriteUInt64(length | (ulong)RamFlags.MemSize);
        output.Write([1, (byte)'a']);
        output.WriteUInt64(length);
        output.WriteUInt32(version);
        output.WriteUInt64(page);
        output.WriteUInt64(bitmap);
        output.WriteUInt64(pages);
        output.Write(new byte[0x400]);
        ParseError error = new RamReader(new RecordedInput(output.Written), Form).ReadPayload(new Rewriting.Copy(new RamWriter(new MemoryOutput(), Form), mapped: true))!;
        Assert.Equal((code, "ram"), (error.Code, error.Path));
        Assert.InRange(error.Offset, 8, output.Offset);
    }

    [Fact]
    public void A_page_that_the_block_does_not_have_is_an_error_at_its_byte()
    {
        var output = new MemoryOutput();
        var bitmap = new MappedRamBitmap(64) { [9] = true };
        RamBlock block = new("a", 9 * Page) { Mapped = new MappedRamHeader(Page, 0x40, 0x80) };
        var writer = new RamWriter(output, Form);
        writer.Total(block.UsedLength);
        writer.MappedBlock(block, bitmap);
        writer.MappedHole(9 * Page);
        ParseError error = new RamReader(new RecordedInput(output.Written), Form).ReadPayload(new Rewriting.Copy(new RamWriter(new MemoryOutput(), Form), mapped: true))!;
        Assert.Equal(("stream.ram.mapped", 0x41L), (error.Code, error.Offset));
    }

    [Fact]
    public void Runs_of_pages_that_are_alike_are_found()
    {
        var bitmap = new MappedRamBitmap(70) { [1] = true, [2] = true, [69] = true };
        Assert.Equal((1, 2, 66, 1), (bitmap.Run(0), bitmap.Run(1), bitmap.Run(3), bitmap.Run(69)));
        Assert.Equal((16, 3), (bitmap.Bytes.Length, bitmap.Present));
    }

    [Fact]
    public void The_tree_and_the_table_tell_bitmap_pages_and_holes()
    {
        var output = new MemoryOutput();
        var elements = new ElementWriter(output);
        elements.Header();
        elements.Configuration("none", "mapped-ram");
        elements.SectionStart(new StreamSection(1, "ram", 0, RamReader.Version));
        var writer = new RamWriter(output, Form);
        writer.Total(4 * Page);
        Write(writer, output, Sized("pc.ram", [true, false, true]), [true, false, true, false]);
        writer.EndOfPart();
        elements.Footer(1);
        elements.End();
        elements.Description(4096, "none");
        StreamReport report = StreamAnalysis.Analyze(output.Written);
        Assert.Empty(report.Findings);
        Assert.True(report.Complete);
        StreamNode total = report.Sections("ram").Single().Children[0];
        Assert.Equal([StreamNodeKind.RamBlock, StreamNodeKind.RamBitmap, StreamNodeKind.RamPages], total.Children.Select(child => child.Kind));
        Assert.Equal((1L << 20, 4L * Page), (total.Children[2].Offset, total.Children[2].Length));
        RamBlockStatistics block = Assert.Single(report.Ram);
        Assert.Equal((2L, 2L, 4L), (block.Normal, block.Zero, block.Pages));
    }

    [Fact]
    public void The_file_of_a_real_QEMU_is_read_to_its_last_byte_extracted_and_written_anew()
    {
        byte[] file = StreamFixture.ReadPacked("11.1.3-q35-mapped-ram.bin.gz");
        var input = new RecordedInput(file);
        StreamReport report = StreamAnalysis.Analyze(input);
        Assert.Empty(report.Findings);
        Assert.Equal((true, 73481659L), (report.Complete, report.Parsed));
        RamBlockStatistics bios = report.Ram.Single(block => block.Block.Name == "pc.bios");
        Assert.Equal((45L, 19L), (bios.Normal, bios.Zero));
        Assert.Equal(new MappedRamHeader(Page, 0x8b, 0x100000), report.Ram[0].Block.Mapped);

        // The firmware is the one that the same QEMU sent page by page.
        string folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            Assert.Null(StreamExtraction.Extract(report, input, "mapped", Path.Combine(folder, "mapped")).Error);
            var other = new RecordedInput(StreamFixture.Read("11.1.3-q35-unix.bin"));
            Assert.Null(StreamExtraction.Extract(StreamAnalysis.Analyze(other), other, "unix", Path.Combine(folder, "unix")).Error);
            Assert.Equal(File.ReadAllBytes(Path.Combine(folder, "unix/ram/pc.bios.bin")), File.ReadAllBytes(Path.Combine(folder, "mapped/ram/pc.bios.bin")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        VmDescription description = DescriptionSearch.Find(file.AsSpan(file.Length - 100_000), file.Length - 100_000, Limits.Untrusted)!.Value.Description;
        Assert.True(Rewriting.Rewrite(new RecordedInput(file), description).AsSpan().SequenceEqual(file));
    }

    // One page more than there are flags, so that no block is empty.
    private static RamBlock Sized(string name, bool[] present) => new(name, (ulong)(present.Length + 1) * Page);

    private static void Write(RamWriter writer, MemoryOutput output, RamBlock block, bool[] present)
    {
        var bitmap = new MappedRamBitmap(present.Length);
        for (int page = 0; page < present.Length; page++)
            bitmap[page] = present[page];
        long end = output.Offset + 1 + block.Name.Length + 8 + MappedRamHeader.Length;
        writer.MappedBlock(block with { Mapped = MappedRamHeader.Place(end, block.UsedLength, Page) }, bitmap);
        byte[] bytes = new byte[Page];
        for (int page = 0; page < present.Length; page++)
        {
            bytes[page % Page] = (byte)(page + 1);
            if (present[page])
                writer.MappedPage(bytes);
            else
                writer.MappedHole(Page);
        }
    }
}
