using System.Runtime.InteropServices;

namespace LocalMig.Native;

internal static unsafe partial class Libc
{
    internal const uint TunSetInterface = 0x400454ca;
    internal const uint TunGetFeatures = 0x800454cf;
    internal const uint TunSetOffload = 0x400454d0;
    internal const uint TunGetInterface = 0x800454d2;
    internal const uint TunGetHeaderSize = 0x800454d7;
    internal const uint TunSetHeaderSize = 0x400454d8;
    internal const uint TunSetQueue = 0x400454d9;
    internal const uint TunGetNamespace = 0x54e3;

    internal const int TunTap = 0x0002;
    internal const int TunMultiQueue = 0x0100;
    internal const int TunAttachQueue = 0x0200;
    internal const int TunDetachQueue = 0x0400;
    internal const int TunNoPacketInformation = 0x1000;
    internal const int TunVirtioHeader = 0x4000;

    internal const uint OffloadChecksum = 0x01;
    internal const uint OffloadUfo = 0x10;
    internal const uint OffloadUso4 = 0x20;
    internal const uint OffloadUso6 = 0x40;
    internal const uint OffloadTunnel = 0x80;

    internal const uint InterfaceGetFlags = 0x8913;
    internal const uint InterfaceSetFlags = 0x8914;
    internal const uint InterfaceGetIndex = 0x8933;
    internal const int InterfaceUp = 0x1;
    internal const int InterfaceLowerUp = 0x10000;

    internal const int FamilyNetlink = 16;

    // Safe: the request says that it takes or gives one InterfaceRequest, which the caller has on its stack.
    [LibraryImport(Library, EntryPoint = "ioctl", SetLastError = true)]
    internal static partial int Control(SafeHandle descriptor, nuint request, InterfaceRequest* argument);

    // Safe: the request says that it takes or gives one int, which the caller has on its stack.
    [LibraryImport(Library, EntryPoint = "ioctl", SetLastError = true)]
    internal static partial int Control(SafeHandle descriptor, nuint request, int* argument);

    // Safe: the request takes a number, or nothing.
    [LibraryImport(Library, EntryPoint = "ioctl", SetLastError = true)]
    internal static partial int Control(SafeHandle descriptor, nuint request, nuint argument);
}
