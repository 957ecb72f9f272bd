using System.Runtime.InteropServices;
using System.Text;
using LocalMig.Descriptors;
using LocalMig.Native;
using LocalMig.Wire;

namespace LocalMig.Devices;

/// <summary>The requests that a TAP's descriptor understands.</summary>
internal static unsafe class TapControl
{
    internal const string Path = "/dev/net/tun";

    /// <summary>Opens one queue. A name with <c>%d</c> is numbered; the name that came of it is read back with <see cref="Read"/>.</summary>
    internal static Result<OwnedFd, ParseError> Open(string name, int flags)
    {
        int fd = Libc.Open(Path, Libc.OpenReadWrite | Libc.OpenNonBlocking | Libc.OpenCloseOnExec, 0);
        if (fd < 0)
            return ParseError.In(Errors.TapOpen, Path, $"could not open {Path}: {Errno.Text(Errno.Last)}");
        var queue = OwnedFd.Adopt(fd);
        InterfaceRequest request = default;
        SetName(ref request, name);
        request.Flags = (short)flags;
        if (Libc.Control(queue, Libc.TunSetInterface, &request) == 0)
            return queue;
        string why = Errno.Text(Errno.Last);
        queue.Dispose();
        return ParseError.In(Errors.TapOpen, Path, $"could not configure {Path} ({name}): {why}");
    }

    /// <summary>The interface and the flags of a queue; false if the descriptor is no TAP.</summary>
    internal static bool Read(OwnedFd queue, out string name, out int flags)
    {
        InterfaceRequest request = default;
        bool isTap = Libc.Control(queue, Libc.TunGetInterface, &request) == 0 && (request.Flags & Libc.TunTap) != 0;
        name = isTap ? Marshal.PtrToStringUTF8((nint)request.Name) ?? "" : "";
        flags = (ushort)request.Flags;
        return isTap;
    }

    /// <summary>What a queue is like now. The flags for offloads cannot be asked for, only tried, so trying is left to who opens it.</summary>
    internal static TapQueueState State(OwnedFd queue, int flags, uint offloads)
    {
        int length = 0;
        bool header = (flags & Libc.TunVirtioHeader) != 0;
        if (header && Libc.Control(queue, Libc.TunGetHeaderSize, &length) != 0)
            length = 0;
        return new TapQueueState(
            header,
            HasAll(offloads, Libc.OffloadUfo),
            HasAll(offloads, Libc.OffloadUso4 | Libc.OffloadUso6),
            HasAll(offloads, Libc.OffloadTunnel),
            (flags & Libc.TunDetachQueue) == 0,
            length);
    }

    /// <summary>Tries which offloads the kernel offers, and leaves all of them off.</summary>
    internal static uint ProbeOffloads(OwnedFd queue)
    {
        uint found = 0;
        foreach (uint offload in (uint[])[Libc.OffloadUfo, Libc.OffloadUso4 | Libc.OffloadUso6, Libc.OffloadTunnel])
        {
            if (Libc.Control(queue, Libc.TunSetOffload, (nuint)(Libc.OffloadChecksum | offload)) == 0)
                found |= offload;
        }

        _ = Libc.Control(queue, Libc.TunSetOffload, (nuint)0);
        return found;
    }

    internal static bool SetHeaderLength(OwnedFd queue, int length) => Libc.Control(queue, Libc.TunSetHeaderSize, &length) == 0;

    internal static bool SetEnabled(OwnedFd queue, bool enabled)
    {
        InterfaceRequest request = default;
        request.Flags = (short)(enabled ? Libc.TunAttachQueue : Libc.TunDetachQueue);
        return Libc.Control(queue, Libc.TunSetQueue, &request) == 0;
    }

    /// <summary>Writes an interface's name, cut to what fits with its final zero.</summary>
    internal static void SetName(ref InterfaceRequest request, string name)
    {
        fixed (byte* start = request.Name)
        {
            var room = new Span<byte>(start, InterfaceRequest.NameSize - 1);
            byte[] bytes = Encoding.UTF8.GetBytes(name);
            bytes.AsSpan(0, Math.Min(bytes.Length, room.Length)).CopyTo(room);
        }
    }

    private static bool HasAll(uint offloads, uint wanted) => (offloads & wanted) == wanted;
}
