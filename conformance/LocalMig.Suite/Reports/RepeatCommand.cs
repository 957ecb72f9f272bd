namespace LocalMig.Suite.Reports;

/// <summary>The command line that repeats one case of a run.</summary>
internal static class RepeatCommand
{
    /// <summary>Everything that decides how the case runs is on it.</summary>
    public static string For(CaseEvidence evidence, RunResult result) =>
        $"./localmig verify {Target(result.Target)} --profile {ResultsNames.Of(result.Profile)} --filter {Quote(evidence.CaseId)} --seed {result.Seed} -v";

    // A faulty reference is shown by its name and its fault.
    private static string Target(string target)
    {
        string[] parts = target.Split(" --fault ");
        return parts.Length == 2 ? $"{Quote(parts[0])} --fault {Quote(parts[1])}" : Quote(target);
    }

    private static string Quote(string word) =>
        word.All(c => char.IsAsciiLetterOrDigit(c) || "_./:=@%+,-".Contains(c, StringComparison.Ordinal)) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
