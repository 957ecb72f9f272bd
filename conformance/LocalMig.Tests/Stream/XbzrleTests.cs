using LocalMig.Stream;
using LocalMig.Wire;

namespace LocalMig.Tests.Stream;

public sealed class XbzrleTests
{
    [Property]
    public void Changes_applied_to_the_old_page_give_the_new_one(byte[] before, (ushort At, byte Value)[] changes)
    {
        byte[] old = new byte[4096];
        before.AsSpan(0, Math.Min(before.Length, old.Length)).CopyTo(old);
        byte[] now = [.. old];
        foreach ((ushort at, byte value) in changes)
            now[at % now.Length] = value;

        byte[] encoded = Xbzrle.Encode(old, now)!;
        Assert.Null(Xbzrle.Decode(encoded, old, 0));
        Assert.Equal(now, old);
    }

    [Fact]
    public void A_page_that_changed_all_over_is_not_encoded()
    {
        byte[] now = new byte[4096];
        now.AsSpan().Fill(7);
        Assert.Null(Xbzrle.Encode(new byte[4096], now));
    }

    [Fact]
    public void Lengths_are_in_uleb128_and_runs_in_turn()
    {
        byte[] page = new byte[4096];
        Assert.Null(Xbzrle.Decode([0x80, 0x01, 0x02, 0xaa, 0xbb, 0x01, 0x01, 0xcc], page, 0));
        Assert.Equal([0xaa, 0xbb, 0, 0xcc], page[128..132]);
    }

    [Theory]
    [InlineData("80")]
    [InlineData("0001")]
    [InlineData("0000")]
    [InlineData("8080")]
    [InlineData("ff1f01aaff1f01aa")]
    public void What_does_not_fit_is_an_error_at_its_place(string hex)
    {
        ParseError error = Xbzrle.Decode(Convert.FromHexString(hex), new byte[4096], 100)!;
        Assert.Equal(Errors.StreamXbzrle, error.Rule);
        Assert.InRange(error.Offset, 100, 100 + (hex.Length / 2));
    }
}
