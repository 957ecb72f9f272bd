namespace LocalMig.Fuzz;

/// <summary>Files in a folder of parsers that read nothing from outside, and why: no corpus has to reach their lines.</summary>
public static class NoParsers
{
    /// <summary>Path, relative to the repository, and reason.</summary>
    public static IReadOnlyList<(string Path, string Reason)> Files { get; } =
    [
        ("conformance/LocalMig.Suite/Reports/ResultsDocument.cs", "the members of results.json, most of them for who writes one; System.Text.Json reads it, and ClaimsReport asks it"),
        ("src/LocalMig/Stream/VmStateValues.cs", "holds what VmStateLoader has read; more than a half of it sets values for who writes a state"),
    ];
}
