using LocalMig.Qapi.Source;

namespace LocalMig.Qapi.Review;

/// <summary>Applies the hunks of a diff to a text.</summary>
internal static class PatchApplier
{
    /// <summary>Applies a diff.</summary>
    /// <param name="text">The old text; empty for a new file.</param>
    /// <param name="diff">The diff.</param>
    /// <param name="added">Takes the lines of the new text that the diff adds, from 1.</param>
    /// <param name="problem">What does not apply.</param>
    /// <returns>The new text, or null.</returns>
    public static string? Apply(string text, FileDiff diff, ISet<int> added, out ReviewProblem? problem)
    {
        problem = null;
        string[] old = SchemaFile.LineFeeds(text).Split('\n');
        int count = old.Length > 0 && old[^1].Length == 0 ? old.Length - 1 : old.Length;
        List<string> result = [];
        int at = 0;
        int shift = 0;
        foreach (DiffHunk hunk in diff.Hunks)
        {
            List<string> wanted = [.. hunk.Lines.Where(static l => l.Kind != DiffLineKind.Added).Select(static l => l.Text)];
            int expected = wanted.Count == 0 ? hunk.OldStart : hunk.OldStart - 1;
            int start = Find(old, count, wanted, Math.Max(at, expected + shift), at);
            if (start < 0)
            {
                problem = new ReviewProblem(hunk.InputLine, $"this hunk does not apply to {diff.Path}");
                return null;
            }

            shift = start - expected;
            result.AddRange(old[at..start]);
            foreach (DiffLine line in hunk.Lines)
            {
                if (line.Kind != DiffLineKind.Removed)
                    result.Add(line.Text);
                if (line.Kind == DiffLineKind.Added)
                    added.Add(result.Count);
            }

            at = start + wanted.Count;
        }

        result.AddRange(old[at..count]);
        return result.Count == 0 ? "" : string.Join('\n', result) + "\n";
    }

    // The place nearest to the expected one where all old lines stand, not before the end of the last hunk.
    private static int Find(string[] old, int count, List<string> wanted, int expected, int least)
    {
        for (int distance = 0; distance <= count; distance++)
        {
            foreach (int start in (ReadOnlySpan<int>)[expected + distance, expected - distance])
            {
                if (start >= least && start + wanted.Count <= count && Matches(old, wanted, start))
                    return start;
            }
        }

        return -1;
    }

    private static bool Matches(string[] old, List<string> wanted, int start)
    {
        for (int i = 0; i < wanted.Count; i++)
        {
            if (!string.Equals(old[start + i], wanted[i], StringComparison.Ordinal))
                return false;
        }

        return true;
    }
}
