using System.Text.Json;
using LocalMig.Parameters;

namespace LocalMig.Suite.Reports;

/// <summary>What <c>verify --list --json</c> prints: the cases of a selection and the requirements they judge.</summary>
public static class CaseCatalogue
{
    /// <summary>The catalogue as JSON text.</summary>
    public static string Write(Selection selection, Profile profile)
    {
        var requirements = Spec.Requirements.All.Where(r => selection.Counts(r.Id) && selection.Cases.Any(c => c.Requirements.Contains(r.Id, StringComparer.Ordinal)));
        var catalogue = new CatalogueDocument(
            "localmig-cases",
            1,
            ResultsNames.Of(profile),
            [.. selection.Cases.Select(c => new CatalogueCase(c.Id, c.Title, [.. c.Requirements.Where(selection.Counts)]))],
            [.. requirements.Select(r => new CatalogueRequirement(r.Id, ResultsNames.Of(r.Level), r.Text, r.Source, [.. (r.Profiles.Count == 0 ? Enum.GetValues<Profile>() : r.Profiles).Select(ResultsNames.Of)]))]);
        return JsonSerializer.Serialize(catalogue, ResultsSerialisation.Plain.CatalogueDocument);
    }
}

/// <summary>The form of the catalogue.</summary>
internal sealed record CatalogueDocument(
    string Format, int Version, string Profile, IReadOnlyList<CatalogueCase> Cases, IReadOnlyList<CatalogueRequirement> Requirements);

/// <summary>A case of the catalogue.</summary>
internal sealed record CatalogueCase(string Id, string Title, IReadOnlyList<string> Requirements);

/// <summary>A requirement of the catalogue.</summary>
internal sealed record CatalogueRequirement(string Id, string Level, string Text, string Source, IReadOnlyList<string> Profiles);
