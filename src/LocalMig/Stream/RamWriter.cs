using System.Text;

namespace LocalMig.Stream;

/// <summary>Writes the payloads of the RAM section, one per part. The twin of <see cref="RamReader"/>.</summary>
public sealed class RamWriter
{
    private readonly StreamOutput _output;
    private readonly RamForm _form;
    private RamBlock? _last;

    /// <summary>Writes in the form given.</summary>
    public RamWriter(StreamOutput output, RamForm form)
    {
        _output = output;
        _form = form;
    }

    /// <summary>Writes the total and the list of blocks.</summary>
    public void Blocks(IReadOnlyList<RamBlock> blocks)
    {
        ulong total = 0;
        foreach (RamBlock block in blocks)
            total += block.UsedLength;
        Word(total, RamFlags.MemSize);
        foreach (RamBlock block in blocks)
        {
            Name(block);
            _output.WriteUInt64(block.UsedLength);
            if (_form.IgnoreShared)
                _output.WriteUInt64(block.GuestAddress ?? 0);
            if (_form.MappedRam && block.Mapped is MappedRamHeader mapped)
            {
                _output.WriteUInt32(MappedRamHeader.Version);
                _output.WriteUInt64(mapped.PageSize);
                _output.WriteUInt64(mapped.BitmapOffset);
                _output.WriteUInt64(mapped.PagesOffset);
            }
        }
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
