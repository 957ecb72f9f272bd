using LocalMig.Wire;

namespace LocalMig.Stream;

/// <summary>Takes what a <see cref="RamReader"/> finds, in the order of the bytes. What is not overridden is passed over.</summary>
public abstract class RamSink
{
    /// <summary>The total of the blocks' lengths, announced before them.</summary>
    /// <returns>An error where this side cannot accept it.</returns>
    public virtual ParseError? Total(ulong bytes, long offset) => null;

    /// <summary>A block.</summary>
    /// <returns>An error where this side has no such block.</returns>
    public virtual ParseError? Block(RamBlock block, long offset) => null;

    /// <summary>Which pages of a block are in a file with mapped-ram: they follow as <see cref="Page"/> and <see cref="Hole"/>, ascending.</summary>
    public virtual void Bitmap(RamBlock block, MappedRamBitmap bitmap, long offset)
    {
    }

    /// <summary>Pages that are not in a file with mapped-ram, and are zeroes.</summary>
    /// <param name="block">The block.</param>
    /// <param name="address">The first one's offset in the block.</param>
    /// <param name="length">Bytes of all of them.</param>
    /// <param name="offset">Their place in the file.</param>
    public virtual void Hole(RamBlock block, ulong address, long length, long offset)
    {
    }

    /// <summary>A page. The bytes are valid during the call only.</summary>
    public virtual void Page(RamBlock block, ulong address, ReadOnlySpan<byte> bytes, long offset)
    {
    }

    /// <summary>A page of zeroes.</summary>
    public virtual void ZeroPage(RamBlock block, ulong address, long offset)
    {
    }

    /// <summary>A page told by what has changed, see <see cref="Xbzrle.Decode"/>.</summary>
    /// <returns>An error where this side cannot apply the changes.</returns>
    public virtual ParseError? Changes(RamBlock block, ulong address, ReadOnlyMemory<byte> encoded, long offset) => null;

    /// <summary>A page compressed by zlib; QEMU up to 9.0.</summary>
    /// <returns>An error where this side cannot take it.</returns>
    public virtual ParseError? Compressed(RamBlock block, ulong address, ReadOnlyMemory<byte> zlib, long offset) => null;

    /// <summary>A word without address: the multifd channels are to catch up, a hook, the end of the part.</summary>
    public virtual void Mark(RamFlags flag, long offset)
    {
    }
}
