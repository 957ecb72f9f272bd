using System.Runtime.InteropServices;

namespace LocalMig.Native;

internal static unsafe partial class Libc
{
    internal const int LimitOpenFiles = 7;

    // Safe: both pointers are null or point to a structure of two 64-bit numbers that outlives the call.
    [LibraryImport(Library, EntryPoint = "prlimit64", SetLastError = true)]
    internal static partial int Limit(int process, int resource, ulong* wanted, ulong* found);
}
