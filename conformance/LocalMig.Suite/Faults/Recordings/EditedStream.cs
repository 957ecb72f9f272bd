using System.Text;
using LocalMig.Stream;

namespace LocalMig.Suite.Faults.Recordings;

/// <summary>The bytes of a stream, the log of its descriptors and what was recorded beside it while they are edited.</summary>
/// <param name="bytes">The bytes.</param>
/// <param name="log">The log; empty where there is none.</param>
/// <param name="sides">The recordings beside it, by the ending of their names: <c>.rp.bin</c>, <c>.conn1.bin</c>.</param>
public sealed class EditedStream(byte[] bytes, string log, IReadOnlyDictionary<string, byte[]> sides)
{
    // A section begins with its type, its id and the length of its name, and ends with a footer of five bytes.
    private const int BeforeName = 6;
    private const int Footer = 5;

    // Service byte, five flags, header length.
    private const int QueuePayload = 10;

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
    public int Section => Bytes.AsSpan().IndexOf(TapName) - BeforeName;

    /// <summary>Moves the section of the first queue, with its descriptor, behind the section of a device that follows it.</summary>
    /// <param name="device">The id string of that section.</param>
    public void MoveQueueBehind(string device)
    {
        int from = Section, to = Service + QueuePayload + Footer;
        int name = to + Bytes.AsSpan(to).IndexOf(Encoding.ASCII.GetBytes(device));
        byte[] footer = [(byte)StreamTag.Footer, .. Bytes.AsSpan(name - BeforeName + 1, 4)];
        int end = name + Bytes.AsSpan(name).IndexOf(footer) + Footer;
        if (name < to || end < name + Footer)
            throw new InvalidOperationException($"the recording does not hold a section '{device}' behind the queue's");
        Bytes = [.. Bytes[..from], .. Bytes[to..end], .. Bytes[from..to], .. Bytes[end..]];
        Log = $"src>dst 0 {Service + 1} 1";
    }
}
