using System.Runtime.InteropServices;

namespace LocalMig.Native;

internal static unsafe partial class Libc
{
    internal const int FamilyUnix = 1;
    internal const int FamilyInet = 2;
    internal const int FamilyInet6 = 10;
    internal const int FamilyPacket = 17;
    internal const int FamilyVsock = 40;

    internal const int SocketStream = 1;
    internal const int SocketDatagram = 2;
    internal const int SocketRaw = 3;
    internal const int SocketNonBlocking = 0x800;
    internal const int SocketCloseOnExec = 0x80000;

    internal const int LevelSocket = 1;
    internal const int OptionReuseAddress = 2;
    internal const int OptionType = 3;
    internal const int OptionError = 4;
    internal const int OptionAcceptsConnections = 30;
    internal const int OptionKeepAlive = 9;
    internal const int OptionDomain = 39;

    internal const int LevelTcp = 6;
    internal const int OptionTcpKeepIdle = 4;
    internal const int OptionTcpKeepInterval = 5;
    internal const int OptionTcpKeepCount = 6;
    internal const int LevelIpv6 = 41;
    internal const int OptionIpv6Only = 26;
    internal const int ProtocolMptcp = 262;

    internal const int AddressPassive = 0x1;
    internal const int AddressNumericHost = 0x4;
    internal const int AddressConfigured = 0x20;

    internal const int ControlRights = 1;
    internal const int ControlPidDescriptor = 4;

    internal const int MessagePeek = 0x2;
    internal const int MessageControlTruncated = 0x8;
    internal const int MessageDontWait = 0x40;
    internal const int MessageNoSignal = 0x4000;
    internal const int MessageCloseOnExec = 0x40000000;

    internal const short PollIn = 0x1;
    internal const short PollOut = 0x4;

    internal const int ShutRead = 0;
    internal const int ShutWrite = 1;
    internal const int ShutBoth = 2;

    // Safe: numbers only; the caller adopts what comes back.
    [LibraryImport(Library, EntryPoint = "socket", SetLastError = true)]
    internal static partial int Socket(int family, int type, int protocol);

    // Safe: the kernel writes two numbers to the caller's stack, adopted at once.
    [LibraryImport(Library, EntryPoint = "socketpair", SetLastError = true)]
    internal static partial int SocketPair(int family, int type, int protocol, int* pair);

    // Safe: the kernel reads `length` bytes of an address on the caller's stack.
    [LibraryImport(Library, EntryPoint = "connect", SetLastError = true)]
    internal static partial int Connect(SafeHandle socket, byte* address, uint length);

    // Safe: as connect.
    [LibraryImport(Library, EntryPoint = "bind", SetLastError = true)]
    internal static partial int Bind(SafeHandle socket, byte* address, uint length);

    // Safe: numbers only.
    [LibraryImport(Library, EntryPoint = "listen", SetLastError = true)]
    internal static partial int Listen(SafeHandle socket, int backlog);

    // Safe: no address is asked for (both pointers null); the caller adopts what comes back.
    [LibraryImport(Library, EntryPoint = "accept4", SetLastError = true)]
    internal static partial int Accept(SafeHandle socket, byte* address, uint* length, int flags);

    // Safe: the kernel writes at most *length bytes to the caller's stack, and the length it needed.
    [LibraryImport(Library, EntryPoint = "getsockname", SetLastError = true)]
    internal static partial int SocketName(SafeHandle socket, byte* address, uint* length);

    // Safe: as getsockname, for an int.
    [LibraryImport(Library, EntryPoint = "getsockopt", SetLastError = true)]
    internal static partial int GetOption(SafeHandle socket, int level, int option, int* value, uint* length);

    // Safe: the kernel reads an int from the caller's stack.
    [LibraryImport(Library, EntryPoint = "setsockopt", SetLastError = true)]
    internal static partial int SetOption(SafeHandle socket, int level, int option, int* value, uint length);

    // Safe: numbers only.
    [LibraryImport(Library, EntryPoint = "shutdown", SetLastError = true)]
    internal static partial int Shutdown(SafeHandle socket, int how);

    // The three calls of the hot path take a number that the caller holds open, and leave their error number where libc puts it: the
    // caller reads it with Errno.Raw before it does anything else, and only where the call failed.

    // Safe: the bytes are pinned and only read.
    [LibraryImport(Library, EntryPoint = "send")]
    internal static partial nint Send(int socket, byte* buffer, nuint size, int flags);

    // Safe: the bytes are pinned and only read.
    [LibraryImport(Library, EntryPoint = "send", SetLastError = true)]
    internal static partial nint Send(SafeHandle socket, byte* buffer, nuint size, int flags);

    // Safe: the bytes are pinned; the kernel writes at most `size`.
    [LibraryImport(Library, EntryPoint = "recv", SetLastError = true)]
    internal static partial nint Receive(SafeHandle socket, byte* buffer, nuint size, int flags);

    // Safe: both texts are copied for the call; the list that comes back belongs to the caller, who gives it to FreeAddressInfo.
    [LibraryImport(Library, EntryPoint = "getaddrinfo", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int GetAddressInfo(string? node, string? service, AddressInfo* hints, AddressInfo** result);

    // Safe: takes exactly what getaddrinfo gave, once.
    [LibraryImport(Library, EntryPoint = "freeaddrinfo")]
    internal static partial void FreeAddressInfo(AddressInfo* list);

    // Safe: gives a pointer to a constant text of libc, which is copied by the caller and never freed.
    [LibraryImport(Library, EntryPoint = "gai_strerror")]
    internal static partial byte* AddressErrorText(int code);
}
