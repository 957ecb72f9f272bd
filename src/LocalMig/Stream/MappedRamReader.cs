using LocalMig.Wire;

namespace LocalMig.Stream;

/// <summary>Reads what stands behind the header of a block with mapped-ram: bitmap and pages, up to the end of the block's region.
/// The twin of <see cref="MappedRamWriter"/>.</summary>
internal static class MappedRamReader
{
    /// <summary>Reads bitmap and pages of one block; holes are passed over.</summary>
    /// <param name="input">Stands behind the header.</param>
    /// <param name="form">The page size.</param>
    /// <param name="block">The block, with its header.</param>
    /// <param name="offset">Where the block's entry begins, for errors.</param>
    /// <param name="sink">Takes the bitmap, pages and holes.</param>
    /// <returns>The first error, or null.</returns>
    public static ParseError? Read(StreamInput input, RamForm form, RamBlock block, long offset, RamSink sink)
    {
        MappedRamHeader header = block.Mapped!;
        if (header.Misplaced(input.Offset, block.UsedLength, form.PageSize) is string wrong)
            return ParseError.At(Errors.StreamMappedRam, offset, $"block '{block.Name}' has {wrong}");
        long length = MappedRamBitmap.LengthFor(block.UsedLength, header.PageSize);
        if (length > input.Limits.RamBitmap)
            return ParseError.At(Errors.LimitExceeded, offset, $"a bitmap of {length} bytes, and the limit is {input.Limits.RamBitmap}");
        input.Skip((long)header.BitmapOffset - input.Offset);
        var bitmap = new MappedRamBitmap(input.ReadBytes((int)length), (long)MappedRamBitmap.PagesOf(block.UsedLength, header.PageSize));
        if (input.Error is ParseError cut)
            return cut;
        if (bitmap.Beyond() is long page)
            return ParseError.At(Errors.StreamMappedRam, (long)header.BitmapOffset + (page / 8), $"page {page} of '{block.Name}' is marked, which has {bitmap.Pages}");
        sink.Bitmap(block, bitmap, (long)header.BitmapOffset);
        input.Skip((long)header.PagesOffset - input.Offset);
        return ReadPages(input, form, block, bitmap, sink);
    }

    private static ParseError? ReadPages(StreamInput input, RamForm form, RamBlock block, MappedRamBitmap bitmap, RamSink sink)
    {
        long page = 0;
        while (page < bitmap.Pages && input.Error is null)
        {
            long count = bitmap.Run(page);
            if (bitmap[page])
            {
                for (long end = page + count; page < end && input.Error is null; page++)
                {
                    ulong at = (ulong)(page * form.PageSize);
                    RamReader.ReadBytes(input, (int)Math.Min((ulong)form.PageSize, block.UsedLength - at), block, at, input.Offset, sink);
                }

                continue;
            }

            ulong address = (ulong)(page * form.PageSize);
            long length = (long)Math.Min((ulong)(count * form.PageSize), block.UsedLength - address);
            sink.Hole(block, address, length, input.Offset);
            input.Skip(length);
            page += count;
        }

        return input.Error;
    }
}
