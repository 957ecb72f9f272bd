using System.Text.Json;
using LocalMig.Fuzz.Mutators;
using LocalMig.Parameters;
using LocalMig.Qapi.Definitions;
using LocalMig.Qapi.Source;
using LocalMig.Suite.Reports;

namespace LocalMig.Fuzz.Targets;

/// <summary>A results.json that somebody hands to <c>localmig claims</c>.</summary>
public sealed class ResultsTarget : FuzzTarget
{
    private const string NoResults = "no results";
    private const string Path = "/fuzz.json";

    private readonly SchemaSource _schema = SchemaSource.Read(
        Path,
        new MemorySchemaFiles(new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal)
        {
            [Path] = Words.Of("##\n# @MigrationParameters:\n#\n# @local: Descriptors travel over a UNIX domain socket.  (Since 11.2)\n#\n# Since: 2.4\n##\n{ 'struct': 'MigrationParameters', 'data': { 'local': 'bool' } }\n")[0],
        })).Value;

    /// <inheritdoc/>
    public override string Name => "results";

    /// <inheritdoc/>
    public override string Summary => "results.json: read into a report, or refused by the one exception that its reader documents";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outcomes { get; } = [Accepted, NoResults];

    /// <inheritdoc/>
    public override IReadOnlyList<string> ParserFiles => ["conformance/LocalMig.Suite/Reports/ClaimsReport.cs", "conformance/LocalMig.Suite/Reports/ResultsDocument.cs"];

    /// <inheritdoc/>
    public override int MaximumLength => 2048;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Dictionary { get; } = Words.Of(Names.Select(static name => $"\"{name}\""));

    /// <inheritdoc/>
    public override IStructureMutator Mutator { get; } = new JsonMutator(Names);

    private static string[] Names =>
    [
        "format", "localmig-results", "version", "tool", "target", "profile", "level", "seed", "shard", "started", "duration_ms", "exit_code", "summary", "requirements", "controls", "cases",
        "id", "text", "source", "verdict", "reason", "pass", "LM-PARAM-01",
    ];

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds(string fixtures) => Words.Of(
        """{"format": "localmig-results", "version": 1, "tool": "0.1.0", "target": "reference", "profile": "proposal", "level": "must", "seed": 1, "shard": "1/1", "started": "2026-01-01T00:00:00Z", "duration_ms": 1.5, "exit_code": 0, "summary": {"pass": 1}, "requirements": [{"id": "LM-PARAM-01", "level": "must", "text": "t", "source": "s", "verdict": "pass", "reason": "", "cases": ["PARAM/x"]}], "controls": [], "cases": [{"id": "PARAM/x", "title": "t", "requirements": ["LM-PARAM-01"], "verdict": "pass", "reason": "", "seed": 1, "duration_ms": 1, "repeat": "r", "expectations": [{"requirement": "LM-PARAM-01", "what": "w", "held": true, "expected": "e", "actual": "a", "place": "p", "wire": 0}], "wire": [{"us": 1, "channel": "src", "direction": "out", "offset": 0, "descriptors": 0, "text": "t"}]}]}""");

    /// <inheritdoc/>
    public override string Run(ReadOnlySpan<byte> input)
    {
        try
        {
            Check(ClaimsReport.Make(_schema, Profile.Proposal, input.ToArray()) is { Text.Length: > 0 }, "a report has a text");
            return Accepted;
        }
        catch (JsonException)
        {
            return NoResults;
        }
    }
}
