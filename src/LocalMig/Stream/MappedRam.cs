using System.Numerics;
using System.Runtime.InteropServices;
using LocalMig.Wire;

namespace LocalMig.Stream;

/// <summary>Where a block's bitmap and pages are in a file with mapped-ram: every page has a place of its own, so that a page that
/// is sent again overwrites itself. In the file the header follows the block's length: u32 version, u64 page size, u64 offset
/// of the bitmap, u64 offset of the pages.</summary>
/// <param name="PageSize">Bytes that one bit of the bitmap stands for.</param>
/// <param name="BitmapOffset">Offset of the bitmap in the file.</param>
/// <param name="PagesOffset">Offset of the block's first page in the file.</param>
public sealed record MappedRamHeader(ulong PageSize, ulong BitmapOffset, ulong PagesOffset)
{
    /// <summary>The version that is written and read.</summary>
    public const uint Version = 1;

    /// <summary>Bytes of the header.</summary>
    public const int Length = 28;

    /// <summary>Pages begin at multiples of this.</summary>
    public const long PagesAlignment = 1 << 20;

    /// <summary>Places a block as QEMU does: the bitmap right behind the header, the pages at the next multiple of
    /// <see cref="PagesAlignment"/>.</summary>
    /// <param name="end">Offset of the byte behind the header.</param>
    /// <param name="usedLength">Bytes of the block.</param>
    /// <param name="pageSize">Bytes of a page.</param>
    public static MappedRamHeader Place(long end, ulong usedLength, int pageSize)
    {
        long behind = end + MappedRamBitmap.LengthFor(usedLength, (ulong)pageSize);
        return new MappedRamHeader((ulong)pageSize, (ulong)end, (ulong)((behind + PagesAlignment - 1) / PagesAlignment * PagesAlignment));
    }

    internal static MappedRamHeader Read(StreamInput input)
    {
        long offset = input.Offset;
        uint version = input.ReadUInt32();
        if (input.Error is null && version != Version)
            input.Fail(ParseError.At(Errors.StreamVersion, offset, $"mapped-ram header of version {version}; this side has {Version}"));
        return new MappedRamHeader(input.ReadUInt64(), input.ReadUInt64(), input.ReadUInt64());
    }

    internal void Write(StreamOutput output)
    {
        output.WriteUInt32(Version);
        output.WriteUInt64(PageSize);
        output.WriteUInt64(BitmapOffset);
        output.WriteUInt64(PagesOffset);
    }

    /// <summary>Says what is wrong with the places; null where they are in order.</summary>
    /// <param name="end">Offset of the byte behind the header.</param>
    /// <param name="usedLength">Bytes of the block.</param>
    /// <param name="pageSize">Bytes of a page of the guest.</param>
    internal string? Misplaced(long end, ulong usedLength, int pageSize)
    {
        if (PageSize != (ulong)pageSize)
            return $"pages of {PageSize} bytes, and the guest's have {pageSize}";
        if (BitmapOffset < (ulong)end)
            return $"the bitmap at 0x{BitmapOffset:x}, and the header ends at 0x{end:x}";
        if (BitmapOffset > long.MaxValue || PagesOffset < BitmapOffset + (ulong)MappedRamBitmap.LengthFor(usedLength, PageSize))
            return $"the pages at 0x{PagesOffset:x}, inside the bitmap at 0x{BitmapOffset:x}";
        return PagesOffset > long.MaxValue || usedLength > (ulong)long.MaxValue - PagesOffset ? $"the pages at 0x{PagesOffset:x}, which end beyond any file" : null;
    }
}

/// <summary>Which pages of a block are in a file with mapped-ram: bit n of byte n / 8, counted from the lowest, is page n. The other
/// pages are zeroes, and their places are holes, or hold what the page was before.</summary>
public sealed class MappedRamBitmap
{
    private const int PagesPerWord = 64;

    private readonly byte[] _bytes;

    /// <summary>A bitmap without any page.</summary>
    public MappedRamBitmap(long pages)
        : this(new byte[(pages + PagesPerWord - 1) / PagesPerWord * sizeof(ulong)], pages)
    {
    }

    internal MappedRamBitmap(byte[] bytes, long pages)
    {
        _bytes = bytes;
        Pages = pages;
    }

    /// <summary>Pages of the block.</summary>
    public long Pages { get; }

    /// <summary>The bytes as they stand in the file, whole 64-bit words.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>How many pages are in the file.</summary>
    public long Present
    {
        get
        {
            long present = 0;
            foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(_bytes))
                present += BitOperations.PopCount(word);
            return present;
        }
    }

    /// <summary>Whether a page is in the file.</summary>
    /// <param name="page">0 to <see cref="Pages"/> - 1.</param>
    public bool this[long page]
    {
        get => (_bytes[page / 8] >> (int)(page % 8) & 1) != 0;
        set => _bytes[page / 8] = (byte)(value ? _bytes[page / 8] | 1 << (int)(page % 8) : _bytes[page / 8] & ~(1 << (int)(page % 8)));
    }

    /// <summary>Bytes of the bitmap of a block.</summary>
    public static long LengthFor(ulong usedLength, ulong pageSize) =>
        (long)((PagesOf(usedLength, pageSize) + PagesPerWord - 1) / PagesPerWord * sizeof(ulong));

    /// <summary>How many pages from one on are alike: all in the file, or none.</summary>
    public long Run(long page)
    {
        bool present = this[page];
        long end = page + 1;
        while (end < Pages && this[end] == present)
            end++;
        return end - page;
    }

    /// <summary>The first page that is marked and that the block does not have; null where there is none.</summary>
    internal long? Beyond()
    {
        for (long page = Pages; page < _bytes.Length * 8L; page++)
        {
            if (this[page])
                return page;
        }

        return null;
    }

    internal static ulong PagesOf(ulong usedLength, ulong pageSize) => (usedLength / pageSize) + (usedLength % pageSize == 0 ? 0ul : 1ul);
}
