namespace LocalMig.Stream;

/// <summary>Flags of a packet on a side channel of multifd; bits 1 to 5 tell the compression.</summary>
[Flags]
public enum MultifdFlags
{
    /// <summary>Pages as they are.</summary>
    None = 0,

    /// <summary>The channel is to catch up with the main one.</summary>
    Sync = 1 << 0,

    /// <summary>The pages are compressed by zlib, as one stream for the life of the channel.</summary>
    Zlib = 1 << 1,

    /// <summary>The pages are compressed by zstd, likewise.</summary>
    Zstd = 1 << 2,

    /// <summary>The pages are compressed by QPL.</summary>
    Qpl = 1 << 3,

    /// <summary>The pages are compressed by UADK.</summary>
    Uadk = 1 << 4,

    /// <summary>The pages are compressed by QATzip.</summary>
    Qatzip = 1 << 5,

    /// <summary>The packet holds device state, not pages.</summary>
    DeviceState = 1 << 6,
}

/// <summary>What a side channel begins with, 64 bytes.</summary>
/// <param name="Uuid">The source's UUID, 16 bytes; zeroes where it has none.</param>
/// <param name="Channel">The number of the channel.</param>
public sealed record MultifdHandshake(ReadOnlyMemory<byte> Uuid, byte Channel)
{
    /// <summary>Its length in bytes.</summary>
    public const int Length = 64;

    /// <summary>Where <see cref="Uuid"/> stands in it: behind magic and version.</summary>
    public const int UuidAt = 8;

    /// <summary>Where <see cref="Channel"/> stands in it.</summary>
    public const int ChannelAt = 24;
}

/// <summary>The head of a packet; its data follows, <see cref="DataLength"/> bytes.</summary>
/// <param name="Offset">Offset of its first byte on the channel.</param>
/// <param name="Flags">What it is.</param>
/// <param name="PagesAllocated">How many pages it could hold.</param>
/// <param name="NormalPages">How many pages have data.</param>
/// <param name="ZeroPages">How many pages are zeroes and have no data. QEMU before 9.0 tells none.</param>
/// <param name="NextSize">Bytes of data as the packet states them; a packet without pages may state those of another.</param>
/// <param name="Number">The packet's number, counted over all channels.</param>
/// <param name="Block">The block of RAM that the pages are of.</param>
/// <param name="Addresses">All places for addresses in the packet; those of pages with data, then those of zero pages, come first.</param>
public sealed record MultifdPacket(
    long Offset, MultifdFlags Flags, uint PagesAllocated, uint NormalPages, uint ZeroPages, uint NextSize, ulong Number, string Block, IReadOnlyList<ulong> Addresses)
{
    /// <summary>Where <see cref="NextSize"/> stands in the packet.</summary>
    internal const int NextSizeAt = 20;

    /// <summary>Bytes of data that follow.</summary>
    public long DataLength => NormalPages > 0 ? NextSize : 0;
}

/// <summary>Numbers of the format of side channels.</summary>
public static class MultifdFormat
{
    /// <summary>The first four bytes of a channel and of each packet.</summary>
    public const uint Magic = 0x11223344;

    /// <summary>The version after the magic.</summary>
    public const uint Version = 1;

    /// <summary>Bytes of pages that a packet holds at most: it has a place for the address of each.</summary>
    public const int PacketPages = 512 * 1024;

    /// <summary>Bytes of a block's name, NULs at its end included.</summary>
    public const int NameLength = 256;
}
