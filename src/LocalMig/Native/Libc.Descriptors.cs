using System.Runtime.InteropServices;

namespace LocalMig.Native;

/// <summary>The calls of libc that we make. A call that takes an <see cref="SafeHandle"/> holds it open until it returned, so that its
/// number cannot come to mean another file meanwhile. Calls that wait are made on threads of our own, never inside the runtime.</summary>
internal static unsafe partial class Libc
{
    internal const int FcntlDuplicateCloseOnExec = 1030;
    internal const int FcntlGetDescriptorFlags = 1;
    internal const int FcntlSetDescriptorFlags = 2;
    internal const int FcntlGetStatusFlags = 3;
    internal const int FcntlSetStatusFlags = 4;
    internal const int FcntlSetSignal = 10;
    internal const int FcntlGetSignal = 11;
    internal const int CloseOnExec = 1;

    internal const int OpenReadOnly = 0;
    internal const int OpenWriteOnly = 1;
    internal const int OpenReadWrite = 2;
    internal const int OpenAccessMode = 3;
    internal const int OpenCreate = 0x40;
    internal const int OpenTruncate = 0x200;
    internal const int OpenNonBlocking = 0x800;
    internal const int OpenCloseOnExec = 0x80000;

    internal const int StatEmptyPath = 0x1000;
    internal const int StatNoFollow = 0x100;
    internal const uint StatBasic = 0x7ff;
    internal const int AtWorkingDirectory = -100;

    private const string Library = "libc";

    // Safe: numbers only. Used for requests whose argument is an int, which a variadic function takes in the same register.
    [LibraryImport(Library, EntryPoint = "fcntl", SetLastError = true)]
    internal static partial int Fcntl(SafeHandle descriptor, int request, int argument);

    // Safe: the text is copied to a terminated string for the call; the number that comes back is adopted by the caller at once.
    [LibraryImport(Library, EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Open(string path, int flags, uint mode);

    // Safe: as open.
    [LibraryImport(Library, EntryPoint = "memfd_create", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int MemoryFile(string name, uint flags);

    // Safe: the kernel writes at most one FileStatus, which the caller has on its stack.
    [LibraryImport(Library, EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Status(SafeHandle directory, string path, int flags, uint mask, FileStatus* status);

    // Safe: as above, for a path alone.
    [LibraryImport(Library, EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Status(int directory, string path, int flags, uint mask, FileStatus* status);

    // Safe: the kernel writes at most `size` bytes to a buffer the caller has pinned or on its stack.
    [LibraryImport(Library, EntryPoint = "readlink", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint ReadLink(string path, byte* target, nuint size);

    // Safe: removes a name, touches no memory of ours.
    [LibraryImport(Library, EntryPoint = "unlink", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Unlink(string path);

    // Safe: the kernel writes at most `size` bytes to a span that is pinned during the call.
    [LibraryImport(Library, EntryPoint = "read", SetLastError = true)]
    internal static partial nint Read(SafeHandle descriptor, byte* buffer, nuint size);

    // Safe: the kernel only reads `size` bytes of a span that is pinned during the call.
    [LibraryImport(Library, EntryPoint = "write", SetLastError = true)]
    internal static partial nint Write(SafeHandle descriptor, byte* buffer, nuint size);

    // Safe: as read, at a position of its own: the shared file position does not move.
    [LibraryImport(Library, EntryPoint = "pread", SetLastError = true)]
    internal static partial nint ReadAt(SafeHandle descriptor, byte* buffer, nuint size, long position);

    // Safe: as write, at a position of its own.
    [LibraryImport(Library, EntryPoint = "pwrite", SetLastError = true)]
    internal static partial nint WriteAt(SafeHandle descriptor, byte* buffer, nuint size, long position);

    // Safe: numbers only.
    [LibraryImport(Library, EntryPoint = "lseek", SetLastError = true)]
    internal static partial long Seek(SafeHandle descriptor, long offset, int whence);

    // Safe: numbers only; the size of the file changes, no memory of ours is mapped from it.
    [LibraryImport(Library, EntryPoint = "ftruncate", SetLastError = true)]
    internal static partial int Truncate(SafeHandle descriptor, long size);

    // Safe: the kernel writes two numbers, which the caller has on its stack and adopts at once.
    [LibraryImport(Library, EntryPoint = "pipe2", SetLastError = true)]
    internal static partial int Pipe(int* pair, int flags);

    // Safe: numbers only.
    [LibraryImport(Library, EntryPoint = "eventfd", SetLastError = true)]
    internal static partial int EventDescriptor(uint initial, int flags);

    // Safe: the kernel reads and writes `count` entries on the caller's stack or in a pinned array; the descriptors in them are held
    // open by the caller.
    [LibraryImport(Library, EntryPoint = "poll", SetLastError = true)]
    internal static partial int Poll(PollEntry* entries, nuint count, int milliseconds);
}
