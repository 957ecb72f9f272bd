using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using LocalMig.Suite.Traceability;

namespace LocalMig.Suite.Reports;

/// <summary>The form of results.json. Readers ignore members they do not know; a change that breaks them raises the version.</summary>
internal sealed record ResultsDocument
{
    public const string FormatName = "localmig-results";
    public const int CurrentVersion = 1;

    public required string Format { get; init; }
    public required int Version { get; init; }
    public required string Tool { get; init; }
    public required string Target { get; init; }
    public required string Profile { get; init; }
    public required string Level { get; init; }
    public required ulong Seed { get; init; }
    public required string Shard { get; init; }
    public required DateTimeOffset Started { get; init; }
    public required double DurationMs { get; init; }
    public required int ExitCode { get; init; }
    public string? Broken { get; init; }
    public required IReadOnlyDictionary<string, int> Summary { get; init; }
    public required IReadOnlyList<ResultsRequirement> Requirements { get; init; }
    public required IReadOnlyList<ResultsCase> Controls { get; init; }
    public required IReadOnlyList<ResultsCase> Cases { get; init; }
}

/// <summary>A requirement in results.json.</summary>
internal sealed record ResultsRequirement(
    string Id, string Level, string Text, string Source, string Verdict, string Reason, IReadOnlyList<string> Cases);

/// <summary>A case in results.json.</summary>
internal sealed record ResultsCase(
    string Id,
    string Title,
    IReadOnlyList<string> Requirements,
    string Verdict,
    string Reason,
    ulong Seed,
    double DurationMs,
    string Repeat,
    IReadOnlyList<ResultsExpectation> Expectations,
    IReadOnlyList<ResultsWire> Wire);

/// <summary>An expectation in results.json.</summary>
internal sealed record ResultsExpectation(
    string Requirement, string What, bool Held, string Expected, string Actual, string Place, int Wire);

/// <summary>A line of the wire log in results.json.</summary>
internal sealed record ResultsWire(long Us, string Channel, string Direction, long Offset, int Descriptors, string Text);

/// <summary>Serialisation without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    WriteIndented = true)]
[JsonSerializable(typeof(ResultsDocument))]
[JsonSerializable(typeof(CatalogueDocument))]
[JsonSerializable(typeof(StoredVerdicts))]
internal sealed partial class ResultsSerialisation : JsonSerializerContext
{
    // Made when first used: the generated part's own statics have to be there before.
    private static readonly Lazy<ResultsSerialisation> Relaxed =
        new(() => new ResultsSerialisation(new JsonSerializerOptions(Default!.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));

    /// <summary>For files and terminals: only what JSON has to escape is escaped, not what HTML would have to.</summary>
    public static ResultsSerialisation Plain => Relaxed.Value;
}
