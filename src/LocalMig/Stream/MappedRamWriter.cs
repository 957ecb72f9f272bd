namespace LocalMig.Stream;

/// <summary>Writes a block with mapped-ram: header, bitmap, and every page at its place. The twin of what <see cref="RamReader"/>
/// reads. It writes forward: the bitmap comes first, then the pages and holes in ascending order, to the end of the block.</summary>
internal sealed class MappedRamWriter(StreamOutput output, RamBlock block, MappedRamBitmap bitmap)
{
    private static readonly byte[] Zeroes = new byte[1 << 16];

    /// <summary>Writes header and bitmap, and what stands empty up to the first page.</summary>
    /// <exception cref="InvalidOperationException">The block has no header, or a place of the header was written already.</exception>
    public void Begin()
    {
        MappedRamHeader header = block.Mapped ?? throw new InvalidOperationException($"block '{block.Name}' has no header of mapped-ram");
        header.Write(output);
        Fill((long)header.BitmapOffset);
        output.Write(bitmap.Bytes);
        Fill((long)header.PagesOffset);
    }

    /// <summary>Writes the page that comes next.</summary>
    public void Page(ReadOnlySpan<byte> bytes) => output.Write(bytes);

    /// <summary>Leaves places empty.</summary>
    public void Hole(long length) => Fill(output.Offset + length);

    private void Fill(long end)
    {
        if (end < output.Offset)
            throw new InvalidOperationException($"0x{end:x} was written already: the output is at 0x{output.Offset:x}");
        while (output.Offset < end)
            output.Write(Zeroes.AsSpan(0, (int)Math.Min(Zeroes.Length, end - output.Offset)));
    }
}
