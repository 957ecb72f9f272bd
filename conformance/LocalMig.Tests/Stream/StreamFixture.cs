using System.Runtime.CompilerServices;
using LocalMig.Stream;

namespace LocalMig.Tests.Stream;

/// <summary>The recorded streams below <c>fixtures/streams</c>.</summary>
internal static class StreamFixture
{
    /// <summary>The bytes of a recording.</summary>
    public static byte[] Read(string name) => File.ReadAllBytes(System.IO.Path.Combine(Folder(), name));

    /// <summary>The bytes of a recording that is mostly holes, and kept packed.</summary>
    public static byte[] ReadPacked(string name)
    {
        using var unpacked = new MemoryStream();
        using (var packed = new System.IO.Compression.GZipStream(File.OpenRead(Path(name)), System.IO.Compression.CompressionMode.Decompress))
            packed.CopyTo(unpacked);
        return unpacked.ToArray();
    }

    /// <summary>Where a recording is.</summary>
    public static string Path(string name) => System.IO.Path.Combine(Folder(), name);

    /// <summary>The descriptor log beside a recording, or null.</summary>
    public static DescriptorLog? Log(string name)
    {
        string path = System.IO.Path.Combine(Folder(), System.IO.Path.ChangeExtension(name, ".log"));
        return File.Exists(path) ? DescriptorLog.Read(File.ReadAllText(path)).Value : null;
    }

    /// <summary>All recordings.</summary>
    public static IEnumerable<string> All() =>
        Directory.EnumerateFiles(Folder(), "*.bin").Select(path => System.IO.Path.GetFileName(path)).Order(StringComparer.Ordinal);

    private static string Folder([CallerFilePath] string here = "") =>
        System.IO.Path.GetFullPath(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(here)!, "../../../fixtures/streams"));
}
