using System.Runtime.InteropServices;
using System.Text;
using LocalMig.Descriptors;
using LocalMig.Native;
using LocalMig.Wire;

namespace LocalMig.Devices;

/// <summary>What an interface is like.</summary>
/// <param name="Index">Its number in its network.</param>
/// <param name="IsUp">Whether it was taken up.</param>
/// <param name="HasCarrier">Whether somebody is at the other end.</param>
/// <param name="CarrierChanges">How often the carrier came or went since the interface was made.</param>
public sealed record InterfaceStatus(int Index, bool IsUp, bool HasCarrier, long CarrierChanges);

/// <summary>Questions to the network that the calling thread is in.</summary>
internal static unsafe class NetworkInterface
{
    private const int MessageSize = 8192;
    private const int HeaderSize = 16;
    private const int InfoSize = 16;
    private const ushort GetLink = 18;
    private const ushort NewLink = 16;
    private const ushort NetlinkError = 2;
    private const ushort NameAttribute = 3;
    private const ushort CarrierChangesAttribute = 35;

    internal static ParseError? SetUp(string name, bool up = true)
    {
        int fd = Libc.Socket(Libc.FamilyInet, Libc.SocketDatagram | Libc.SocketCloseOnExec, 0);
        if (fd < 0)
            return SystemError.Of("make a socket");
        using var socket = OwnedFd.Adopt(fd);
        InterfaceRequest request = default;
        TapControl.SetName(ref request, name);
        if (Libc.Control(socket, Libc.InterfaceGetFlags, &request) != 0)
            return SystemError.Of($"look at {name}");
        request.Flags = (short)(up ? request.Flags | Libc.InterfaceUp : request.Flags & ~Libc.InterfaceUp);
        return Libc.Control(socket, Libc.InterfaceSetFlags, &request) == 0 ? null : SystemError.Of($"take {name} {(up ? "up" : "down")}");
    }

    /// <summary>Asks by netlink, which unlike /sys belongs to the thread's own network.</summary>
    internal static Result<InterfaceStatus, ParseError> Look(string name)
    {
        int fd = Libc.Socket(Libc.FamilyNetlink, Libc.SocketRaw | Libc.SocketCloseOnExec, 0);
        if (fd < 0)
            return SystemError.Of("make a netlink socket");
        using var socket = OwnedFd.Adopt(fd);
        byte[] buffer = new byte[MessageSize];
        int length = WriteQuestion(buffer, name);
        nint received;
        fixed (byte* start = buffer)
        {
            received = Libc.Send(socket, start, (nuint)length, 0);
            if (received == length)
                received = Libc.Receive(socket, start, MessageSize, 0);
        }

        return received < 0 ? SystemError.Of($"look at {name}") : Read(buffer.AsSpan(0, (int)received), name);
    }

    // Netlink is in the byte order of the machine.
    private static int WriteQuestion(Span<byte> message, string name)
    {
        int nameLength = Encoding.UTF8.GetBytes(name, message[(HeaderSize + InfoSize + 4)..]) + 1;
        int length = HeaderSize + InfoSize + 4 + nameLength;
        MemoryMarshal.Write(message, (uint)length);
        MemoryMarshal.Write(message[4..], GetLink);
        MemoryMarshal.Write(message[6..], (ushort)1);
        MemoryMarshal.Write(message[(HeaderSize + InfoSize)..], (ushort)(4 + nameLength));
        MemoryMarshal.Write(message[(HeaderSize + InfoSize + 2)..], NameAttribute);
        return length;
    }

    private static Result<InterfaceStatus, ParseError> Read(ReadOnlySpan<byte> message, string name)
    {
        ushort type = message.Length >= HeaderSize + InfoSize ? MemoryMarshal.Read<ushort>(message[4..]) : NetlinkError;
        if (type != NewLink)
        {
            int errno = message.Length >= HeaderSize + 4 ? -MemoryMarshal.Read<int>(message[HeaderSize..]) : 0;
            return SystemError.Of($"look at {name}", errno);
        }

        int index = MemoryMarshal.Read<int>(message[(HeaderSize + 4)..]);
        uint flags = MemoryMarshal.Read<uint>(message[(HeaderSize + 8)..]);
        long changes = -1;
        ReadOnlySpan<byte> attributes = message[(HeaderSize + InfoSize)..];
        while (attributes.Length >= 4)
        {
            int length = MemoryMarshal.Read<ushort>(attributes);
            if (length < 4 || length > attributes.Length)
                break;
            if (MemoryMarshal.Read<ushort>(attributes[2..]) == CarrierChangesAttribute && length == 8)
                changes = MemoryMarshal.Read<uint>(attributes[4..]);
            attributes = attributes[Math.Min((length + 3) & ~3, attributes.Length)..];
        }

        return new InterfaceStatus(index, (flags & Libc.InterfaceUp) != 0, (flags & Libc.InterfaceLowerUp) != 0, changes);
    }
}
