using LocalMig.Json;

namespace LocalMig.Suite.Replay;

/// <summary>A place where two values differ.</summary>
/// <param name="Pointer">The place, as a JSON pointer; empty for the values themselves.</param>
/// <param name="Expected">What was recorded there; null where it has nothing there.</param>
/// <param name="Actual">What came now; null where there is nothing.</param>
public sealed record JsonDifference(string Pointer, string? Expected, string? Actual)
{
    /// <summary>All differences, in the order of the expected value. Members in another order are one difference, at their object.</summary>
    public static IReadOnlyList<JsonDifference> Find(JsonValue expected, JsonValue actual)
    {
        List<JsonDifference> found = [];
        Compare(expected, actual, "", found);
        return found;
    }

    /// <summary>The pointer of a member.</summary>
    public static string Child(string pointer, string name) =>
        $"{pointer}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    /// <inheritdoc/>
    public override string ToString() => $"{(Pointer.Length == 0 ? "/" : Pointer)}: expected {Expected ?? "nothing"}, got {Actual ?? "nothing"}";

    private static void Compare(JsonValue expected, JsonValue actual, string pointer, List<JsonDifference> found)
    {
        if (expected.Kind != actual.Kind || expected.Kind is not (JsonKind.Array or JsonKind.Object))
        {
            if (!expected.Equals(actual))
                found.Add(new JsonDifference(pointer, Write(expected), Write(actual)));
            return;
        }

        if (expected.Kind == JsonKind.Array)
        {
            for (int i = 0; i < Math.Max(expected.Items.Count, actual.Items.Count); i++)
                CompareOptional(i < expected.Items.Count ? expected.Items[i] : null, i < actual.Items.Count ? actual.Items[i] : null, $"{pointer}/{i}", found);
            return;
        }

        int before = found.Count;
        foreach ((string name, JsonValue value) in expected.Members)
            CompareOptional(value, actual[name], Child(pointer, name), found);
        foreach ((string name, JsonValue value) in actual.Members.Where(m => expected[m.Name] is null))
            CompareOptional(null, value, Child(pointer, name), found);
        if (found.Count == before && !expected.Members.Select(static m => m.Name).SequenceEqual(actual.Members.Select(static m => m.Name), StringComparer.Ordinal))
            found.Add(new JsonDifference(pointer, Write(expected), Write(actual)));
    }

    private static void CompareOptional(JsonValue? expected, JsonValue? actual, string pointer, List<JsonDifference> found)
    {
        if (expected is not null && actual is not null)
            Compare(expected, actual, pointer, found);
        else
            found.Add(new JsonDifference(pointer, expected is null ? null : Write(expected), actual is null ? null : Write(actual)));
    }

    private static string Write(JsonValue value)
    {
        const int Longest = 200;
        string text = JsonText.Write(value, JsonOrder.Plain);
        return text.Length <= Longest ? text : string.Concat(text.AsSpan(0, Longest), "...");
    }
}
