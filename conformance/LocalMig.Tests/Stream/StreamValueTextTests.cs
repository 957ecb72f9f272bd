using System.Text;
using LocalMig.Stream;
using LocalMig.Stream.Analysis;

namespace LocalMig.Tests.Stream;

public sealed class StreamValueTextTests
{
    [Theory]
    [InlineData("uint32", 7ul, "7")]
    [InlineData("uint32", 10ul, "10 (0xa)")]
    [InlineData("uint64", ulong.MaxValue, "18446744073709551615 (0xffffffffffffffff)")]
    [InlineData("int32", ulong.MaxValue, "-1")]
    [InlineData("int64", 1ul << 63, "-9223372036854775808")]
    [InlineData("int32", 16ul, "16 (0x10)")]
    [InlineData("bool", 1ul, "true")]
    [InlineData("bool", 0ul, "false")]
    [InlineData("bool", 2ul, "2")]
    public void A_number_is_shown_as_its_type_has_it(string type, ulong number, string expected) =>
        Assert.Equal(expected, Of(VmStateNumber.Of(number), type));

    [Fact]
    public void Of_an_array_the_first_elements_are_shown_and_how_many_there_are() =>
        Assert.Equal(
            "[-1, 1, 1, 1, 1, 1, 1, 1, ... 9 in all]",
            Of(new VmStateArray([VmStateNumber.Of(ulong.MaxValue), .. Enumerable.Repeat(VmStateNumber.Of(1), 8)]), "int8"));

    [Fact]
    public void Bytes_are_text_zeroes_or_digits()
    {
        Assert.Equal("\"pc\"", Of(new VmStateBytes("pc\0"u8.ToArray()), "buffer"));
        Assert.Equal("3 zeroes", Of(new VmStateBytes(new byte[3]), "buffer"));
        Assert.Equal("01ff", Of(new VmStateBytes(new byte[] { 1, 255 }), "buffer"));
        Assert.Equal($"{string.Concat(Enumerable.Repeat("01", 24))}... 25 bytes", Of(new VmStateBytes(Enumerable.Repeat((byte)1, 25).ToArray()), "buffer"));
        Assert.Equal("", Of(new VmStateBytes(ReadOnlyMemory<byte>.Empty), "buffer"));
    }

    private static string Of(VmStateValue value, string type)
    {
        var line = new StringBuilder();
        StreamValueText.Append(line, value, type);
        return line.ToString();
    }
}
