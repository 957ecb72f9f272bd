namespace LocalMig.Suite.Faults.Recordings;

/// <summary>The bytes of a stream, the log of its descriptors and what was recorded beside it while they are edited.</summary>
/// <param name="bytes">The bytes.</param>
/// <param name="log">The log; empty where there is none.</param>
/// <param name="sides">The recordings beside it, by the ending of their names: <c>.rp.bin</c>, <c>.conn1.bin</c>.</param>
public sealed class EditedStream(byte[] bytes, string log, IReadOnlyDictionary<string, byte[]> sides)
{
    private static readonly byte[] TapName = "net0/0/net-tap"u8.ToArray();

    /// <summary>The bytes.</summary>
    public byte[] Bytes { get; set; } = bytes;

    /// <summary>The log.</summary>
    public string Log { get; set; } = log;

    /// <summary>The recordings beside it, by the ending of their names.</summary>
    public IReadOnlyDictionary<string, byte[]> Sides { get; } = sides;

    /// <summary>The offset of the service byte of the first queue: behind the name, the instance and the version of its section.</summary>
    public int Service => Bytes.AsSpan().IndexOf(TapName) + TapName.Length + 8;

    /// <summary>The offset of the section of the first queue: its type, id and length of the name stand before the name.</summary>
    public int Section => Bytes.AsSpan().IndexOf(TapName) - 6;
}
