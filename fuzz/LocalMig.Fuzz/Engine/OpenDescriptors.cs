namespace LocalMig.Fuzz.Engine;

/// <summary>How many descriptors this process holds.</summary>
internal static class OpenDescriptors
{
    /// <summary>Counts them; the one that the count itself needs is left out.</summary>
    public static int Count() => Directory.GetFileSystemEntries("/proc/self/fd").Length - 1;
}
