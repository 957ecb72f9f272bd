namespace LocalMig.Qapi.Source;

/// <summary>Where the text of schema files comes from: a disk, or a patched copy in memory.</summary>
public interface ISchemaFiles
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">Its path, relative to the current folder or absolute.</param>
    /// <param name="content">The bytes.</param>
    /// <returns>Null, or why it cannot be read, in the words of the system (<c>No such file or directory</c>).</returns>
    string? Read(string path, out ReadOnlyMemory<byte> content);
}

/// <summary>Schema files on the disk.</summary>
public sealed class DiskSchemaFiles : ISchemaFiles
{
    /// <inheritdoc/>
    public string? Read(string path, out ReadOnlyMemory<byte> content)
    {
        content = default;
        try
        {
            content = File.ReadAllBytes(path);
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return Directory.Exists(path) ? "Is a directory" : "Permission denied";
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or ArgumentException)
        {
            return "No such file or directory";
        }
        catch (IOException e)
        {
            return e.Message;
        }
    }
}

/// <summary>Schema files in memory, by path, with others behind them.</summary>
/// <param name="texts">Full path to bytes.</param>
/// <param name="behind">Who is asked for any other file; null for nobody.</param>
public sealed class MemorySchemaFiles(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> texts, ISchemaFiles? behind = null) : ISchemaFiles
{
    /// <inheritdoc/>
    public string? Read(string path, out ReadOnlyMemory<byte> content)
    {
        if (path.Length > 0 && !path.Contains('\0', StringComparison.Ordinal) && texts.TryGetValue(Path.GetFullPath(path), out content))
            return null;
        content = default;
        return behind is null ? "No such file or directory" : behind.Read(path, out content);
    }
}
