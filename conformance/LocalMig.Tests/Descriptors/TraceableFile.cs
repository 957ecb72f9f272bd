using System.Globalization;
using LocalMig.Descriptors;
using LocalMig.Native;

namespace LocalMig.Tests.Descriptors;

/// <summary>A memory file with a name of its own, so that a test sees how many descriptors of it this process has, whatever the
/// tests beside it open and close.</summary>
internal sealed class TraceableFile : IDisposable
{
    private static int s_count;

    private readonly string _link;

    public TraceableFile()
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"traced-{Environment.ProcessId}-{Interlocked.Increment(ref s_count)}");
        _link = $"/memfd:{name} (deleted)";
        Fd = OwnedFd.Adopt(Libc.MemoryFile(name, 1));
    }

    public OwnedFd Fd { get; }

    /// <summary>How many descriptors of this process refer to the file.</summary>
    public int Open => Directory.EnumerateFiles("/proc/self/fd").Count(path => Target(path) == _link);

    public void Dispose() => Fd.Dispose();

    private static string? Target(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (IOException)
        {
            // Closed meanwhile by a test beside this one.
            return null;
        }
    }
}
