using LocalMig.Spec;

namespace LocalMig.Suite.Faults.Matrix;

/// <summary>What a matrix has to show, so that the suite is worth what it claims.</summary>
/// <param name="Violations">What it does not show, each in a line.</param>
/// <param name="Guarded">Cases that some fault makes fail, by a requirement that it breaks.</param>
/// <param name="NotRun">Cases that could not run against any of them, each with its reason.</param>
/// <param name="GuardedRequirements">Requirements that some fault breaks, as a case has found.</param>
public sealed record MatrixRules(
    IReadOnlyList<string> Violations, IReadOnlyList<string> Guarded, IReadOnlyList<(string Case, string Reason)> NotRun, IReadOnlyList<string> GuardedRequirements)
{
    /// <summary>Looks at a matrix.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="cases">The cases that have to be guarded; empty where only some faults were tried. One that judges only what is permitted
    /// cannot fail, and need not be.</param>
    public static MatrixRules Check(KillMatrix matrix, IReadOnlyList<Case> cases)
    {
        ILookup<string, MatrixCell> cells = matrix.Rows.SelectMany(static r => r.Cells).ToLookup(static c => c.Case, StringComparer.Ordinal);
        HashSet<string> guarded = [.. matrix.Rows.SelectMany(static r => r.CaughtBy).Select(static c => c.Case)];
        HashSet<string> requirements = [.. matrix.Rows.SelectMany(static r => r.CaughtBy).SelectMany(static c => c.By)];
        (string, string)[] notRun = [.. cases.Where(c => cells[c.Id].Any() && cells[c.Id].All(static x => x.Verdict is Verdict.Skip or Verdict.Unsupported)).Select(c => (c.Id, cells[c.Id].First().Reason))];
        List<string> violations = [.. matrix.Rows.Select(OfRow).OfType<string>(), .. matrix.Rows.SelectMany(OfMessages)];
        foreach (Case which in cases.Where(c => !guarded.Contains(c.Id) && !notRun.Any(n => n.Item1 == c.Id) && !c.Requirements.All(Judgement.IsOptional)))
        {
            violations.Add(cells[which.Id].Any(static c => c.Others.Count > 0)
                ? $"case {which.Id}: fails only by requirements that no fault breaks there"
                : $"case {which.Id}: no fault makes it fail");
        }

        violations.AddRange(Judged(cases, notRun).Where(r => !requirements.Contains(r)).Select(static r => $"requirement {r}: no fault breaks it"));
        return new MatrixRules(violations, [.. guarded.Order(StringComparer.Ordinal)], notRun, [.. requirements.Order(StringComparer.Ordinal)]);
    }

    private static string? OfRow(MatrixRow row)
    {
        if (row.Broken is not null)
            return $"fault {row.Name}: no verdict: {row.Broken}";
        if (row.IsCaught)
            return null;
        string[] others = [.. row.Cells.Where(static c => c.Others.Count > 0).Select(static c => $"{c.Case} by {string.Join(", ", c.Others)}")];
        string[] ended = [.. row.Cells.Where(static c => c.Verdict is Verdict.Error or Verdict.Timeout).Select(static c => $"{c.Case} {Reports.ResultsNames.Of(c.Verdict)}: {c.Reason}")];
        return others.Length > 0
            ? $"fault {row.Name}: caught only by requirements that it does not break: {string.Join("; ", others.Take(3))}"
            : $"fault {row.Name}: no case catches it{(ended.Length > 0 ? $" ({string.Join("; ", ended.Take(3))})" : "")}";
    }

    private static IEnumerable<string> OfMessages(MatrixRow row) =>
        row.Cells.Where(static c => c.Wrong.Length > 0).Select(c => $"case {c.Case} on {row.Name}: {c.Wrong}");

    // What is only permitted cannot be broken.
    private static IEnumerable<string> Judged(IReadOnlyList<Case> cases, IReadOnlyList<(string Case, string Reason)> notRun) =>
        Requirements.All.Where(r => r.Level != Level.May && cases.Any(c => c.Requirements.Contains(r.Id, StringComparer.Ordinal) && !notRun.Any(n => n.Case == c.Id))).Select(static r => r.Id);
}
