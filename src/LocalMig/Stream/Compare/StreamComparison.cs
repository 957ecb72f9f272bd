namespace LocalMig.Stream.Compare;

/// <summary>What differs between two sides, and whether one could migrate to the other.</summary>
/// <param name="A">The first side.</param>
/// <param name="B">The second side.</param>
/// <param name="Differences">What differs, in the order of the first side.</param>
public sealed record StreamComparison(ComparedSide A, ComparedSide B, IReadOnlyList<StreamDifference> Differences)
{
    /// <summary>Whether a migration from the first side to the second would break.</summary>
    public Outcome AToB => Worst(static difference => difference.AToB);

    /// <summary>Whether a migration from the second side to the first would break.</summary>
    public Outcome BToA => Worst(static difference => difference.BToA);

    /// <summary>Compares two sides.</summary>
    public static StreamComparison Of(ComparedSide a, ComparedSide b)
    {
        var found = new DifferenceList();
        MachineDifferences.Find(a, b, found);
        RamDifferences.Find(a, b, found);
        DeviceDifferences.Find(a, b, found);
        return new StreamComparison(a, b, found.Found);
    }

    private Outcome Worst(Func<StreamDifference, Effect> direction) =>
        Differences.Select(difference => direction(difference).Outcome).DefaultIfEmpty(Outcome.Compatible).Max();
}
