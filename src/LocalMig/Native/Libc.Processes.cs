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
}
