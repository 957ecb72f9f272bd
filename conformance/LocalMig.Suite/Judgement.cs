using LocalMig.Spec;

namespace LocalMig.Suite;

/// <summary>How verdicts follow from evidence.</summary>
internal static class Judgement
{
    /// <summary>The verdict on a case: a broken requirement outweighs how the case ended otherwise.</summary>
    /// <param name="end">How it ended.</param>
    /// <param name="reason">Why it ended so.</param>
    /// <param name="requirements">What it had to judge.</param>
    /// <param name="expectations">What it judged.</param>
    /// <param name="judges">Whether a case at all (a control judges nothing).</param>
    public static (Verdict Verdict, string Reason) OfCase(
        Verdict end, string reason, IReadOnlyList<string> requirements, IReadOnlyList<Expectation> expectations, bool judges)
    {
        if (expectations.Any(e => !e.Held && !IsOptional(e.Requirement)))
            return (Verdict.Fail, reason);
        if (end != Verdict.Pass || !judges)
            return (end, reason);

        // A case that claims a requirement and says nothing about it would count as coverage that is not there.
        string[] silent = [.. requirements.Where(r => !expectations.Any(e => string.Equals(e.Requirement, r, StringComparison.Ordinal)))];
        return silent.Length == 0
            ? (Verdict.Pass, "")
            : (Verdict.Error, $"ended without judging {string.Join(", ", silent)}");
    }

    /// <summary>Whether a requirement only permits something.</summary>
    public static bool IsOptional(string requirement) =>
        Requirements.TryFind(requirement, out Requirement? found) && found.Level == Level.May;
}
