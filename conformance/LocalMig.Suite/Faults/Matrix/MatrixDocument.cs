using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LocalMig.Suite.Faults.Matrix;

/// <summary>A matrix for programs: kill-matrix.json. Only who caught what is in it, so that it stays small.</summary>
public static class MatrixDocument
{
    private const string Format = "localmig-kill-matrix";
    private const int Version = 1;

    /// <summary>The matrix as JSON text.</summary>
    public static string Write(KillMatrix matrix, MatrixRules rules)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentNullException.ThrowIfNull(rules);
        return JsonSerializer.Serialize(
            new Document(
                Format, Version, matrix.Rows.Count, matrix.Caught, rules.Guarded.Count, rules.GuardedRequirements.Count,
                [.. matrix.Rows.Select(ToFault)],
                [.. rules.NotRun.Select(static n => new NotRun(n.Case, n.Reason))],
                rules.Violations),
            MatrixSerialisation.Plain.Document);
    }

    /// <summary>Reads what <see cref="Write"/> wrote: the names of the faults, each with the cases that caught it and by what.</summary>
    /// <returns>Null where it is something else.</returns>
    public static IReadOnlyList<StoredFault>? TryRead(string text)
    {
        try
        {
            Document? document = JsonSerializer.Deserialize(text, MatrixSerialisation.Default.Document);
            return document is { Format: Format, Version: Version } ? document.Faults : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static StoredFault ToFault(MatrixRow row) => new(
        row.Name, row.Mistake, row.Breaks, row.Target, row.Profile, row.Milliseconds,
        row.CaughtBy.ToDictionary(static c => c.Case, static c => c.By, StringComparer.Ordinal));

    internal sealed record Document(
        string Format, int Version, int Tried, int Caught, int GuardedCases, int GuardedRequirements,
        IReadOnlyList<StoredFault> Faults, IReadOnlyList<NotRun> NotRun, IReadOnlyList<string> Violations);

    internal sealed record NotRun(string Case, string Reason);
}

/// <summary>A fault in kill-matrix.json.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Mistake">What the implementer did.</param>
/// <param name="Breaks">The requirements that it breaks.</param>
/// <param name="Target">What was judged.</param>
/// <param name="Profile">In which profile.</param>
/// <param name="Ms">How long that took.</param>
/// <param name="CaughtBy">The cases that caught it, each with the requirements that it named.</param>
public sealed record StoredFault(
    string Name, string Mistake, IReadOnlyList<string> Breaks, string Target, string Profile, long Ms, IReadOnlyDictionary<string, IReadOnlyList<string>> CaughtBy);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(MatrixDocument.Document))]
[JsonSerializable(typeof(MatrixRow))]
internal sealed partial class MatrixSerialisation : JsonSerializerContext
{
    private static readonly Lazy<MatrixSerialisation> Relaxed =
        new(() => new MatrixSerialisation(new JsonSerializerOptions(Default!.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));

    public static MatrixSerialisation Plain => Relaxed.Value;
}
