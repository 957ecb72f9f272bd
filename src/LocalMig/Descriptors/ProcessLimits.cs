using LocalMig.Native;
using LocalMig.Wire;

namespace LocalMig.Descriptors;

/// <summary>Limits that the kernel keeps for a process.</summary>
public static class ProcessLimits
{
    /// <summary>Sets how many descriptors a process may have open: further ones are refused to it, and what it receives is cut.
    /// Those it has stay open.</summary>
    /// <param name="process">Its id; 0 for this process.</param>
    /// <param name="count">One more than the highest number it may use. The hard limit stays as it is.</param>
    /// <returns>Null, or what the system says.</returns>
    public static unsafe ParseError? SetOpenFiles(int process, ulong count)
    {
        ulong* limit = stackalloc ulong[2];
        if (Libc.Limit(process, Libc.LimitOpenFiles, null, limit) != 0)
            return SystemError.Of($"read the limits of process {process}");
        limit[0] = count;
        return Libc.Limit(process, Libc.LimitOpenFiles, limit, null) == 0 ? null : SystemError.Of($"limit process {process}");
    }
}
