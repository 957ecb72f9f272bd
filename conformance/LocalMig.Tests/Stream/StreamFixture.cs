using System.Runtime.CompilerServices;
using LocalMig.Stream;

namespace LocalMig.Tests.Stream;

/// <summary>The recorded streams below <c>fixtures/streams</c>.</summary>
internal static class StreamFixture
{
    /// <summary>The bytes of a recording.</summary>
    public static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(Folder(), name));

    /// <summary>The descriptor log beside a recording, or null.</summary>
    public static DescriptorLog? Log(string name)
    {
        string path = Path.Combine(Folder(), Path.ChangeExtension(name, ".log"));
        return File.Exists(path) ? DescriptorLog.Read(File.ReadAllText(path)).Value : null;
    }

    /// <summary>All recordings, without the side channels of multifd.</summary>
    public static IEnumerable<string> All() =>
        Directory.EnumerateFiles(Folder(), "*.bin").Select(path => Path.GetFileName(path)).Where(name => !name.Contains(".conn", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    private static string Folder([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../fixtures/streams"));
}
