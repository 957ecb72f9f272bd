using System.Runtime.InteropServices;
using LocalMig.Native;

namespace LocalMig.Descriptors;

/// <summary>Control messages as the kernel lays them out next to the bytes of a message (cmsg(3)): for each a length, a level and a
/// type, then its data, padded to a machine word.</summary>
/// <remarks>A pure function over bytes: it is fed by recvmsg, and by anything a test makes up.</remarks>
public static class ControlData
{
    /// <summary>Bytes of the head of a control message.</summary>
    public const int HeaderSize = 16;

    /// <summary>The most descriptors that Linux puts into one message.</summary>
    public const int MaximumDescriptors = 253;

    /// <summary>Bytes that a message with <paramref name="count"/> descriptors takes, its padding included.</summary>
    public static int SizeOf(int count) => HeaderSize + Align(count * sizeof(int));

    /// <summary>Collects the descriptors of all control messages, in their order.</summary>
    /// <param name="control">What arrived; it may end anywhere and say anything.</param>
    /// <param name="descriptors">Takes the numbers. What does not fit is counted all the same.</param>
    /// <param name="others">Takes numbers of descriptors that the kernel made up itself (a pidfd, where the socket asks for credentials
    /// that way): nobody sent them, and somebody has to close them.</param>
    /// <param name="count">How many descriptors there are in all messages together.</param>
    /// <param name="otherCount">How many there are of the other kind.</param>
    /// <returns>False if the control data does not have the form it should; what came before the fault is still counted, because it
    /// has to be closed.</returns>
    public static bool TryRead(ReadOnlySpan<byte> control, Span<int> descriptors, Span<int> others, out int count, out int otherCount)
    {
        count = 0;
        otherCount = 0;
        while (!control.IsEmpty)
        {
            if (control.Length < HeaderSize)
                return false;
            ControlHeader head = MemoryMarshal.Read<ControlHeader>(control);
            if (head.Length < HeaderSize || head.Length > (nuint)control.Length)
                return false;
            int length = (int)head.Length;
            if (head.Level == Libc.LevelSocket)
            {
                ReadOnlySpan<byte> data = control[HeaderSize..length];
                if (head.Type == Libc.ControlRights)
                    Collect(data, descriptors, ref count);
                else if (head.Type == Libc.ControlPidDescriptor)
                    Collect(data, others, ref otherCount);
                if (head.Type is Libc.ControlRights or Libc.ControlPidDescriptor && data.Length % sizeof(int) != 0)
                    return false;
            }

            // The last message may come without its padding.
            control = control[Math.Min(Align(length), control.Length)..];
        }

        return true;
    }

    /// <summary>Reads control data that is one message with one descriptor, as QEMU sends it; false for everything else, which
    /// <see cref="TryRead"/> takes apart.</summary>
    internal static bool TryReadSingle(ReadOnlySpan<byte> control, out int descriptor)
    {
        descriptor = -1;
        if (control.Length < HeaderSize + sizeof(int) || control.Length > SizeOf(1))
            return false;
        ControlHeader head = MemoryMarshal.Read<ControlHeader>(control);
        if (head is not { Length: HeaderSize + sizeof(int), Level: Libc.LevelSocket, Type: Libc.ControlRights })
            return false;
        descriptor = MemoryMarshal.Read<int>(control[HeaderSize..]);
        return true;
    }

    /// <summary>Lays out one message that carries these descriptors.</summary>
    /// <param name="control">At least <see cref="SizeOf"/> bytes.</param>
    /// <param name="descriptors">The numbers.</param>
    /// <returns>The bytes written.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is not enough room.</exception>
    public static int Write(Span<byte> control, ReadOnlySpan<int> descriptors)
    {
        int size = WriteFrame(control, descriptors.Length);
        MemoryMarshal.AsBytes(descriptors).CopyTo(control[HeaderSize..]);
        return size;
    }

    /// <summary>Writes what stands around the numbers of one message: the head before them and the padding behind.</summary>
    internal static int WriteFrame(Span<byte> control, int count)
    {
        int end = HeaderSize + (count * sizeof(int));
        var head = new ControlHeader { Length = (nuint)end, Level = Libc.LevelSocket, Type = Libc.ControlRights };
        MemoryMarshal.Write(control, in head);
        int size = SizeOf(count);
        if (size != end)
            control[end..size].Clear();
        return size;
    }

    private static void Collect(ReadOnlySpan<byte> data, Span<int> into, ref int count)
    {
        for (; data.Length >= sizeof(int); data = data[sizeof(int)..])
        {
            if (count < into.Length)
                into[count] = MemoryMarshal.Read<int>(data);
            count++;
        }
    }

    private static int Align(int length) => (length + (sizeof(long) - 1)) & ~(sizeof(long) - 1);
}
