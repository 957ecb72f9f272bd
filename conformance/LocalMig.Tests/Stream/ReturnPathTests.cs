using FsCheck;
using LocalMig.Stream;
using LocalMig.Stream.Analysis;
using LocalMig.Wire;

namespace LocalMig.Tests.Stream;

public sealed class ReturnPathTests
{
    [Property]
    public void Messages_of_every_type_are_read_as_they_were_written((byte Type, byte Length)[] messages)
    {
        var output = new MemoryOutput();
        var writer = new ReturnPathWriter(output);
        var written = new List<ReturnPathMessage>();
        foreach ((byte type, byte length) in messages)
        {
            var kind = (ReturnPathType)(1 + (type % 7));
            byte[] name = [length, .. Enumerable.Range(0, length).Select(i => (byte)('a' + (i % 26)))];
            byte[] numbers = [.. Enumerable.Range(0, Math.Max(ReturnPathMessage.Length(kind), 12)).Select(i => (byte)(i + type))];
            byte[] data = kind switch
            {
                ReturnPathType.RequestPagesOfBlock => [.. numbers, .. name],
                ReturnPathType.ReceivedBitmap => name,
                _ => numbers[..ReturnPathMessage.Length(kind)],
            };
            byte[] bitmap = kind == ReturnPathType.ReceivedBitmap ? [.. Enumerable.Range(0, 8 * (type % 5)).Select(i => (byte)(i ^ type))] : [];
            written.Add(new ReturnPathMessage(output.Offset, kind, data) { Bitmap = bitmap });
            writer.Write(written[^1]);
            Assert.Equal(written[^1].Offset + written[^1].WireLength, output.Offset);
        }

        var reader = new ReturnPathReader(new MemoryInput(output.Written));
        foreach (ReturnPathMessage message in written)
            Assert.Equal(message, reader.Read().Value);
        Assert.Null(reader.Read().Value);
    }

    [Theory]
    [InlineData("0008 0000", 0)]
    [InlineData("0000 0000", 0)]
    [InlineData("0001 0003 000000", 2)]
    [InlineData("0007 0001 00", 2)]
    [InlineData("0003 000c 000000000000000000000000", 2)]
    [InlineData("0003 000e 000000000000000000001000 0361", 2)]
    [InlineData("0005 0000", 2)]
    [InlineData("0005 0002 0361", 2)]
    [InlineData("0005 0002 0161 0000000000000007", 6)]
    [InlineData("0005 0002 0161 0000000000000008 ffffffffffffffff 0123456789abcdee", 22)]
    public void A_message_that_is_none_or_of_another_length_is_an_error_at_its_place(string hex, long offset)
    {
        ParseError error = new ReturnPathReader(new MemoryInput(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)))).Read().Error!;
        Assert.Equal((Errors.StreamReturnMessage, offset), (error.Rule, error.Offset));
    }

    [Fact]
    public void A_bitmap_that_is_longer_than_the_limit_is_refused_before_it_is_read()
    {
        var input = new RecordedInput(Convert.FromHexString("00050002016100000000000010000123456789abcdef")) { Limits = new Limits { RamBitmap = 8 } };
        ParseError error = new ReturnPathReader(input).Read().Error!;
        Assert.Equal((Errors.LimitExceeded, 6L), (error.Rule, error.Offset));
    }

    [Fact]
    public void What_a_paused_postcopy_asks_for_is_told_by_block_and_place()
    {
        var output = new MemoryOutput();
        var writer = new ReturnPathWriter(output);
        writer.Write(ReturnPathType.RequestPagesOfBlock, Convert.FromHexString("0000000000003000" + "00001000" + "06" + "70632e72616d"));
        writer.Write(ReturnPathType.RequestPages, Convert.FromHexString("0000000000005000" + "00002000"));
        writer.Write(new ReturnPathMessage(output.Offset, ReturnPathType.ReceivedBitmap, Convert.FromHexString("0670632e72616d")) { Bitmap = new byte[] { 0xff, 1, 0, 0, 0, 0, 0, 0 } });
        StreamReport report = StreamAnalysis.Analyze(output.Written);
        Assert.Equal((StreamKind.ReturnPath, true), (report.Kind, report.Complete));
        using var text = new StringWriter();
        StreamTreeText.Write(report, "path", text);
        Assert.Contains("(block pc.ram, start 12288, bytes 4096)", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("(start 20480, bytes 8192)", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("(block pc.ram, bitmap 8, pages received 9)", text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_return_path_cut_inside_a_message_names_where_it_ends()
    {
        byte[] path = StreamFixture.Read("local-11-return-path.rp.bin");
        for (int length = 0; length <= path.Length; length++)
        {
            var reader = new ReturnPathReader(new MemoryInput(path.AsMemory(0, length)));
            ParseError? error;
            while (reader.Read().TryGet(out ReturnPathMessage? message, out error) && message is not null)
            {
            }

            Assert.Equal(length % 8 == 0 ? null : (Errors.Truncated, (long)length), error is null ? null : ((ErrorRule, long)?)(error.Rule, error.Offset));
        }
    }
}
