namespace LocalMig.Suite;

/// <summary>What a case left: all that reports and verdicts on requirements are made of.</summary>
/// <param name="CaseId">The case's id.</param>
/// <param name="Title">The case's title.</param>
/// <param name="Requirements">The requirements it judges that apply in this run.</param>
/// <param name="Verdict">What became of it.</param>
/// <param name="Reason">Why it was skipped, is unsupported or broke; empty where the expectations say it.</param>
/// <param name="Seed">The seed it drew from.</param>
/// <param name="Duration">How long it ran.</param>
/// <param name="Expectations">What it expected, in order.</param>
/// <param name="Wire">What went over the wires.</param>
public sealed record CaseEvidence(
    string CaseId,
    string Title,
    IReadOnlyList<string> Requirements,
    Verdict Verdict,
    string Reason,
    ulong Seed,
    TimeSpan Duration,
    IReadOnlyList<Expectation> Expectations,
    IReadOnlyList<WireRecord> Wire)
{
    /// <summary>The part of the id before the slash: <c>PARAM</c>.</summary>
    public string Group => CaseId[..CaseId.IndexOf('/', StringComparison.Ordinal)];
}
