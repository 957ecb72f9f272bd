using System.Text.Json;
using LocalMig.Suite.Reports;

namespace LocalMig.Suite.Traceability;

/// <summary>The verdicts of one or several runs over one subject, without their evidence: small enough to be kept.</summary>
public sealed record StoredVerdicts
{
    private const string FormatName = "localmig-verdicts";

    /// <summary>The name of the format and its version.</summary>
    public string Format { get; init; } = FormatName + "/1";

    /// <summary>What was judged: <c>reference</c>, <c>transcripts</c>, <c>QEMU 11.1.3</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>The day of the last run, UTC.</summary>
    public required string Date { get; init; }

    /// <summary>The version of the suite that judged.</summary>
    public required string Suite { get; init; }

    /// <summary>The runs, in the order of their targets.</summary>
    public required IReadOnlyList<StoredRun> Runs { get; init; }

    /// <summary>Takes the verdicts out of results.json of <c>verify</c>.</summary>
    /// <param name="subject">What was judged.</param>
    /// <param name="results">The texts of the files.</param>
    /// <exception cref="JsonException">One is none.</exception>
    public static StoredVerdicts From(string subject, IReadOnlyList<string> results)
    {
        List<ResultsDocument> documents = [.. results.Select(static text =>
            JsonSerializer.Deserialize(text, ResultsSerialisation.Default.ResultsDocument) ?? throw new JsonException("no results"))];
        return new StoredVerdicts
        {
            Subject = subject,
            Date = documents.Max(static d => d.Started).UtcDateTime.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            Suite = documents[^1].Tool,
            Runs = [.. documents.Select(static d => new StoredRun(d.Target, d.Profile, d.ExitCode, Judged(d)))],
        };
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static StoredVerdicts Read(string text) => JsonSerializer.Deserialize(text, ResultsSerialisation.Default.StoredVerdicts) is { Format: FormatName + "/1" } stored
        ? stored
        : throw new JsonException($"no {FormatName} of version 1");

    /// <summary>The text of a file.</summary>
    public string Write() => JsonSerializer.Serialize(this, ResultsSerialisation.Plain.StoredVerdicts) + "\n";

    // A skip says that nothing was judged, which is what absence says too.
    private static Dictionary<string, IReadOnlyList<string>> Judged(ResultsDocument document) => document.Requirements
        .Where(static r => r.Verdict != "skip")
        .GroupBy(static r => r.Verdict, StringComparer.Ordinal)
        .OrderBy(static g => g.Key, StringComparer.Ordinal)
        .ToDictionary(static g => g.Key, static g => (IReadOnlyList<string>)[.. g.Select(static r => r.Id)], StringComparer.Ordinal);
}

/// <summary>One run among stored verdicts.</summary>
/// <param name="Target">The target, as on the command line.</param>
/// <param name="Profile">The profile.</param>
/// <param name="ExitCode">The exit code.</param>
/// <param name="Verdicts">The ids of requirements by their verdict; those that were skipped are left out.</param>
public sealed record StoredRun(string Target, string Profile, int ExitCode, IReadOnlyDictionary<string, IReadOnlyList<string>> Verdicts)
{
    /// <summary>The verdict on a requirement; null where it was not judged.</summary>
    public string? Of(string requirement) => Verdicts.FirstOrDefault(v => v.Value.Contains(requirement, StringComparer.Ordinal)).Key;
}
