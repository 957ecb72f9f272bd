using LocalMig.Stream;

namespace LocalMig.Tool.Analyze;

/// <summary>Opens what <c>analyze</c> is to look at. A file is looked at in place; what comes through a pipe is kept in a file without
/// a name, so that a stream may be larger than memory.</summary>
internal static class AnalyzeInput
{
    /// <summary>Stands for standard input.</summary>
    public const string StandardInput = "-";

    /// <summary>Opens the stream. It is to be disposed where it can be.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static SeekableInput Open(string path)
    {
        if (path == StandardInput)
        {
            using System.IO.Stream input = Console.OpenStandardInput();
            return Keep(input);
        }

        if (new FileInfo(path) is { Exists: true, Length: > 0 })
            return new FileInput(path);
        // An empty file cannot be mapped, and a pipe with a name has no length.
        using FileStream other = File.OpenRead(path);
        return Keep(other);
    }

    private static SeekableInput Keep(System.IO.Stream input)
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        using var kept = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read | FileShare.Delete, 1 << 16, FileOptions.DeleteOnClose);
        input.CopyTo(kept);
        kept.Flush();
        return kept.Length > 0 ? new FileInput(path) : new RecordedInput(default);
    }
}
