using LocalMig.Machine;

namespace LocalMig.Tests.Machine;

public sealed class GuestRamTests
{
    [Fact]
    public void A_seed_gives_pages_of_zeroes_and_pages_of_content()
    {
        GuestRam ram = new(1 << 20);
        ram.Fill(1);
        int zeroes = Enumerable.Range(0, ram.Pages).Count(ram.IsZero);
        Assert.Equal(256, ram.Pages);
        Assert.InRange(zeroes, 30, 100);
    }

    [Property]
    public bool The_same_seed_gives_the_same_content_and_another_one_other_content(int seed)
    {
        GuestRam one = new(8 * GuestRam.PageSize), same = new(8 * GuestRam.PageSize), other = new(8 * GuestRam.PageSize);
        one.Fill(seed);
        same.Fill(seed);
        other.Fill(unchecked(seed + 1));
        return one.Bytes.SequenceEqual(same.Bytes) && one.Digest() == same.Digest() && one.Digest() != other.Digest();
    }

    [Theory]
    [InlineData(-4096)]
    [InlineData(1)]
    [InlineData(GuestRam.MaximumSize + 4096)]
    public void A_size_that_is_no_number_of_pages_or_out_of_range_is_refused(long size) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new GuestRam(size));
}
