using System.Globalization;

namespace LocalMig.Suite.Faults.Matrix;

/// <summary>A matrix for people.</summary>
public static class MatrixText
{
    private const int MostCases = 6;

    /// <summary>Writes it: a paragraph for each fault, then what is wrong, then the figures.</summary>
    public static void Write(TextWriter output, KillMatrix matrix, MatrixRules rules)
    {
        ArgumentNullException.ThrowIfNull(output);
        foreach (MatrixRow row in matrix.Rows)
            Write(output, row);
        if (rules.NotRun.Count > 0)
            output.WriteLine("Cases that can run against none of these:");
        foreach ((string which, string reason) in rules.NotRun)
            output.WriteLine($"  {which}: {reason}");
        output.WriteLine();
        foreach (string violation in rules.Violations)
            output.WriteLine($"WRONG {violation}");
        output.WriteLine(Summary(matrix, rules));
    }

    /// <summary>One fault.</summary>
    public static void Write(TextWriter output, MatrixRow row)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.WriteLine($"{(row.IsCaught ? "caught" : "NOT CAUGHT")} {row.Name} ({row.Profile}, {Seconds(row.Milliseconds)}): {row.Mistake}");
        foreach (IGrouping<string, MatrixCell> by in row.CaughtBy.SelectMany(static c => c.By.Select(r => (Requirement: r, Cell: c))).GroupBy(static p => p.Requirement, static p => p.Cell, StringComparer.Ordinal))
        {
            string[] cases = [.. by.Select(static c => c.Case)];
            output.WriteLine($"  by {by.Key}: {string.Join(", ", cases.Take(MostCases))}{(cases.Length > MostCases ? $" and {cases.Length - MostCases} more" : "")}");
        }
    }

    /// <summary>The figures in a line.</summary>
    public static string Summary(KillMatrix matrix, MatrixRules rules) => string.Create(
        CultureInfo.InvariantCulture,
        $"{matrix.Caught} of {matrix.Rows.Count} faults caught by the requirement that they break ({Share(matrix)} %), {rules.Guarded.Count} cases and {rules.GuardedRequirements.Count} requirements guarded, {rules.Violations.Count} violations");

    /// <summary>The share that was caught, in percent, rounded down: 100 only where all were.</summary>
    public static string Share(KillMatrix matrix) =>
        (Math.Floor(1000.0 * matrix.Caught / Math.Max(1, matrix.Rows.Count)) / 10).ToString("0.#", CultureInfo.InvariantCulture);

    private static string Seconds(long milliseconds) => string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000.0:0.0} s");
}
