using LocalMig.Descriptors;
using LocalMig.Native;

namespace LocalMig.Tests.Descriptors;

/// <summary>Pipes for tests.</summary>
internal static class Pipes
{
    public static unsafe (OwnedFd Reading, OwnedFd Writing) Make()
    {
        int* pair = stackalloc int[2];
        Assert.Equal(0, Libc.Pipe(pair, Libc.OpenCloseOnExec));
        return (OwnedFd.Adopt(pair[0]), OwnedFd.Adopt(pair[1]));
    }
}
