using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using SharpFuzz.Common;

namespace LocalMig.Fuzz.Engine;

/// <summary>The map that instrumented code counts its edges in, read inside the process: AFL's 64 KiB, its buckets, its virgin map.</summary>
public sealed unsafe class TraceMap
{
    /// <summary>Bytes of the map.</summary>
    public const int Size = 1 << 16;

    private static readonly Lazy<TraceMap> Only = new(static () => new TraceMap());

    private readonly byte* _counts;
    private readonly byte[] _virgin = new byte[Size];

    private TraceMap()
    {
        _counts = (byte*)NativeMemory.AlignedAlloc(Size, 64);
        NativeMemory.Clear(_counts, Size);
        Array.Fill(_virgin, byte.MaxValue);
        Trace.SharedMem = _counts;
    }

    /// <summary>What a run brought.</summary>
    public enum News
    {
        /// <summary>Nothing that was not seen before.</summary>
        None,

        /// <summary>A known edge, taken another number of times.</summary>
        Count,

        /// <summary>An edge never taken before.</summary>
        Edge,
    }

    /// <summary>The map of this process: the counters are its statics. Instrumented code must not run before it is there.</summary>
    public static TraceMap OfProcess => Only.Value;

    /// <summary>Edges seen so far.</summary>
    public int Edges { get; private set; }

    /// <summary>Forgets the run before.</summary>
    public void Begin()
    {
        NativeMemory.Clear(_counts, Size);
        Trace.PrevLocation = 0;
    }

    /// <summary>Compares what was counted with all earlier runs, remembers it, and clears the counts for the next run.</summary>
    public News Take()
    {
        News news = News.None;
        fixed (byte* virgin = _virgin)
        {
            for (int i = 0; i < Size; i += Vector256<byte>.Count)
            {
                Vector256<byte> counts = Vector256.LoadAligned(_counts + i);
                if (counts == Vector256<byte>.Zero)
                    continue;
                Vector256<byte> unseen = Vector256.Load(virgin + i);
                Vector256<byte> fresh = Buckets(counts) & unseen;
                if (fresh != Vector256<byte>.Zero)
                {
                    int edges = BitOperations.PopCount((~Vector256.Equals(fresh, Vector256<byte>.Zero) & Vector256.Equals(unseen, Vector256<byte>.AllBitsSet)).ExtractMostSignificantBits());
                    Edges += edges;
                    news = edges > 0 || news == News.Edge ? News.Edge : News.Count;
                    Vector256.Store(unseen & ~fresh, virgin + i);
                }

                Vector256.StoreAligned(Vector256<byte>.Zero, _counts + i);
            }
        }

        Trace.PrevLocation = 0;
        return news;
    }

    /// <summary>A number for what was counted, the same for the same edges in the same buckets; clears the counts.</summary>
    /// <param name="seen">Takes the places of the map that were counted in, where it is not null.</param>
    public ulong TakeSignature(ICollection<int>? seen = null)
    {
        ulong signature = 14695981039346656037;
        for (int i = 0; i < Size; i += Vector256<byte>.Count)
        {
            Vector256<byte> counts = Vector256.LoadAligned(_counts + i);
            if (counts == Vector256<byte>.Zero)
                continue;
            Vector256<ulong> words = Buckets(counts).AsUInt64();
            for (int lane = 0; lane < Vector256<ulong>.Count; lane++)
                signature = (BitOperations.RotateLeft(signature, 5) ^ words[lane]) * 0x9e3779b97f4a7c15;
            signature ^= (ulong)i;
            if (seen is not null)
                Note(Buckets(counts), i, seen);
            Vector256.StoreAligned(Vector256<byte>.Zero, _counts + i);
        }

        Trace.PrevLocation = 0;
        return signature;
    }

    // Place and bucket together: an input matters for an edge taken many times as well.
    private static void Note(Vector256<byte> buckets, int start, ICollection<int> seen)
    {
        for (int lane = 0; lane < Vector256<byte>.Count; lane++)
        {
            if (buckets[lane] != 0)
                seen.Add(((start + lane) << 8) | buckets[lane]);
        }
    }

    // AFL's buckets: 1, 2, 3, 4 to 7, 8 to 15, 16 to 31, 32 to 127, 128 and more; one bit each.
    private static Vector256<byte> Buckets(Vector256<byte> counts)
    {
        Vector256<byte> result = Vector256.Equals(counts, Vector256.Create((byte)1)) & Vector256.Create((byte)1);
        result |= Vector256.Equals(counts, Vector256.Create((byte)2)) & Vector256.Create((byte)2);
        result |= Vector256.Equals(counts, Vector256.Create((byte)3)) & Vector256.Create((byte)4);
        result |= Within(counts, 4, 7) & Vector256.Create((byte)8);
        result |= Within(counts, 8, 15) & Vector256.Create((byte)16);
        result |= Within(counts, 16, 31) & Vector256.Create((byte)32);
        result |= Within(counts, 32, 127) & Vector256.Create((byte)64);
        return result | (Within(counts, 128, 255) & Vector256.Create((byte)128));
    }

    private static Vector256<byte> Within(Vector256<byte> counts, byte low, byte high) =>
        Vector256.Equals(Vector256.Min(Vector256.Max(counts, Vector256.Create(low)), Vector256.Create(high)), counts);
}
