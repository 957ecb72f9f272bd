using LocalMig.Suite.Differential;

namespace LocalMig.Tests.Suite.Differential;

public sealed class ShrinkingTests
{
    [Property(MaxTest = 200)]
    public void What_is_left_is_exactly_what_matters(byte[] before, byte[] between, byte[] after)
    {
        byte[] input = [.. before, 200, .. between, 201, .. after];
        Assert.Equal([200, 201], Shrinking.Shrink(input, static less => Array.IndexOf(less, (byte)200) is >= 0 and int at && Array.IndexOf(less, (byte)201, at) > at, 10_000));
    }

    [Fact]
    public void It_asks_no_more_often_than_it_may()
    {
        int asked = 0;
        Shrinking.Shrink(new int[1000], _ => ++asked < 0, 17);
        Assert.Equal(17, asked);
    }
}
