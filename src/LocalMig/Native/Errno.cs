using System.Runtime.InteropServices;

namespace LocalMig.Native;

/// <summary>The error numbers of Linux that we tell apart, and the system's own texts for all of them.</summary>
internal static class Errno
{
    internal const int EPERM = 1;
    internal const int ENOENT = 2;
    internal const int ESRCH = 3;
    internal const int EINTR = 4;
    internal const int EBADF = 9;
    internal const int ECHILD = 10;
    internal const int EAGAIN = 11;
    internal const int EBUSY = 16;
    internal const int EINVAL = 22;
    internal const int EMFILE = 24;
    internal const int EPIPE = 32;
    internal const int ENOSYS = 38;
    internal const int ECONNABORTED = 103;
    internal const int ENOTCONN = 107;
    internal const int ECONNRESET = 104;
    internal const int EINPROGRESS = 115;

    /// <summary>The number that the last call into libc left.</summary>
    internal static int Last => Marshal.GetLastPInvokeError();

    /// <summary>The number that libc itself holds: right after a call that does not keep it for <see cref="Last"/>.</summary>
    internal static int Raw => Marshal.GetLastSystemError();

    /// <summary>The system's text, such as "Broken pipe".</summary>
    internal static string Text(int errno) => Marshal.GetPInvokeErrorMessage(errno);

    /// <summary>Whether the number says that the other end is no longer there.</summary>
    internal static bool IsPeerGone(int errno) => errno is EPIPE or ECONNRESET or ENOTCONN;
}
