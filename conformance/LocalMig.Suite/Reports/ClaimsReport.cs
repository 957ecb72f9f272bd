using System.Globalization;
using System.Text;
using System.Text.Json;
using LocalMig.Parameters;
using LocalMig.Qapi.Definitions;
using LocalMig.Qapi.Source;
using LocalMig.Spec;
using LocalMig.Spec.Claims;

namespace LocalMig.Suite.Reports;

/// <summary>Whether the description of parameter <c>local</c> tells the truth: each claim with the requirements that say the same,
/// the cases that judge them, and their last verdicts.</summary>
public sealed class ClaimsReport
{
    private readonly Dictionary<string, ResultsRequirement> _results;
    private readonly StringBuilder _text = new();

    private ClaimsReport(ResultsDocument? results)
    {
        _results = new Dictionary<string, ResultsRequirement>(StringComparer.Ordinal);
        // What the serialiser does not see to: null in a list, and an id that stands twice.
        foreach (ResultsRequirement? requirement in results?.Requirements ?? [])
        {
            if (requirement is null || !_results.TryAdd(requirement.Id, requirement))
                throw new JsonException(requirement is null ? "a requirement is null" : $"requirement {requirement.Id} stands there twice");
        }
    }

    /// <summary>How many claims nothing backs, and how many things the description has to say and does not.</summary>
    public int Holes { get; private set; }

    /// <summary>The report.</summary>
    public string Text => _text.ToString();

    /// <summary>Makes the report.</summary>
    /// <param name="schema">The schema with the description.</param>
    /// <param name="profile">The form of the feature.</param>
    /// <param name="results">The bytes of a results.json; null where nothing was run.</param>
    /// <returns>The report, or null where the schema describes no parameter <c>local</c>.</returns>
    /// <exception cref="JsonException">The results are none.</exception>
    public static ClaimsReport? Make(SchemaSource schema, Profile profile, byte[]? results)
    {
        ArgumentNullException.ThrowIfNull(schema);
        DocComment? doc = schema.Docs.FirstOrDefault(static d => d.Symbol is "MigrationParameters" or "MigrateSetParameters" && d.Description(DocSectionKind.Member, "local") is not null);
        if (doc is null)
            return null;
        ResultsDocument? document = results is null ? null : JsonSerializer.Deserialize(results, ResultsSerialisation.Default.ResultsDocument);
        ClaimsReport report = new(document);
        report.Write(DocClaim.In(doc.Description(DocSectionKind.Member, "local")!), profile, doc.File.Path);
        return report;
    }

    private void Write(IReadOnlyList<DocClaim> claims, Profile profile, string path)
    {
        List<DocClaim> unbacked = [];
        foreach (DocClaim claim in claims)
        {
            List<Requirement> requirements = [.. claim.Topics.SelectMany(t => t.RequirementsIn(profile)).DistinctBy(static r => r.Id, StringComparer.Ordinal)];
            _text.Append(CultureInfo.InvariantCulture, $"{path}:{claim.Line}: {claim.Text}\n");
            foreach (Requirement requirement in requirements)
                Line(requirement);
            // Where nothing was run, a requirement is all that can back a claim.
            if (requirements.Count == 0 || (_results.Count > 0 && !requirements.Exists(r => _results.TryGetValue(r.Id, out ResultsRequirement? found) && found.Verdict == "pass")))
                unbacked.Add(claim);
            _text.Append('\n');
        }

        _text.Append("Unbacked claims:\n");
        foreach (DocClaim claim in unbacked)
            _text.Append(CultureInfo.InvariantCulture, $"  {path}:{claim.Line}: {claim.Text}\n");
        IReadOnlyList<ClaimTopic> missing = DocClaim.Missing(claims, profile);
        _text.Append(unbacked.Count == 0 ? "  none\n" : "").Append("Undocumented requirements:\n");
        foreach (ClaimTopic topic in missing)
        {
            _text.Append(CultureInfo.InvariantCulture, $"  {topic.Name}\n");
            foreach (Requirement requirement in topic.RequirementsIn(profile))
                Line(requirement);
        }

        _text.Append(missing.Count == 0 ? "  none\n" : "");
        Holes = unbacked.Count + missing.Count;
    }

    private void Line(Requirement requirement)
    {
        _text.Append(CultureInfo.InvariantCulture, $"    {requirement.Id} {requirement.Text}\n");
        if (_results.TryGetValue(requirement.Id, out ResultsRequirement? result))
            _text.Append(CultureInfo.InvariantCulture, $"        {result.Verdict}{(result.Cases.Count == 0 ? ", no case" : ": " + string.Join(", ", result.Cases))}\n");
        else if (_results.Count > 0)
            _text.Append("        not judged\n");
    }
}
