namespace LocalMig.Fuzz;

/// <summary>Where things lie in the repository.</summary>
public static class Places
{
    /// <summary>The repository: the first folder above the program that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>What was recorded from real QEMU.</summary>
    public static string Fixtures => Path.Combine(Root, "fixtures");

    /// <summary>The corpora, a folder per target.</summary>
    public static string Corpora => Path.Combine(Root, "fuzz", "corpora");

    /// <summary>Inputs that once broke something, a folder per target.</summary>
    public static string Findings => Path.Combine(Root, "fuzz", "findings");

    /// <summary>Where runs work, a folder per target.</summary>
    public static string Work => Path.Combine(Root, "artifacts", "fuzz", "work");

    /// <summary>The inputs that lie in a target's folder, by path.</summary>
    /// <param name="folder"><see cref="Corpora"/> or <see cref="Findings"/>.</param>
    /// <param name="target">The target's name.</param>
    public static IReadOnlyList<string> Inputs(string folder, string target)
    {
        string own = Path.Combine(folder, target);
        return Directory.Exists(own) ? [.. Directory.EnumerateFiles(own).Order(StringComparer.Ordinal)] : [];
    }

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "LocalMigTests.sln")))
                return folder.FullName;
        }

        return Directory.GetCurrentDirectory();
    }
}
