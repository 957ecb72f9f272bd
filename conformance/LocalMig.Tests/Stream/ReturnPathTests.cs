using FsCheck;
using LocalMig.Stream;
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
            byte[] data = [.. Enumerable.Range(0, ReturnPathMessage.Length(kind) is >= 0 and int known ? known : length).Select(i => (byte)(i + type))];
            written.Add(new ReturnPathMessage(output.Offset, kind, data));
            writer.Write(kind, data);
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
    public void A_message_that_is_none_or_of_another_length_is_an_error_at_its_place(string hex, long offset)
    {
        ParseError error = new ReturnPathReader(new MemoryInput(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)))).Read().Error!;
        Assert.Equal((Errors.StreamReturnMessage, offset), (error.Rule, error.Offset));
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
