namespace LocalMig.Stream;

/// <summary>What the two sides know of the RAM section's form from elsewhere: the machine and the capabilities.</summary>
/// <param name="PageSize">Bytes of a guest page, a power of two.</param>
/// <param name="IgnoreShared">Capability x-ignore-shared: each block states its guest address.</param>
/// <param name="MappedRam">Capability mapped-ram: each block has a bitmap and its pages at places of their own.</param>
public sealed record RamForm(int PageSize = 4096, bool IgnoreShared = false, bool MappedRam = false)
{
    /// <summary>The form that a configuration's capabilities tell.</summary>
    public static RamForm From(IReadOnlyList<string> capabilities, int pageSize = 4096) =>
        new(pageSize, capabilities.Contains("x-ignore-shared", StringComparer.Ordinal), capabilities.Contains("mapped-ram", StringComparer.Ordinal));
}

/// <summary>Flags in the low bits of each word of the RAM section; the other bits are an address.</summary>
[Flags]
public enum RamFlags
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>A page of one repeated byte, which is always 0.</summary>
    Zero = 0x02,

    /// <summary>The total, and the list of blocks.</summary>
    MemSize = 0x04,

    /// <summary>A page as it is.</summary>
    Page = 0x08,

    /// <summary>The end of this part.</summary>
    Eos = 0x10,

    /// <summary>The page is of the same block as the one before.</summary>
    Continue = 0x20,

    /// <summary>What has changed in a page since it was sent before.</summary>
    Xbzrle = 0x40,

    /// <summary>A hook of RDMA.</summary>
    Hook = 0x80,

    /// <summary>A compressed page; QEMU up to 9.0.</summary>
    CompressPage = 0x100,

    /// <summary>The multifd channels are to catch up here.</summary>
    MultifdFlush = 0x200,
}

/// <summary>A block of RAM as the section announces it.</summary>
/// <param name="Name">Its name, e.g. <c>pc.ram</c>.</param>
/// <param name="UsedLength">Its bytes.</param>
/// <param name="GuestAddress">Where it is mapped; only with x-ignore-shared.</param>
public sealed record RamBlock(string Name, ulong UsedLength, ulong? GuestAddress = null)
{
    /// <summary>Where its bitmap and pages are; only with mapped-ram.</summary>
    public MappedRamHeader? Mapped { get; init; }
}
