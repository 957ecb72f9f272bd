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

    /// <summary>The result for people: differences line by line, then the share.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        foreach (ReplayAnswer answer in Answers.Where(static a => !a.IsSame))
            text.Append(answer).Append('\n');
        if (Problem is not null)
            text.Append(CultureInfo.InvariantCulture, $"ended early: {Problem}\n");
        text.Append(CultureInfo.InvariantCulture, $"{Same} of {Answers.Count} answers are the same ({Percent:0.##} %)");
        if (Scrubbers.Count > 0)
            text.Append(" without ").AppendJoin(", ", Scrubbers.Select(static s => s.Name));
        return text.Append('\n').ToString();
    }
}
