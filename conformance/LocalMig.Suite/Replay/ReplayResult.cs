using System.Globalization;
using System.Text;

namespace LocalMig.Suite.Replay;

/// <summary>What came of a recording.</summary>
/// <param name="Answers">Each line that was received then or now, in order.</param>
/// <param name="Scrubbers">What was taken out before comparing.</param>
/// <param name="Problem">Why the replay ended early; null where it did not.</param>
public sealed record ReplayResult(IReadOnlyList<ReplayAnswer> Answers, IReadOnlyList<Scrubber> Scrubbers, string? Problem)
{
    /// <summary>Answers that are the same.</summary>
    public int Same => Answers.Count(static a => a.IsSame);

    /// <summary>Whether all are.</summary>
    public bool IsSame => Problem is null && Same == Answers.Count;

    /// <summary>The share of answers that are the same, in percent; 100 where there is nothing to compare.</summary>
    public double Percent => Answers.Count == 0 ? 100 : 100.0 * Same / Answers.Count;

    /// <summary>What was not replayed.</summary>
    public IReadOnlyList<ReplaySkip> Skipped { get; init; } = [];

    /// <summary>What it says to a script: the same, different, broken, or nothing compared.</summary>
    public ExitCode ExitCode => Problem is not null ? ExitCode.Broken
        : Answers.Count == 0 ? ExitCode.NothingJudged
        : IsSame ? ExitCode.Passed : ExitCode.Failed;

    /// <summary>The result for people: differences line by line, what was skipped, what was taken out, then the share.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        foreach (ReplayAnswer answer in Answers.Where(static a => !a.IsSame))
            text.Append(answer.ToText()).Append('\n');
        foreach (ReplaySkip skip in Skipped)
            text.Append(skip).Append('\n');
        if (Problem is not null)
            text.Append(CultureInfo.InvariantCulture, $"ended early: {Problem}\n");
        foreach (Scrubber scrubber in Scrubbers)
            text.Append(CultureInfo.InvariantCulture, $"not compared: {scrubber.Name} ({scrubber.Description})\n");
        if (Answers.Count == 0)
            text.Append("nothing was compared");
        else
            text.Append(CultureInfo.InvariantCulture, $"{Same} of {Answers.Count} answers are the same ({Percent:0.##} %)");
        if (Skipped.Count > 0)
            text.Append(CultureInfo.InvariantCulture, $", {Skipped.Sum(static s => s.Answers)} skipped");
        return text.Append('\n').ToString();
    }
}
