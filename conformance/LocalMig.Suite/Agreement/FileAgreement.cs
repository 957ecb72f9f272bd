using LocalMig.Suite.Replay;

namespace LocalMig.Suite.Agreement;

/// <summary>How far the answers agree with one recording.</summary>
/// <param name="File">The recording, relative to the folder of all of them.</param>
/// <param name="Same">Answers that are the same after scrubbing.</param>
/// <param name="Compared">Answers that were compared.</param>
/// <param name="Open">Recorded answers that depend on the machine or on who was faster, and were not.</param>
/// <param name="Listed">Answers that differ and stand in the table, with the reason.</param>
/// <param name="Unknown">Answers that differ and do not.</param>
/// <param name="Stale">Places of the table where nothing differs.</param>
/// <param name="Problem">Why not all was replayed; null where it was.</param>
public sealed record FileAgreement(
    string File,
    int Same,
    int Compared,
    int Open,
    IReadOnlyList<KnownDifference> Listed,
    IReadOnlyList<ReplayAnswer> Unknown,
    IReadOnlyList<string> Stale,
    string? Problem)
{
    /// <summary>Whether everything is the same, or differs as the table says.</summary>
    public bool IsExplained => Unknown.Count == 0 && Stale.Count == 0 && Problem is null;

    /// <summary>The share of answers that are the same, in percent.</summary>
    public double Percent => Compared == 0 ? 100 : 100.0 * Same / Compared;
}
