using LocalMig.Spec;

namespace LocalMig.Suite.Reports;

/// <summary>The report for people: every requirement in one line, every failure in full, every skip with its reason.</summary>
public sealed class TextReport(TextWriter output)
{
    // Enough to see the command, its reply and the events between them.
    private const int WireAround = 8;

    /// <summary>Writes the report.</summary>
    public void Write(RunResult result)
    {
        IReadOnlyList<RequirementOutcome> outcomes = result.Requirements();
        output.WriteLine($"{result.Target}, profile {ResultsNames.Of(result.Profile)}");
        foreach (IGrouping<string, RequirementOutcome> group in outcomes.GroupBy(o => o.Requirement.Group, StringComparer.Ordinal))
        {
            output.WriteLine();
            output.WriteLine(group.Key);
            foreach (RequirementOutcome outcome in group)
                WriteLine(outcome);
        }

        foreach (CaseEvidence evidence in result.Cases.Where(c => c.Verdict is Verdict.Fail or Verdict.Timeout or Verdict.UnexpectedPass))
            WriteFailure(evidence, result);
        WriteErrors(result);
        WriteNotRun(result);
        WriteSummary(result, outcomes);
    }

    /// <summary>Writes one case with everything that went over its wires.</summary>
    public void WriteWire(CaseEvidence evidence)
    {
        output.WriteLine($"{Word(evidence.Verdict)} {evidence.CaseId}: {evidence.Title} ({evidence.Duration.TotalMilliseconds:F0} ms, seed {evidence.Seed})");
        int next = 0;
        for (int i = 0; i <= evidence.Wire.Count; i++)
        {
            for (; next < evidence.Expectations.Count && evidence.Expectations[next].Wire <= i; next++)
            {
                Expectation e = evidence.Expectations[next];
                output.WriteLine($"           {(e.Held ? "ok" : "NOT OK")} {e.Requirement} {e.What}: {e.Actual}{(e.Held ? "" : $", expected {e.Expected}")}");
            }

            if (i < evidence.Wire.Count)
                output.WriteLine(evidence.Wire[i]);
        }
    }

    private void WriteLine(RequirementOutcome outcome)
    {
        Requirement r = outcome.Requirement;
        string reason = outcome.Reason.Length == 0 ? "" : $" [{outcome.Reason}]";
        output.WriteLine($"  {Word(outcome.Verdict),-11} {r.Id} {ResultsNames.Of(r.Level).ToUpperInvariant()} {r.Text}{reason}");
    }

    internal void WriteFailure(CaseEvidence evidence, RunResult result)
    {
        output.WriteLine();
        output.WriteLine($"{Word(evidence.Verdict)} {evidence.CaseId}: {evidence.Title}");
        if (evidence.Reason.Length > 0)
            output.WriteLine($"  {evidence.Reason}");
        foreach (Expectation broken in evidence.Expectations.Where(e => !e.Held))
        {
            if (Requirements.TryFind(broken.Requirement, out Requirement? r))
                output.WriteLine($"  {r.Id} {ResultsNames.Of(r.Level).ToUpperInvariant()} {r.Text} ({r.Source})");
            output.WriteLine($"    looked at: {broken.What}");
            output.WriteLine($"    expected:  {broken.Expected}");
            output.WriteLine($"    actual:    {broken.Actual}");
            if (broken.Place.Length > 0)
                output.WriteLine($"    where:     {broken.Place}");
            WriteWireAround(evidence, broken.Wire);
        }

        output.WriteLine($"  repeat: {RepeatCommand.For(evidence, result)}");
    }

    private void WriteWireAround(CaseEvidence evidence, int place)
    {
        int from = Math.Max(0, place - WireAround);
        int to = Math.Min(evidence.Wire.Count, place + 2);
        if (from == to)
            return;
        output.WriteLine("    wire:");
        for (int i = from; i < to; i++)
            output.WriteLine($"    {(i == place - 1 ? '>' : ' ')} {evidence.Wire[i]}");
    }

    private void WriteErrors(RunResult result)
    {
        CaseEvidence[] errors = [.. result.Controls.Concat(result.Cases).Where(c => c.Verdict == Verdict.Error || (c.Verdict != Verdict.Pass && c.Group is "CONTROL"))];
        foreach (CaseEvidence evidence in errors)
        {
            output.WriteLine();
            output.WriteLine($"{Word(Verdict.Error)} {evidence.CaseId}: {evidence.Reason}");
            WriteWireAround(evidence, evidence.Wire.Count);
            if (!evidence.Group.Equals("CONTROL", StringComparison.Ordinal))
                output.WriteLine($"  repeat: {RepeatCommand.For(evidence, result)}");
        }
    }

    private void WriteNotRun(RunResult result)
    {
        var groups = result.Cases
            .Where(c => c.Verdict is Verdict.Skip or Verdict.Unsupported)
            .GroupBy(c => (c.Verdict, c.Reason))
            .ToArray();
        if (groups.Length == 0)
            return;
        output.WriteLine();
        output.WriteLine("Cases that were not run:");
        foreach (var group in groups)
            output.WriteLine($"  {group.Count(),4} {Word(group.Key.Verdict)}: {group.Key.Reason} ({string.Join(", ", group.Take(3).Select(c => c.CaseId))}{(group.Count() > 3 ? ", ..." : "")})");
    }

    private void WriteSummary(RunResult result, IReadOnlyList<RequirementOutcome> outcomes)
    {
        output.WriteLine();
        if (result.Broken is not null)
            output.WriteLine($"BROKEN: {result.Broken}");
        output.WriteLine($"requirements: {Counts(v => outcomes.Count(o => o.Verdict == v))}");
        output.WriteLine($"cases:        {Counts(result.Count)}, in {result.Duration.TotalSeconds:F1} s, seed {result.Seed}{(result.Shard == Shard.Whole ? "" : $", shard {result.Shard}")}");
        output.WriteLine($"verdict:      {Meaning(result.ExitCode)}");
    }

    private static string Counts(Func<Verdict, int> count)
    {
        IEnumerable<string> rest = Enum.GetValues<Verdict>()
            .Where(v => v is not (Verdict.Pass or Verdict.Fail or Verdict.Skip) && count(v) > 0)
            .Select(v => $", {count(v)} {ResultsNames.Of(v)}");
        return $"{count(Verdict.Pass)} passed, {count(Verdict.Fail)} failed, {count(Verdict.Skip)} skipped{string.Concat(rest)}";
    }

    private static string Meaning(ExitCode code) => code switch
    {
        ExitCode.Passed => "everything that applies passed",
        ExitCode.Failed => "a requirement is broken",
        ExitCode.NothingJudged => "nothing that applies ran, so nothing was judged",
        _ => "the harness or the target broke",
    };

    private static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Pass => "ok",
        Verdict.Fail => "FAILED",
        Verdict.Error => "ERROR",
        Verdict.Timeout => "TIMEOUT",
        Verdict.UnexpectedPass => "UNEXPECTED",
        Verdict.Skip => "skipped",
        _ => ResultsNames.Of(verdict),
    };
}
