using LocalMig.Spec;

namespace LocalMig.Suite;

/// <summary>What the evidence says about one requirement.</summary>
/// <param name="Requirement">The requirement.</param>
/// <param name="Verdict">What came of it; <see cref="Verdict.Skip"/> where nothing judged it.</param>
/// <param name="Reason">Why it was not judged.</param>
/// <param name="Cases">The ids of the cases that judged it, or that would have.</param>
public sealed record RequirementOutcome(Requirement Requirement, Verdict Verdict, string Reason, IReadOnlyList<string> Cases)
{
    /// <summary>Judges a requirement by the evidence of a run.</summary>
    public static RequirementOutcome Of(Requirement requirement, IReadOnlyList<CaseEvidence> cases)
    {
        CaseEvidence[] concerned = [.. cases.Where(c => Concerns(c, requirement.Id))];
        string[] ids = [.. concerned.Select(c => c.CaseId)];
        Expectation[] judged = [.. concerned.SelectMany(c => c.Expectations).Where(e => Is(e, requirement.Id))];
        Expectation? broken = System.Array.Find(judged, e => !e.Held);
        if (broken is not null)
        {
            return requirement.Level == Level.May
                ? new RequirementOutcome(requirement, Verdict.Skip, $"not so here, which is permitted: {broken.Actual}", ids)
                : new RequirementOutcome(requirement, Verdict.Fail, $"{broken.What}: {broken.Actual}", ids);
        }

        CaseEvidence? bad = System.Array.Find(concerned, c => c.Verdict is Verdict.Error or Verdict.Timeout && c.Requirements.Contains(requirement.Id, StringComparer.Ordinal));
        if (bad is not null)
            return new RequirementOutcome(requirement, bad.Verdict, $"{bad.CaseId}: {bad.Reason}", ids);
        if (judged.Length > 0)
            return new RequirementOutcome(requirement, Verdict.Pass, "", ids);

        // What a case said itself tells more than that it could not run at all.
        CaseEvidence? first = System.Array.Find(concerned, c => c.Verdict is Verdict.Unsupported)
            ?? System.Array.Find(concerned, c => c.Verdict is Verdict.Skip && c.Wire.Count > 0)
            ?? System.Array.Find(concerned, c => c.Verdict is Verdict.Skip);
        return first is null
            ? new RequirementOutcome(requirement, Verdict.Skip, "no case of this run judges it", ids)
            : new RequirementOutcome(requirement, first.Verdict, first.Reason, ids);
    }

    private static bool Concerns(CaseEvidence evidence, string id) =>
        evidence.Requirements.Contains(id, StringComparer.Ordinal) || evidence.Expectations.Any(e => Is(e, id));

    private static bool Is(Expectation expectation, string id) => string.Equals(expectation.Requirement, id, StringComparison.Ordinal);
}
