namespace LocalMig.Stream.Analysis;

/// <summary>A block of RAM, and how its pages came in a whole stream.</summary>
public sealed class RamBlockStatistics(RamBlock block)
{
    /// <summary>The block as announced; on a side channel of multifd, where none is announced, of the length 0.</summary>
    public RamBlock Block { get; } = block;

    /// <summary>Pages as they are.</summary>
    public long Normal { get; internal set; }

    /// <summary>Pages of zeroes: sent as one byte, or a hole of mapped-ram.</summary>
    public long Zero { get; internal set; }

    /// <summary>Pages as what has changed since they were sent before, XBZRLE.</summary>
    public long Changed { get; internal set; }

    /// <summary>Pages compressed one by one.</summary>
    public long Compressed { get; internal set; }

    /// <summary>Bytes that all these take in the stream.</summary>
    public long Bytes { get; internal set; }

    /// <summary>Pages in all. A page that was sent again counts again.</summary>
    public long Pages => Normal + Zero + Changed + Compressed;

    /// <summary>Offset of the first of them.</summary>
    internal long First { get; set; }

    internal void Add(RamBlockStatistics part)
    {
        Normal += part.Normal;
        Zero += part.Zero;
        Changed += part.Changed;
        Compressed += part.Compressed;
        Bytes += part.Bytes;
    }
}

/// <summary>Adds up the pages of a stream by block, in the order in which the blocks are first spoken of.</summary>
internal sealed class RamStatistics
{
    private readonly OrderedDictionary<string, RamBlockStatistics> _blocks = new(StringComparer.Ordinal);

    public IReadOnlyList<RamBlockStatistics> Blocks => [.. _blocks.Values];

    public RamBlockStatistics Of(RamBlock block)
    {
        if (!_blocks.TryGetValue(block.Name, out RamBlockStatistics? statistics))
            _blocks.Add(block.Name, statistics = new RamBlockStatistics(block));
        return statistics;
    }
}
