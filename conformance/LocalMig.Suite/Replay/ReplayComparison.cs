using LocalMig.Json;
using LocalMig.Qmp;

namespace LocalMig.Suite.Replay;

/// <summary>Compares what was recorded with what came, after scrubbing.</summary>
internal sealed class ReplayComparison(IReadOnlyList<Scrubber> scrubbers)
{
    /// <summary>Compares lines that belong to each other in this order, some of which may be missing or too many.</summary>
    /// <param name="side">Whose they are.</param>
    /// <param name="expected">What was recorded.</param>
    /// <param name="actual">What came.</param>
    /// <param name="last">The line of the recording that a surplus is told at, where nothing was expected.</param>
    public IEnumerable<ReplayAnswer> Compare(string side, IReadOnlyList<TranscriptLine> expected, IReadOnlyList<string> actual, int last)
    {
        if (expected.Count > 0)
            last = expected[^1].LineNumber;
        foreach ((int e, int a) in ReplayAlignment.Align([.. expected.Select(l => Scrubbed(l.Text))], [.. actual.Select(Scrubbed)]))
        {
            TranscriptLine? then = e < 0 ? null : expected[e];
            string? now = a < 0 ? null : actual[a];
            yield return new ReplayAnswer(then?.LineNumber ?? last, side, then?.Text, now, then is null || now is null ? [] : Differences(then, now));
        }
    }

    /// <summary>The line without what is taken out. Members stay in the order they came in: that order is compared too.</summary>
    public string Scrubbed(string text) => JsonText.Parse(text).TryGet(out JsonValue? value, out _)
        ? JsonText.Write(Scrubber.Apply(scrubbers, value), JsonOrder.Plain)
        : text;

    /// <summary>Whether a line is left out altogether.</summary>
    public bool Drops(string text) =>
        text.Contains("\"event\"", StringComparison.Ordinal) && JsonText.Parse(text).TryGet(out JsonValue? value, out _) && scrubbers.Any(s => s.Drops(value));

    private IReadOnlyList<JsonDifference> Differences(TranscriptLine then, string now)
    {
        if (then.FullLength is { } length)
        {
            // The line end is counted.
            return now.StartsWith(then.Text, StringComparison.Ordinal) && now.Length + 2 == length ? [] : [new JsonDifference("", $"{then.Text}... ({length} bytes)", now[..Math.Min(now.Length, 200)])];
        }

        if (then.Text == now || Scrubbed(then.Text) == Scrubbed(now))
            return [];
        if (!JsonText.Parse(then.Text).TryGet(out JsonValue? expected, out _) || !JsonText.Parse(now).TryGet(out JsonValue? actual, out _))
            return [new JsonDifference("", then.Text, now)];
        IReadOnlyList<JsonDifference> found = JsonDifference.Find(Scrubber.Apply(scrubbers, expected), Scrubber.Apply(scrubbers, actual));
        return found.Count > 0 ? found : [new JsonDifference("", then.Text, now)];
    }
}
