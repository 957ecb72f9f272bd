using System.Globalization;
using System.Text;
using LocalMig.Spec;
using LocalMig.Suite.Cases;
using LocalMig.Suite.Faults;
using LocalMig.Suite.Faults.Recordings;
using LocalMig.Suite.Reports;

namespace LocalMig.Suite.Traceability;

/// <summary>The document that leads from the specification to requirements, from there to cases and faults, and to the last verdicts.</summary>
public sealed class RequirementsDocument
{
    private readonly StringBuilder _text = new();
    private readonly IReadOnlyList<StoredVerdicts> _verdicts;

    private RequirementsDocument(IReadOnlyList<StoredVerdicts> verdicts) => _verdicts = verdicts;

    /// <summary>Writes the document.</summary>
    /// <param name="verdicts">What was judged, in the order to show it in.</param>
    public static string Write(IReadOnlyList<StoredVerdicts> verdicts)
    {
        RequirementsDocument document = new(verdicts);
        document.Head();
        document.Bullets();
        foreach (IGrouping<string, Requirement> group in Requirements.All.GroupBy(static r => r.Group, StringComparer.Ordinal))
            document.Group(group);
        return document._text.ToString();
    }

    private void Head()
    {
        int guarded = Requirements.All.Count(static r => FaultsOf(r.Id).Count > 0);
        _text.Append(CultureInfo.InvariantCulture, $"""
            # Requirements

            Written by `scripts/requirements.sh`; a test fails when it is stale. {Requirements.All.Count} requirements,
            {CaseList.All.Count} cases; {guarded} requirements are guarded by a fault that breaks them.

            Verdicts are those of the last runs that were stored (`docs/verdicts`):


            """);
        foreach (StoredVerdicts stored in _verdicts)
        {
            _text.Append(CultureInfo.InvariantCulture, $"- {stored.Subject}: {stored.Date}, localmig {stored.Suite}, {Count(stored.Runs.Count, "run")}");
            _text.Append(CultureInfo.InvariantCulture, $" (exit codes {string.Join(", ", stored.Runs.Select(static r => r.ExitCode).Distinct().Order())})\n");
        }
    }

    private void Bullets()
    {
        _text.Append("\n## From the specification\n\n| place | about | requirements |\n|---|---|---|\n");
        foreach (SpecificationBullet bullet in SpecificationBullet.All)
            _text.Append(CultureInfo.InvariantCulture, $"| {bullet.Anchor} | {bullet.Label} | {string.Join(", ", Requirements.All.Where(bullet.IsSourceOf).Select(static r => r.Id))} |\n");
    }

    private void Group(IGrouping<string, Requirement> group)
    {
        _text.Append(CultureInfo.InvariantCulture, $"\n## {group.Key}\n");
        foreach (Requirement requirement in group)
        {
            string profiles = requirement.Profiles.Count == 0 ? "all profiles" : string.Join(", ", requirement.Profiles.Select(ResultsNames.Of));
            _text.Append(CultureInfo.InvariantCulture, $"\n### {requirement.Id}\n\n{ResultsNames.Of(requirement.Level).ToUpperInvariant()}: {requirement.Text} ({requirement.Source}; {profiles})\n\n");
            string[] cases = [.. CaseList.All.Where(c => c.Requirements.Contains(requirement.Id, StringComparer.Ordinal)).Select(static c => c.Id)];
            _text.Append(CultureInfo.InvariantCulture, $"- cases: {(cases.Length == 0 ? "every case, after its end" : string.Join(", ", cases))}\n");
            if (FaultsOf(requirement.Id) is { Count: > 0 } faults)
                _text.Append(CultureInfo.InvariantCulture, $"- faults: {string.Join(", ", faults)}\n");
            foreach (StoredVerdicts stored in _verdicts)
            {
                if (Verdict(stored, requirement) is { } verdict)
                    _text.Append(CultureInfo.InvariantCulture, $"- {stored.Subject}: {verdict}\n");
            }
        }
    }

    // "pass (proposal, v16)", or counts where there are many runs; null where no run judged it.
    private static string? Verdict(StoredVerdicts stored, Requirement requirement)
    {
        const int fewRuns = 3;
        var judged = stored.Runs
            .Select(run => (run.Profile, Verdict: run.Of(requirement.Id)))
            .Where(static run => run.Verdict is not null)
            .GroupBy(static run => run.Verdict!, StringComparer.Ordinal)
            .OrderBy(static g => g.Key, StringComparer.Ordinal)
            .ToList();
        if (judged.Count == 0)
            return null;
        return stored.Runs.Count <= fewRuns
            ? string.Join(", ", judged.Select(static g => $"{g.Key} ({string.Join(", ", g.Select(static run => run.Profile))})"))
            : string.Join(", ", judged.Select(static g => $"{g.Count()} {g.Key}"));
    }

    private static List<string> FaultsOf(string requirement) =>
    [
        .. FaultCatalogue.All.Where(f => f.Breaks.Contains(requirement, StringComparer.Ordinal)).Select(static f => f.Name),
        .. RecordedEdits.All.Where(e => e.Breaks.Contains(requirement, StringComparer.Ordinal)).Select(static e => e.Name),
        .. WordingFaults.All.Where(f => string.Equals(f.Requirements[0], requirement, StringComparison.Ordinal)).Select(static f => f.Name),
    ];

    private static string Count(int number, string what) => number == 1 ? $"1 {what}" : $"{number} {what}s";
}
