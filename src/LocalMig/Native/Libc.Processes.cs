using System.Runtime.InteropServices;

namespace LocalMig.Native;

internal static unsafe partial class Libc
{
    internal const int CompareFile = 0;
    internal const long SystemCallPidOpen = 434;
    internal const long SystemCallPidGetDescriptor = 438;

    /// <summary>kcmp has no wrapper in libc, and its number differs by architecture.</summary>
    internal static long SystemCallCompare => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => 312,
        Architecture.Arm64 or Architecture.RiscV64 => 272,
        Architecture.Ppc64le => 354,
        Architecture.S390x => 343,
        _ => -1,
    };

    // Safe: used for kcmp, pidfd_open and pidfd_getfd only, which take numbers and touch no memory of ours.
    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    internal static partial long SystemCall(long number, long first, long second, long third, long fourth, long fifth);

    internal const int SignalPipe = 13;
    internal const int SignalKill = 9;
    internal const int SignalTerminate = 15;
    internal const int WaitNoHang = 1;
    internal const short SpawnSetSignalMask = 0x08;
    internal const short SpawnSetSignalDefaults = 0x04;

    // Bytes that are enough for the opaque structures of posix_spawn and for a set of signals in every libc of Linux.
    internal const int SpawnActionsSize = 256;
    internal const int SpawnAttributesSize = 1024;
    internal const int SignalSetSize = 128;

    // Safe: the number is an ignored signal, the handler is SIG_IGN, no code of ours runs in a signal handler.
    [LibraryImport(Library, EntryPoint = "signal", SetLastError = true)]
    internal static partial nint Signal(int number, nint handler);

    // Safe: numbers only.
    [LibraryImport(Library, EntryPoint = "kill", SetLastError = true)]
    internal static partial int Kill(int process, int signal);

    // Safe: the kernel writes one number to the caller's stack. Only a child of ours that nobody else waits for is named.
    [LibraryImport(Library, EntryPoint = "waitpid", SetLastError = true)]
    internal static partial int WaitProcess(int process, int* status, int options);

    // Safe: path and arguments are terminated texts that the caller keeps until the call returned; the opaque structures were made by the
    // functions below. The child executes another program at once: no code of ours runs between fork and exec.
    [LibraryImport(Library, EntryPoint = "posix_spawnp")]
    internal static partial int Spawn(int* process, byte* path, byte* actions, byte* attributes, byte** arguments, byte** environment);

    // Safe: fills an opaque structure that the caller has room for (SpawnActionsSize).
    [LibraryImport(Library, EntryPoint = "posix_spawn_file_actions_init")]
    internal static partial int SpawnActionsInit(byte* actions);

    // Safe: numbers, and a structure made by the function above.
    [LibraryImport(Library, EntryPoint = "posix_spawn_file_actions_adddup2")]
    internal static partial int SpawnActionsDuplicate(byte* actions, int from, int to);

    // Safe: frees what the structure holds, once.
    [LibraryImport(Library, EntryPoint = "posix_spawn_file_actions_destroy")]
    internal static partial int SpawnActionsDestroy(byte* actions);

    // Safe: fills an opaque structure that the caller has room for (SpawnAttributesSize).
    [LibraryImport(Library, EntryPoint = "posix_spawnattr_init")]
    internal static partial int SpawnAttributesInit(byte* attributes);

    // Safe: numbers, and a structure made by the function above.
    [LibraryImport(Library, EntryPoint = "posix_spawnattr_setflags")]
    internal static partial int SpawnAttributesFlags(byte* attributes, short flags);

    // Safe: copies a set of signals of the caller's.
    [LibraryImport(Library, EntryPoint = "posix_spawnattr_setsigmask")]
    internal static partial int SpawnAttributesMask(byte* attributes, byte* signals);

    // Safe: copies a set of signals of the caller's.
    [LibraryImport(Library, EntryPoint = "posix_spawnattr_setsigdefault")]
    internal static partial int SpawnAttributesDefaults(byte* attributes, byte* signals);

    // Safe: frees what the structure holds, once.
    [LibraryImport(Library, EntryPoint = "posix_spawnattr_destroy")]
    internal static partial int SpawnAttributesDestroy(byte* attributes);

    // Safe: fills a set of signals that the caller has room for (SignalSetSize).
    [LibraryImport(Library, EntryPoint = "sigemptyset")]
    internal static partial int SignalSetEmpty(byte* signals);

    // Safe: changes a set of signals made by the function above.
    [LibraryImport(Library, EntryPoint = "sigaddset")]
    internal static partial int SignalSetAdd(byte* signals, int signal);

    internal const int ShareFiles = 0x400;
    internal const int ShareNetwork = 0x40000000;

    // Safe: numbers only. What it separates belongs to the calling thread alone, which must be one that ends here and is not given back.
    [LibraryImport(Library, EntryPoint = "unshare", SetLastError = true)]
    internal static partial int Unshare(int what);

    // Safe: numbers only; as unshare.
    [LibraryImport(Library, EntryPoint = "setns", SetLastError = true)]
    internal static partial int EnterNamespace(SafeHandle descriptor, int kind);
}
