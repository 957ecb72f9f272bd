namespace LocalMig.Suite.Replay;

/// <summary>Finds out which of the lines received belong to which of those recorded, where some are missing or too many: the
/// longest run of equal ones keeps its place, and what lies between is paired in order.</summary>
internal static class ReplayAlignment
{
    /// <summary>Pairs of positions, in order; -1 stands for none.</summary>
    public static IEnumerable<(int Expected, int Actual)> Align(IReadOnlyList<string> expected, IReadOnlyList<string> actual)
    {
        // Mostly everything is equal, or at least of the same number.
        if (expected.Count == actual.Count && expected.Zip(actual).Count(static p => p.First != p.Second) <= 1)
            return Enumerable.Range(0, expected.Count).Select(static i => (i, i));
        return Pair(Common(expected, actual), expected, actual);
    }

    // What is left beside the equal ones is paired in order: events with events, answers with answers.
    private static IEnumerable<(int Expected, int Actual)> Pair(List<(int Expected, int Actual)> common, IReadOnlyList<string> expected, IReadOnlyList<string> actual)
    {
        List<(int Expected, int Actual)> pairs = [.. common];
        foreach (bool events in (bool[])[true, false])
        {
            int[] then = [.. Enumerable.Range(0, expected.Count).Except(common.Select(static p => p.Expected)).Where(i => IsEvent(expected[i]) == events)];
            int[] now = [.. Enumerable.Range(0, actual.Count).Except(common.Select(static p => p.Actual)).Where(i => IsEvent(actual[i]) == events)];
            for (int i = 0; i < Math.Max(then.Length, now.Length); i++)
                pairs.AddRange(Beside(i < then.Length ? then[i] : -1, i < now.Length ? now[i] : -1, expected, actual));
        }

        return pairs;
    }

    // What is equal and no longest run holds it came at another place.
    private static IEnumerable<(int Expected, int Actual)> Beside(int then, int now, IReadOnlyList<string> expected, IReadOnlyList<string> actual) =>
        then >= 0 && now >= 0 && expected[then] == actual[now] ? [(then, -1), (-1, now)] : [(then, now)];

    private static bool IsEvent(string line) => line.StartsWith("{\"timestamp\"", StringComparison.Ordinal);

    private static List<(int Expected, int Actual)> Common(IReadOnlyList<string> expected, IReadOnlyList<string> actual)
    {
        var length = new int[expected.Count + 1, actual.Count + 1];
        for (int e = expected.Count - 1; e >= 0; e--)
        {
            for (int a = actual.Count - 1; a >= 0; a--)
                length[e, a] = expected[e] == actual[a] ? length[e + 1, a + 1] + 1 : Math.Max(length[e + 1, a], length[e, a + 1]);
        }

        List<(int, int)> common = [];
        for (int e = 0, a = 0; e < expected.Count && a < actual.Count;)
        {
            if (expected[e] == actual[a])
                common.Add((e++, a++));
            else if (length[e + 1, a] >= length[e, a + 1])
                e++;
            else
                a++;
        }

        return common;
    }
}
