using LocalMig.Native;
using LocalMig.Wire;

namespace LocalMig.Descriptors;

/// <summary>Turns what the last call into the system left behind into an error of ours.</summary>
internal static class SystemError
{
    /// <summary>"cannot open a TAP: No such file or directory", from the last error number.</summary>
    internal static ParseError Of(string what) => Of(what, Errno.Last);

    /// <summary>The same with a number kept from before.</summary>
    internal static ParseError Of(string what, int errno) =>
        new(Errors.SystemCall, -1, "", $"cannot {what}: {Errno.Text(errno)}");
}
