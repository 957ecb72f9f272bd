using System.Runtime.InteropServices;

namespace LocalMig.Native;

/// <summary>struct iovec: one piece of memory to send from or receive into.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct IoVector
{
    internal byte* Base;
    internal nuint Length;
}

/// <summary>struct msghdr as 64-bit Linux has it (56 bytes): what sendmsg and recvmsg work on.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct MessageHeader
{
    internal byte* Name;
    internal uint NameLength;
    internal IoVector* Vectors;
    internal nuint VectorCount;
    internal byte* Control;
    internal nuint ControlLength;
    internal int Flags;
}

/// <summary>struct cmsghdr as 64-bit Linux has it (16 bytes): the head of one control message.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ControlHeader
{
    internal nuint Length;
    internal int Level;
    internal int Type;
}

/// <summary>struct pollfd: what to wait for on one descriptor. A negative descriptor is ignored.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollEntry
{
    internal int Descriptor;
    internal short Events;
    internal short Returned;
}

/// <summary>The part of struct statx that we read; the structure has the same 256 bytes on every architecture.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct FileStatus
{
    [FieldOffset(0x1c)] internal ushort Mode;
    [FieldOffset(0x20)] internal ulong Inode;
    [FieldOffset(0x28)] internal ulong Size;
    [FieldOffset(0x80)] internal uint RealDeviceMajor;
    [FieldOffset(0x84)] internal uint RealDeviceMinor;
    [FieldOffset(0x88)] internal uint DeviceMajor;
    [FieldOffset(0x8c)] internal uint DeviceMinor;
}

/// <summary>struct addrinfo as Linux has it: one address that a name and a service stand for.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct AddressInfo
{
    internal int Flags;
    internal int Family;
    internal int SocketType;
    internal int Protocol;
    internal uint AddressLength;
    internal byte* Address;
    internal byte* CanonicalName;
    internal AddressInfo* Next;
}

/// <summary>The first 16 bytes are the interface's name, the rest depends on the request: struct ifreq, 40 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 40)]
internal unsafe struct InterfaceRequest
{
    internal const int NameSize = 16;

    [FieldOffset(0)] internal fixed byte Name[NameSize];
    [FieldOffset(16)] internal short Flags;
    [FieldOffset(16)] internal int Index;
}
