using System.Text.Json.Serialization;

namespace LocalMig.Suite.Faults.Matrix;

/// <summary>Which case caught which fault.</summary>
/// <param name="Rows">A row for each fault, and for each edited recording.</param>
public sealed record KillMatrix(IReadOnlyList<MatrixRow> Rows)
{
    /// <summary>How many were caught by the requirement that they break.</summary>
    public int Caught => Rows.Count(static r => r.IsCaught);

    /// <summary>Where another run of the same faults came to another verdict.</summary>
    /// <param name="other">The other run.</param>
    /// <param name="seed">Its seed.</param>
    public IEnumerable<string> Differences(KillMatrix other, ulong seed)
    {
        foreach ((MatrixRow ours, MatrixRow theirs) in Rows.Zip(other.Rows))
        {
            string[] different = [.. ours.Cells.Where(c => theirs.Cells.FirstOrDefault(t => t.Case == c.Case) is not { } cell || cell.Verdict != c.Verdict || !cell.By.SequenceEqual(c.By, StringComparer.Ordinal)).Select(static c => c.Case)];
            if (different.Length > 0 || ours.Cells.Count != theirs.Cells.Count)
                yield return $"fault {ours.Name}: seed {seed} gives other verdicts: {string.Join(", ", different)}";
        }
    }

    /// <summary>Both in one.</summary>
    public KillMatrix With(KillMatrix other) => new([.. Rows, .. other.Rows]);
}

/// <summary>A fault and what the suite said about it.</summary>
/// <param name="Name">The fault's name; an edited recording has the name of its edit.</param>
/// <param name="Mistake">What the implementer did.</param>
/// <param name="Breaks">The requirements that it breaks.</param>
/// <param name="Target">What was judged: a faulty reference, an edited recording.</param>
/// <param name="Profile">The profile, as reports name it.</param>
/// <param name="Milliseconds">How long that took.</param>
/// <param name="Cells">A cell for each case that ran.</param>
/// <param name="Broken">Why there is no verdict at all; null where there is one.</param>
public sealed record MatrixRow(
    string Name, string Mistake, IReadOnlyList<string> Breaks, string Target, string Profile, long Milliseconds, IReadOnlyList<MatrixCell> Cells, string? Broken)
{
    /// <summary>The cases that caught it by a requirement that it breaks.</summary>
    [JsonIgnore]
    public IEnumerable<MatrixCell> CaughtBy => Cells.Where(static c => c.By.Count > 0);

    /// <summary>Whether it was caught so.</summary>
    [JsonIgnore]
    public bool IsCaught => CaughtBy.Any();

    /// <summary>A row of a fault without a verdict.</summary>
    public static MatrixRow Without(Fault fault, string broken)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return new MatrixRow(fault.Name, fault.Mistake, fault.Breaks, $"reference --fault {fault.Name}", Reports.ResultsNames.Of(fault.TriedIn), 0, [], broken);
    }

    /// <summary>Takes a row from a run.</summary>
    public static MatrixRow Of(string name, string mistake, IReadOnlyList<string> breaks, RunResult result) => new(
        name, mistake, breaks, result.Target, Reports.ResultsNames.Of(result.Profile), (long)result.Duration.TotalMilliseconds,
        [.. result.Cases.Select(c => MatrixCell.Of(c, breaks))], null);
}

/// <summary>What a case said about a fault.</summary>
/// <param name="Case">The case.</param>
/// <param name="Verdict">Its verdict.</param>
/// <param name="By">The requirements that the fault breaks and that the case named.</param>
/// <param name="Others">The other requirements that the case named: what follows from the fault.</param>
/// <param name="Wrong">What is wrong with the message; empty where nothing is.</param>
/// <param name="Reason">Why it was skipped, broke or ended early.</param>
public sealed record MatrixCell(string Case, Verdict Verdict, IReadOnlyList<string> By, IReadOnlyList<string> Others, string Wrong, string Reason)
{
    // What the runner itself judges after every case.
    private const string OfEveryCase = "LM-TRANSFER-42";

    /// <summary>Takes a cell from the evidence of a case.</summary>
    public static MatrixCell Of(CaseEvidence evidence, IReadOnlyList<string> breaks)
    {
        Expectation[] failed = [.. evidence.Expectations.Where(static e => !e.Held)];
        string[] named = [.. failed.Select(static e => e.Requirement).Distinct(StringComparer.Ordinal)];
        bool fails = evidence.Verdict == Verdict.Fail;
        return new MatrixCell(
            evidence.CaseId,
            evidence.Verdict,
            fails ? [.. named.Where(n => breaks.Contains(n, StringComparer.Ordinal))] : [],
            fails ? [.. named.Where(n => !breaks.Contains(n, StringComparer.Ordinal))] : [],
            string.Join("; ", failed.Select(e => Complaint(e, evidence)).Where(static c => c.Length > 0).Distinct(StringComparer.Ordinal)),
            evidence.Reason);
    }

    // A failure has to say what, by which requirement of its case, and where: by a place, or by the wire before it.
    private static string Complaint(Expectation e, CaseEvidence evidence)
    {
        if (e.Requirement != OfEveryCase && !evidence.Requirements.Contains(e.Requirement, StringComparer.Ordinal))
            return $"names {e.Requirement}, which is not the case's";
        if (e.Place.Length == 0 && e.Wire == 0)
            return $"{e.Requirement}: says no place";
        return e.What.Length == 0 || string.Equals(e.Expected, e.Actual, StringComparison.Ordinal) ? $"{e.Requirement}: does not say what is wrong" : "";
    }
}
