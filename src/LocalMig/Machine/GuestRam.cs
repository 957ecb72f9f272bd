using System.Numerics;

namespace LocalMig.Machine;

/// <summary>The memory of the guest: one block of whole pages. Its content follows from a seed, so that two runs are alike and a
/// destination can be compared with its source.</summary>
public sealed class GuestRam
{
    /// <summary>Bytes of a page.</summary>
    public const int PageSize = 4096;

    /// <summary>The greatest size, in bytes.</summary>
    public const long MaximumSize = 1L << 30;

    /// <summary>The name of the block in the stream.</summary>
    public const string BlockName = "pc.ram";

    private readonly byte[] _bytes;

    /// <summary>Memory of zeroes.</summary>
    /// <param name="size">Bytes: 0 to <see cref="MaximumSize"/>, a multiple of <see cref="PageSize"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is out of range or no multiple of a page.</exception>
    public GuestRam(long size)
    {
        if (size is < 0 or > MaximumSize || size % PageSize != 0)
            throw new ArgumentOutOfRangeException(nameof(size), size, $"whole pages of {PageSize} bytes, at most {MaximumSize} bytes");
        _bytes = new byte[size];
    }

    /// <summary>Bytes.</summary>
    public long Size => _bytes.Length;

    /// <summary>Pages.</summary>
    public int Pages => _bytes.Length / PageSize;

    /// <summary>All of it.</summary>
    public Span<byte> Bytes => _bytes;

    /// <summary>A page.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such page.</exception>
    public Span<byte> Page(int index) => _bytes.AsSpan(index * PageSize, PageSize);

    /// <summary>Whether a page holds zeroes only.</summary>
    public bool IsZero(int index) => !Page(index).ContainsAnyExcept((byte)0);

    /// <summary>Fills the pages from a seed: about a quarter of them stays zero, the others differ from page to page.</summary>
    public void Fill(int seed)
    {
        for (int page = 0; page < Pages; page++)
        {
            ulong state = Mix(((ulong)(uint)seed << 32) | (uint)page);
            Span<byte> bytes = Page(page);
            if ((state & 3) == 0)
            {
                bytes.Clear();
                continue;
            }

            for (int at = 0; at < PageSize; at += sizeof(ulong))
                System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes[at..], state = Mix(state));
        }
    }

    /// <summary>A digest of the content: equal for equal content, and for content of the same size different with near certainty.</summary>
    public ulong Digest()
    {
        ulong digest = (ulong)_bytes.Length;
        foreach (ulong word in System.Runtime.InteropServices.MemoryMarshal.Cast<byte, ulong>(_bytes))
            digest = BitOperations.RotateLeft(digest ^ word, 29) * 0x9e3779b97f4a7c15;
        return Mix(digest);
    }

    // The finaliser of SplitMix64: every bit of the input reaches every bit of the output.
    private static ulong Mix(ulong value)
    {
        value += 0x9e3779b97f4a7c15;
        value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
        value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
        return value ^ (value >> 31);
    }
}
