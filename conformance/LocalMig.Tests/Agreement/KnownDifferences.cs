using LocalMig.Suite.Replay;
using LocalMig.Tests.Parameters;

namespace LocalMig.Tests.Agreement;

/// <summary>Reads the table of answers that differ from a recording, each with its reason. A difference that it does not have fails a
/// test, and so does a row that no difference needs any more: it can neither grow nor go stale unnoticed.</summary>
internal static class KnownDifferences
{
    /// <summary>The rows for a file: the line, and the reason.</summary>
    public static Dictionary<int, string> For(string file)
    {
        Dictionary<int, string> rows = [];
        foreach (string row in Fixture.Text("agreement/differences.txt").Split('\n').Where(static r => r.Length > 0 && r[0] != '#'))
        {
            string[] cells = row.Split(" | ");
            Assert.True(cells.Length == 3 && cells[2].Length > 10, $"'{row}' is not: file | lines | reason");
            if (cells[0] != file)
                continue;
            foreach (string range in cells[1].Split(','))
            {
                int[] ends = [.. range.Split('-').Select(int.Parse)];
                for (int line = ends[0]; line <= ends[^1]; line++)
                    rows.Add(line, cells[2]);
            }
        }

        return rows;
    }

    /// <summary>Fails where the differences are not exactly those of the table.</summary>
    public static void AssertExactly(string file, ReplayResult result)
    {
        Dictionary<int, string> known = For(file);
        Assert.Null(result.Problem);
        List<ReplayAnswer> different = [.. result.Answers.Where(static a => !a.IsSame)];
        Assert.True(
            different.TrueForAll(a => known.ContainsKey(a.Line)),
            $"{file} differs where the table of differences has no row:\n" + string.Join('\n', different.Where(a => !known.ContainsKey(a.Line)).Take(40)));
        string[] stale = [.. known.Keys.Except(different.Select(static a => a.Line)).Select(static l => l.ToString(System.Globalization.CultureInfo.InvariantCulture))];
        Assert.True(stale.Length == 0, $"{file}: the table of differences has rows for lines that are the same: {string.Join(", ", stale)}");
    }
}
