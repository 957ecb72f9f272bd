using LocalMig.Stream;
using LocalMig.Wire;

namespace LocalMig.Tests.Stream;

public sealed class DescriptorLogTests
{
    [Fact]
    public void Descriptors_ride_on_the_last_byte_of_a_call_that_has_some() =>
        Assert.Equal([4L, 9, 9], DescriptorLog.Read("# note\nsrc>dst 0 5 1 7\nsrc>dst 5 5 2 8 9\nsrc>dst 10 5 0\ndst>src 0 8 1\nsrc>dst 15 EOF\n").Value.Offsets);

    [Theory]
    [InlineData("src>dst 0 1 254")]
    [InlineData("src>dst 0 1 99999999999999999999")]
    [InlineData("src>dst 9223372036854775807 1 1")]
    [InlineData("src>dst 0 0 1")]
    [InlineData("src>dst 0 1")]
    [InlineData("src>dst 0 -1 1")]
    public void A_line_that_no_receive_call_gives_is_refused_where_it_stands(string line)
    {
        ParseError error = DescriptorLog.Read($"src>dst 0 1 253\n{line}\n").Error!;
        Assert.Equal(("stream.log", "line 2"), (error.Code, error.Path));
    }
}
