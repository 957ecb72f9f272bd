using LocalMig.Json;
using LocalMig.Wire;

namespace LocalMig.Stream.Analysis;

/// <summary>Makes nodes of one part of the RAM section: pages are counted, not kept.</summary>
internal sealed class RamNodeSink : RamSink
{
    private readonly List<StreamNode> _nodes = [];
    private readonly List<StreamNode> _blocks = [];
    private readonly Dictionary<string, Count> _counts = new(StringComparer.Ordinal);
    private readonly List<Count> _order = [];
    private Count? _last;
    private long _lastOffset;
    private StreamNode? _total;

    /// <summary>The nodes: total and blocks, pages by block, marks.</summary>
    public IReadOnlyList<StreamNode> Nodes()
    {
        var nodes = new List<StreamNode>();
        if (_total is not null)
            nodes.Add(_total with { Children = _blocks, Length = (_blocks.Count > 0 ? _blocks[^1].End : _total.End) - _total.Offset });
        foreach (Count count in _order)
        {
            nodes.Add(new StreamNode
            {
                Kind = StreamNodeKind.RamPages,
                Name = count.Block.Name,
                Offset = count.First,
                Length = count.Bytes,
                Notes = Notes(count),
            });
        }

        nodes.AddRange(_nodes);
        return nodes;
    }

    public override ParseError? Total(ulong bytes, long offset)
    {
        _total = new StreamNode { Kind = StreamNodeKind.RamTotal, Name = "total", Offset = offset, Length = 8, Value = new VmStateNumber(bytes) };
        return null;
    }

    public override ParseError? Block(RamBlock block, long offset)
    {
        var notes = new List<(string, JsonValue)>();
        if (block.GuestAddress is ulong address)
            notes.Add(("guest address", JsonValue.From(address)));
        if (block.Mapped is MappedRamHeader mapped)
        {
            notes.Add(("bitmap at", JsonValue.From(mapped.BitmapOffset)));
            notes.Add(("pages at", JsonValue.From(mapped.PagesOffset)));
        }

        int length = 1 + System.Text.Encoding.UTF8.GetByteCount(block.Name) + 8 + (block.GuestAddress is null ? 0 : 8) + (block.Mapped is null ? 0 : 28);
        _blocks.Add(new StreamNode { Kind = StreamNodeKind.RamBlock, Name = block.Name, Offset = offset, Length = length, Value = new VmStateNumber(block.UsedLength), Notes = notes });
        return null;
    }

    public override void Page(RamBlock block, ulong address, ReadOnlySpan<byte> bytes, long offset) => Of(block, offset).Pages++;

    public override void ZeroPage(RamBlock block, ulong address, long offset) => Of(block, offset).Zeroes++;

    public override ParseError? Changes(RamBlock block, ulong address, ReadOnlyMemory<byte> encoded, long offset)
    {
        Of(block, offset).Changed++;
        return null;
    }

    public override ParseError? Compressed(RamBlock block, ulong address, ReadOnlyMemory<byte> zlib, long offset)
    {
        Of(block, offset).CompressedPages++;
        return null;
    }

    public override void Mark(RamFlags flag, long offset)
    {
        Settle(offset);
        _last = null;
        _nodes.Add(new StreamNode { Kind = StreamNodeKind.RamMark, Name = flag == RamFlags.Eos ? "EOS" : flag.ToString(), Offset = offset, Length = 8 });
    }

    private static List<(string, JsonValue)> Notes(Count count)
    {
        List<(string, JsonValue)> notes = [("pages", count.Pages), ("zero pages", count.Zeroes)];
        if (count.Changed > 0)
            notes.Add(("changed pages", count.Changed));
        if (count.CompressedPages > 0)
            notes.Add(("compressed pages", count.CompressedPages));
        return notes;
    }

    // A record reaches up to the next one.
    private void Settle(long offset)
    {
        if (_last is not null)
            _last.Bytes += offset - _lastOffset;
        _lastOffset = offset;
    }

    private Count Of(RamBlock block, long offset)
    {
        Settle(offset);
        if (ReferenceEquals(_last?.Block, block))
            return _last;
        if (!_counts.TryGetValue(block.Name, out _last))
        {
            _last = new Count(block, offset);
            _counts.Add(block.Name, _last);
            _order.Add(_last);
        }

        return _last;
    }

    private sealed class Count(RamBlock block, long first)
    {
        public RamBlock Block { get; } = block;

        public long First { get; } = first;

        public long Pages { get; set; }

        public long Zeroes { get; set; }

        public long Changed { get; set; }

        public long CompressedPages { get; set; }

        public long Bytes { get; set; }
    }
}
