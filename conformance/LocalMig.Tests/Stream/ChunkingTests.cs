using FsCheck;
using LocalMig.Stream;
using LocalMig.Stream.Analysis;
using LocalMig.Wire;

namespace LocalMig.Tests.Stream;

public sealed class ChunkingTests
{
    private static readonly byte[] Small = StreamFixture.Read("11.1.3-none-unix.bin");
    private static readonly byte[] WithTap = StreamFixture.Read("local-11-return-path.bin");

    [Fact]
    public void A_stream_split_in_two_at_any_byte_gives_the_same_elements()
    {
        VmDescription description = DescriptionSearch.Find(Small, 0, Limits.Untrusted)!.Value.Description;
        for (int at = 0; at <= Small.Length; at++)
            Assert.Equal(Small, Rewriting.Rewrite(new ChunkedInput(Small, [at]), description));
    }

    [Fact]
    public void A_stream_byte_by_byte_gives_the_same_elements()
    {
        VmDescription description = DescriptionSearch.Find(Small, 0, Limits.Untrusted)!.Value.Description;
        Assert.Equal(Small, Rewriting.Rewrite(new ChunkedInput(Small, [.. Enumerable.Range(0, Small.Length)]), description));
    }

    [Property(MaxTest = 20)]
    public void A_large_stream_in_pieces_of_any_size_gives_the_same_elements(PositiveInt[] sizes)
    {
        VmDescription description = DescriptionSearch.Find(WithTap, 0, Limits.Untrusted)!.Value.Description;
        var ends = new List<int>();
        int end = 0;
        for (int i = 0; end < WithTap.Length; i++)
        {
            end += sizes.Length == 0 ? 4096 : 1 + (sizes[i % sizes.Length].Get * 997 % 40000);
            ends.Add(Math.Min(end, WithTap.Length));
        }

        Assert.True(Rewriting.Rewrite(new ChunkedInput(WithTap, ends), description).AsSpan().SequenceEqual(WithTap));
    }
}
