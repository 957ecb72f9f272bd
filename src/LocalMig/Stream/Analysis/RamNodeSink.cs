using System.Text;
using LocalMig.Json;
using LocalMig.Wire;

namespace LocalMig.Stream.Analysis;

/// <summary>Makes nodes of one part of the RAM section: pages are counted, not kept.</summary>
/// <param name="whole">Adds up the parts.</param>
internal sealed class RamNodeSink(RamStatistics whole) : RamSink
{
    private readonly List<StreamNode> _marks = [];
    private readonly List<StreamNode> _blocks = [];
    private readonly RamStatistics _part = new();
    private RamBlockStatistics? _last;
    private long _lastOffset;
    private StreamNode? _total;

    /// <summary>The nodes: total and blocks, pages by block, marks. To be called once, at the end of the part.</summary>
    public IReadOnlyList<StreamNode> Nodes()
    {
        var nodes = new List<StreamNode>();
        if (_total is not null)
            nodes.Add(_total with { Children = _blocks, Length = (_blocks.Count > 0 ? _blocks[^1].End : _total.End) - _total.Offset });
        foreach (RamBlockStatistics count in _part.Blocks)
        {
            whole.Of(count.Block).Add(count);
            if (count.Block.Mapped is not null)
                continue; // they stand below the total, where the block does
            nodes.Add(new StreamNode
            {
                Kind = StreamNodeKind.RamPages,
                Name = count.Block.Name,
                Offset = count.First,
                Length = count.Bytes,
                Notes = Notes(count),
            });
        }

        nodes.AddRange(_marks);
        return nodes;
    }

    public override ParseError? Total(ulong bytes, long offset)
    {
        _total = new StreamNode { Kind = StreamNodeKind.RamTotal, Name = "total", Offset = offset, Length = 8, Value = new VmStateNumber(bytes) };
        return null;
    }

    public override ParseError? Block(RamBlock block, long offset)
    {
        whole.Of(block);
        var notes = new List<(string, JsonValue)>();
        if (block.GuestAddress is ulong address)
            notes.Add(("guest address", JsonValue.From(address)));
        if (block.Mapped is MappedRamHeader mapped)
        {
            notes.Add(("bitmap at", JsonValue.From(mapped.BitmapOffset)));
            notes.Add(("pages at", JsonValue.From(mapped.PagesOffset)));
        }

        int length = 1 + Encoding.UTF8.GetByteCount(block.Name) + 8 + (block.GuestAddress is null ? 0 : 8) + (block.Mapped is null ? 0 : MappedRamHeader.Length);
        _blocks.Add(new StreamNode { Kind = StreamNodeKind.RamBlock, Name = block.Name, Offset = offset, Length = length, Value = new VmStateNumber(block.UsedLength), Notes = notes });
        return null;
    }

    public override void Bitmap(RamBlock block, MappedRamBitmap bitmap, long offset)
    {
        RamBlockStatistics part = _part.Of(block);
        part.Normal = bitmap.Present;
        part.Zero = bitmap.Pages - part.Normal;
        part.Bytes = (long)block.UsedLength;
        _blocks.Add(new StreamNode { Kind = StreamNodeKind.RamBitmap, Name = block.Name, Offset = offset, Length = bitmap.Bytes.Length, Notes = [("pages", bitmap.Pages), ("set", part.Normal)] });
        _blocks.Add(new StreamNode { Kind = StreamNodeKind.RamPages, Name = block.Name, Offset = (long)block.Mapped!.PagesOffset, Length = part.Bytes, Notes = Notes(part) });
    }

    public override void Page(RamBlock block, ulong address, ReadOnlySpan<byte> bytes, long offset)
    {
        if (block.Mapped is null)
            Of(block, offset).Normal++;
    }

    public override void ZeroPage(RamBlock block, ulong address, long offset) => Of(block, offset).Zero++;

    public override ParseError? Changes(RamBlock block, ulong address, ReadOnlyMemory<byte> encoded, long offset)
    {
        Of(block, offset).Changed++;
        return null;
    }

    public override ParseError? Compressed(RamBlock block, ulong address, ReadOnlyMemory<byte> zlib, long offset)
    {
        Of(block, offset).Compressed++;
        return null;
    }

    public override void Mark(RamFlags flag, long offset)
    {
        Settle(offset);
        _last = null;
        _marks.Add(new StreamNode { Kind = StreamNodeKind.RamMark, Name = flag == RamFlags.Eos ? "EOS" : flag.ToString(), Offset = offset, Length = 8 });
    }

    private static List<(string, JsonValue)> Notes(RamBlockStatistics count)
    {
        List<(string, JsonValue)> notes = [("pages", count.Normal), (count.Block.Mapped is null ? "zero pages" : "holes", count.Zero)];
        if (count.Changed > 0)
            notes.Add(("changed pages", count.Changed));
        if (count.Compressed > 0)
            notes.Add(("compressed pages", count.Compressed));
        return notes;
    }

    // A record reaches up to the next one.
    private void Settle(long offset)
    {
        if (_last is not null)
            _last.Bytes += offset - _lastOffset;
        _lastOffset = offset;
    }

    private RamBlockStatistics Of(RamBlock block, long offset)
    {
        Settle(offset);
        if (ReferenceEquals(_last?.Block, block))
            return _last;
        _last = _part.Of(block);
        if (_last.Pages == 0)
            _last.First = offset;
        return _last;
    }
}
