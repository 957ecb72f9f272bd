using LocalMig.Descriptors;

namespace LocalMig.Suite.Tap;

/// <summary>What a tap does to what it passes on. Offsets count the bytes of the stream as the source sent them, descriptors from 0.</summary>
public sealed class Interference
{
    private readonly Action<TapChunk> _act;

    /// <summary>An interference of one's own.</summary>
    /// <param name="act">What is done to each chunk before it is passed on.</param>
    /// <param name="holdUntil">A descriptor up to which everything is held back and then passed on as one chunk, so that what comes
    /// before it can still be changed; -1 where nothing is held back.</param>
    public Interference(Action<TapChunk> act, int holdUntil = -1)
    {
        _act = act;
        HoldUntil = holdUntil;
    }

    /// <summary>The descriptor up to which everything is held back; -1 where nothing is.</summary>
    public int HoldUntil { get; }

    /// <summary>Changes the byte at an offset.</summary>
    public static Interference Alter(long offset, byte value) => new(chunk =>
    {
        if (chunk.Covers(offset))
            chunk.Alter(Index(chunk, offset), value);
    });

    /// <summary>Puts bytes before the one at an offset.</summary>
    public static Interference Insert(long offset, params byte[] bytes) => new(chunk =>
    {
        if (chunk.Covers(offset))
            chunk.Insert(Index(chunk, offset), bytes);
    });

    /// <summary>Leaves out the byte at an offset.</summary>
    public static Interference Drop(long offset) => new(chunk =>
    {
        if (chunk.Covers(offset))
            chunk.Remove(Index(chunk, offset), 1);
    });

    /// <summary>Cuts the connection in both directions after this many bytes.</summary>
    public static Interference CutAt(long offset) => new(chunk =>
    {
        if (chunk.Covers(offset))
            chunk.CutFrom(Index(chunk, offset));
    });

    /// <summary>Does something when the byte at an offset is about to be passed on: kill a process, cancel, look.</summary>
    public static Interference At(long offset, Action action) => new(chunk =>
    {
        if (chunk.Covers(offset))
            action();
    });

    /// <summary>Does something when a descriptor is about to be passed on.</summary>
    public static Interference AtDescriptor(int number, Action action) => OnDescriptor(number, (_, _) => action());

    /// <summary>Changes the service byte of a descriptor.</summary>
    public static Interference AlterServiceByte(int number, byte value) => OnDescriptor(number, (chunk, d) => chunk.Alter(d.At, value));

    /// <summary>Leaves out the service byte of a descriptor; the descriptor rides on the byte before.</summary>
    public static Interference DropServiceByte(int number) => OnDescriptor(number, (chunk, d) => chunk.Remove(d.At, 1), hold: true);

    /// <summary>Leaves out a descriptor; its service byte goes alone.</summary>
    public static Interference DropDescriptor(int number) => OnDescriptor(number, (chunk, d) => chunk.Remove(d));

    /// <summary>Lets a descriptor ride on another byte: negative is earlier. One that is moved past the end of the stream is closed.</summary>
    public static Interference MoveDescriptor(int number, int by) => OnDescriptor(number, (_, d) => d.At = Math.Max(0, d.At + by), hold: by < 0);

    /// <summary>Sends another descriptor before one, in the same message.</summary>
    public static Interference AddDescriptor(int number, Func<OwnedFd> make) => OnDescriptor(number, (chunk, d) => chunk.Add(d.At, make()));

    /// <summary>Cuts the connection before the service byte of a descriptor.</summary>
    public static Interference CutBeforeDescriptor(int number) => OnDescriptor(number, (chunk, d) => chunk.CutFrom(d.At));

    /// <summary>Cuts the connection right after the service byte of a descriptor.</summary>
    public static Interference CutAfterDescriptor(int number) => OnDescriptor(number, (chunk, d) =>
    {
        if (d.At + 1 < chunk.Bytes.Count)
            chunk.CutFrom(d.At + 1);
        chunk.Cut = true;
    });

    internal void Act(TapChunk chunk) => _act(chunk);

    private static Interference OnDescriptor(int number, Action<TapChunk, TapDescriptor> act, bool hold = false) => new(
        chunk =>
        {
            if (chunk.Find(number) is { } found)
                act(chunk, found);
        },
        hold ? number : -1);

    // Another interference may have shortened the chunk before.
    private static int Index(TapChunk chunk, long offset) => (int)Math.Min(offset - chunk.Offset, chunk.Bytes.Count - 1);
}
