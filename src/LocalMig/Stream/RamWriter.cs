using System.Text;

namespace LocalMig.Stream;

/// <summary>Writes the payloads of the RAM section, one per part. The twin of <see cref="RamReader"/>.</summary>
public sealed class RamWriter
{
    private readonly StreamOutput _output;
    private readonly RamForm _form;
    private RamBlock? _last;
    private MappedRamWriter? _mapped;

    /// <summary>Writes in the form given.</summary>
    public RamWriter(StreamOutput output, RamForm form)
    {
        _output = output;
        _form = form;
    }

    /// <summary>Writes the total and the list of blocks, for a form without mapped-ram.</summary>
    public void Blocks(IReadOnlyList<RamBlock> blocks)
    {
        ulong total = 0;
        foreach (RamBlock block in blocks)
            total += block.UsedLength;
        Total(total);
        foreach (RamBlock block in blocks)
            BlockHead(block);
    }

    /// <summary>Writes the total of the blocks' lengths, where the blocks are written one by one.</summary>
    public void Total(ulong bytes) => Word(bytes, RamFlags.MemSize);

    /// <summary>Writes a block with mapped-ram up to its pages; they follow by <see cref="MappedPage"/> and <see cref="MappedHole"/>
    /// in ascending order, to the end of the block.</summary>
    /// <exception cref="InvalidOperationException">The block has no header, or one whose places were written already.</exception>
    public void MappedBlock(RamBlock block, MappedRamBitmap bitmap)
    {
        BlockHead(block);
        _mapped = new MappedRamWriter(_output, block, bitmap);
        _mapped.Begin();
    }

    /// <summary>Writes the next page of a block with mapped-ram.</summary>
    /// <exception cref="InvalidOperationException">No such block was begun.</exception>
    public void MappedPage(ReadOnlySpan<byte> bytes) => Mapped.Page(bytes);

    /// <summary>Leaves the places of the next pages of a block with mapped-ram empty.</summary>
    /// <exception cref="InvalidOperationException">No such block was begun.</exception>
    public void MappedHole(long length) => Mapped.Hole(length);

    private MappedRamWriter Mapped => _mapped ?? throw new InvalidOperationException("no block with mapped-ram was begun");

    private void BlockHead(RamBlock block)
    {
        Name(block);
        _output.WriteUInt64(block.UsedLength);
        if (_form.IgnoreShared)
            _output.WriteUInt64(block.GuestAddress ?? 0);
    }

    /// <summary>Writes a page as nine bytes where it holds zeroes only, else as it is.</summary>
    /// <param name="block">One of the announced blocks.</param>
    /// <param name="address">The page's offset in the block, a multiple of the page size.</param>
    /// <param name="bytes">The page.</param>
    public void PageOrZero(RamBlock block, ulong address, ReadOnlySpan<byte> bytes)
    {
        if (bytes.ContainsAnyExcept((byte)0))
            Page(block, address, bytes);
        else
            ZeroPage(block, address);
    }

    /// <summary>Writes a page as it is.</summary>
    /// <param name="block">One of the announced blocks.</param>
    /// <param name="address">The page's offset in the block, a multiple of the page size.</param>
    /// <param name="bytes">The page.</param>
    public void Page(RamBlock block, ulong address, ReadOnlySpan<byte> bytes)
    {
        PageHead(block, address, RamFlags.Page);
        _output.Write(bytes);
    }

    /// <summary>Writes a page of zeroes.</summary>
    public void ZeroPage(RamBlock block, ulong address)
    {
        PageHead(block, address, RamFlags.Zero);
        _output.WriteByte(0);
    }

    /// <summary>Writes a page as what has changed in it, see <see cref="Xbzrle.Encode"/>.</summary>
    public void Changes(RamBlock block, ulong address, ReadOnlySpan<byte> encoded)
    {
        PageHead(block, address, RamFlags.Xbzrle);
        _output.WriteByte(Xbzrle.Tag);
        _output.WriteUInt16(checked((ushort)encoded.Length));
        _output.Write(encoded);
    }

    /// <summary>Writes a page compressed by zlib.</summary>
    public void Compressed(RamBlock block, ulong address, ReadOnlySpan<byte> zlib)
    {
        PageHead(block, address, RamFlags.CompressPage);
        _output.WriteUInt32((uint)zlib.Length);
        _output.Write(zlib);
    }

    /// <summary>Writes a word without address, for example <see cref="RamFlags.MultifdFlush"/>.</summary>
    public void Mark(RamFlags flag) => Word(0, flag);

    /// <summary>Writes the end word of a part. The first page of the next part names its block again.</summary>
    public void EndOfPart()
    {
        Word(0, RamFlags.Eos);
        _last = null;
    }

    private void PageHead(RamBlock block, ulong address, RamFlags flags)
    {
        if (block == _last)
        {
            Word(address, flags | RamFlags.Continue);
            return;
        }

        Word(address, flags);
        Name(block);
        _last = block;
    }

    private void Word(ulong address, RamFlags flags) => _output.WriteUInt64(address | (ulong)flags);

    private void Name(RamBlock block)
    {
        byte[] name = Encoding.UTF8.GetBytes(block.Name);
        _output.WriteByte(checked((byte)name.Length));
        _output.Write(name);
    }
}
