namespace LocalMig.Suite.Traceability;

/// <summary>A folder of stored verdicts, one file a subject.</summary>
public static class VerdictsFolder
{
    // What is judged here comes before what is judged elsewhere.
    private static readonly string[] First = ["reference", "transcripts", "streams"];

    /// <summary>Reads all of them.</summary>
    /// <exception cref="IOException">The folder or a file cannot be read.</exception>
    /// <exception cref="System.Text.Json.JsonException">A file holds something else.</exception>
    public static IReadOnlyList<StoredVerdicts> Read(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*.json")
            .Select(static path => StoredVerdicts.Read(File.ReadAllText(path)))
            .OrderBy(static v => Array.IndexOf(First, v.Subject) is var at and >= 0 ? at : First.Length)
            .ThenBy(static v => v.Subject, StringComparer.Ordinal),
    ];

    /// <summary>Stores verdicts in place of the last ones of their subject.</summary>
    public static void Store(string folder, StoredVerdicts verdicts)
    {
        ArgumentNullException.ThrowIfNull(verdicts);
        Directory.CreateDirectory(folder);
        string name = string.Concat(verdicts.Subject.Select(static c => char.IsAsciiLetterOrDigit(c) || c == '.' ? char.ToLowerInvariant(c) : '-'));
        File.WriteAllText(Path.Combine(folder, name + ".json"), verdicts.Write());
    }
}
