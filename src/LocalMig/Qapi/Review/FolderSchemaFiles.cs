using LocalMig.Qapi.Source;

namespace LocalMig.Qapi.Review;

/// <summary>Schema files of a folder, under the paths they have inside of it.</summary>
/// <param name="folder">The folder.</param>
public sealed class FolderSchemaFiles(string folder) : ISchemaFiles
{
    private readonly DiskSchemaFiles _disk = new();

    /// <inheritdoc/>
    /// <remarks>A path that leads out of the folder is not there: a patch says nothing about it.</remarks>
    public string? Read(string path, out ReadOnlyMemory<byte> content)
    {
        string root = Path.GetFullPath(folder);
        string full = Path.GetFullPath(Path.Combine(root, path));
        if (full.StartsWith(root.TrimEnd('/') + "/", StringComparison.Ordinal))
            return _disk.Read(full, out content);
        content = default;
        return "No such file or directory";
    }
}
