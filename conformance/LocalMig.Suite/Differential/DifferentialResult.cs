using System.Globalization;
using System.Text;

namespace LocalMig.Suite.Differential;

/// <summary>What came of comparing.</summary>
/// <param name="Inputs">Inputs that both were given.</param>
/// <param name="Disagreements">Those they disagree about, with the row of the list of known ones; null where it has none.</param>
/// <param name="Problem">Why the run ended early; null where it did not.</param>
public sealed record DifferentialResult(
    int Inputs, IReadOnlyList<(Disagreement Disagreement, KnownDisagreement? Known)> Disagreements, string? Problem)
{
    /// <summary>How many are whose.</summary>
    /// <param name="blame">Whose.</param>
    public int Count(Blame blame) => Disagreements.Count(d => (d.Known?.Blame ?? Blame.Unsorted) == blame);

    /// <summary>Whether everything went as it should: no input that only ours is to blame for, or that nobody has looked at.</summary>
    public bool IsGood => Problem is null && Inputs > 0 && Count(Blame.Ours) == 0 && Count(Blame.Unsorted) == 0;

    /// <summary>For people: what nobody has looked at, the known ones by reason, and the sums.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        foreach ((Disagreement disagreement, _) in Disagreements.Where(static d => d.Known is null))
            text.Append("unsorted:\n").Append(disagreement).Append('\n');
        foreach (IGrouping<KnownDisagreement, (Disagreement, KnownDisagreement? Known)> group in
            Disagreements.Where(static d => d.Known is not null).GroupBy(static d => d.Known!))
        {
            text.Append(CultureInfo.InvariantCulture, $"{group.Count()} times {group.Key.Blame.ToString().ToLowerInvariant()}: {group.Key.Reason}\n");
        }

        if (Problem is not null)
            text.Append(CultureInfo.InvariantCulture, $"ended early: {Problem}\n");
        text.Append(
            CultureInfo.InvariantCulture,
            $"{Inputs} inputs, {Disagreements.Count} answered differently: {Count(Blame.Ours)} ours, {Count(Blame.Theirs)} theirs, {Count(Blame.Unspecified)} unspecified, {Count(Blame.Unsorted)} unsorted\n");
        return text.ToString();
    }
}
