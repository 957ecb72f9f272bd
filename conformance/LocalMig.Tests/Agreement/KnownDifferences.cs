using LocalMig.Suite.Replay;
using LocalMig.Tests.Parameters;

namespace LocalMig.Tests.Agreement;

/// <summary>Reads the table of answers that differ from a recording, each with its reason. A difference that it does not have fails a
/// test, and so does a row that no difference needs any more: it can neither grow nor go stale unnoticed.</summary>
internal static class KnownDifferences
{
    /// <summary>The places in a file that may differ: <c>94</c>, <c>8:/return/local</c>, <c>17:missing</c>, <c>17:surplus</c>.</summary>
    public static HashSet<string> For(string file)
    {
        HashSet<string> places = new(StringComparer.Ordinal);
        foreach (string row in Fixture.Text("agreement/differences.txt").Split('\n').Where(static r => r.Length > 0 && r[0] != '#'))
        {
            string[] cells = row.Split(" | ");
            Assert.True(cells.Length == 3 && cells[2].Length > 10, $"'{row}' is not: file | places | reason");
            if (cells[0] == file)
                Assert.All(cells[1].Split(' '), place => Assert.True(places.Add(place), $"{file} has {place} twice"));
        }

        return places;
    }

    /// <summary>Fails where the differences are not exactly those of the table.</summary>
    public static void AssertExactly(string file, ReplayResult result)
    {
        Assert.Null(result.Problem);
        HashSet<string> known = For(file);
        List<(string Place, ReplayAnswer Answer)> different = [.. result.Answers.Where(static a => !a.IsSame).SelectMany(Places)];
        (string Place, ReplayAnswer Answer)[] unknown = [.. different.Where(d => !known.Contains(d.Place))];
        Assert.True(
            unknown.Length == 0,
            $"{file} differs where the table of differences has no row:\n" + string.Join('\n', unknown.Take(40).Select(static d => $"{d.Place}: {d.Answer}")));
        string[] stale = [.. known.Except(different.Select(static d => d.Place), StringComparer.Ordinal)];
        Assert.True(stale.Length == 0, $"{file}: the table of differences has rows for what is the same: {string.Join(" ", stale)}");
    }

    private static IEnumerable<(string Place, ReplayAnswer Answer)> Places(ReplayAnswer answer)
    {
        if (answer.Expected is null || answer.Actual is null)
            return [($"{answer.Line}:{(answer.Expected is null ? "surplus" : "missing")}", answer)];
        return answer.Differences.Select(d => (d.Pointer.Length == 0 ? $"{answer.Line}" : $"{answer.Line}:{d.Pointer}", answer));
    }
}
