namespace LocalMig.Suite.Replay;

/// <summary>What came of one line that the recording received.</summary>
/// <param name="Line">The line of the recording; for an answer too many, the line of what was sent last.</param>
/// <param name="Side">Whose monitor.</param>
/// <param name="Expected">What was recorded; null for an answer too many.</param>
/// <param name="Actual">What came; null where nothing did.</param>
/// <param name="Differences">Where they differ after scrubbing; empty where they do not, or where one of them is missing.</param>
public sealed record ReplayAnswer(int Line, string Side, string? Expected, string? Actual, IReadOnlyList<JsonDifference> Differences)
{
    /// <summary>Whether both are the same after scrubbing.</summary>
    public bool IsSame => Expected is not null && Actual is not null && Differences.Count == 0;

    /// <inheritdoc/>
    public override string ToString()
    {
        if (Expected is null)
            return $"line {Line}: too many: {Short(Actual!)}";
        if (Actual is null)
            return $"line {Line}: missing: {Short(Expected)}";
        return $"line {Line}: {(IsSame ? "same" : string.Join("; ", Differences))}";
    }

    /// <summary>The answer for people: a line for each place that differs.</summary>
    public string ToText()
    {
        string place = Side.Length == 0 ? $"line {Line}" : $"line {Line} ({Side})";
        if (Expected is null)
            return $"{place}: too many\n  + {Short(Actual!)}";
        if (Actual is null)
            return $"{place}: missing\n  - {Short(Expected)}";
        return string.Join('\n', Differences.Select(d =>
            $"{place}: {(d.Pointer.Length == 0 ? "(all of it)" : d.Pointer)}\n  - {Short(d.Expected ?? "(nothing)")}\n  + {Short(d.Actual ?? "(nothing)")}"));
    }

    private static string Short(string text)
    {
        const int Longest = 300;
        return text.Length <= Longest ? text : string.Concat(text.AsSpan(0, Longest), "...");
    }
}
