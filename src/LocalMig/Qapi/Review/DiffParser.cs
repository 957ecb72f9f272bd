using System.Globalization;

namespace LocalMig.Qapi.Review;

/// <summary>Finds unified diffs in text.</summary>
internal sealed class DiffParser(IReadOnlyList<InputLine> lines, List<ReviewProblem> problems)
{
    private readonly List<FileDiff> _files = [];
    private int _at;

    /// <summary>The files that the text changes. Text around the diffs is left out.</summary>
    public IReadOnlyList<FileDiff> Parse()
    {
        while (_at < lines.Count)
        {
            if (lines[_at].StartsWith("--- "u8) && _at + 1 < lines.Count && lines[_at + 1].StartsWith("+++ "u8))
                File();
            else
                _at++;
        }

        return _files;
    }

    private void File()
    {
        int begin = lines[_at].Number;
        string? oldPath = PathOf(lines[_at++].Text);
        string? newPath = PathOf(lines[_at++].Text);
        List<DiffHunk> hunks = [];
        while (_at < lines.Count && lines[_at].StartsWith("@@ "u8))
        {
            if (Hunk() is { } hunk)
                hunks.Add(hunk);
        }

        if (hunks.Count == 0)
            problems.Add(new ReviewProblem(begin, "a diff without a hunk"));
        _files.Add(new FileDiff(oldPath, newPath, hunks, begin));
    }

    private DiffHunk? Hunk()
    {
        InputLine head = lines[_at++];
        string header = head.Text;
        string[] words = header.Split(' ', 5);
        if (words.Length < 4 || words[3] != "@@" || !Range(words[1], '-', out int oldStart, out int oldCount) || !Range(words[2], '+', out int newStart, out int newCount))
        {
            problems.Add(new ReviewProblem(head.Number, "this is no hunk header"));
            return null;
        }

        List<DiffLine> own = [];
        int newLine = newStart;
        while ((oldCount > 0 || newCount > 0) && _at < lines.Count)
        {
            InputLine line = lines[_at];
            string text = line.Text;
            // Mailers take the blank off an empty context line.
            char mark = text.Length == 0 ? ' ' : text[0];
            string rest = text.Length == 0 ? "" : text[1..];
            if (mark == '\\')
            {
                _at++;
                continue;
            }

            if (mark is not (' ' or '+' or '-'))
                break;
            if (rest.Contains('\uFFFD', StringComparison.Ordinal))
                problems.Add(new ReviewProblem(line.Number, "bytes that are not UTF-8"));
            own.Add(new DiffLine(mark switch { '+' => DiffLineKind.Added, '-' => DiffLineKind.Removed, _ => DiffLineKind.Context }, rest, newLine, line.Number));
            oldCount -= mark == '+' ? 0 : 1;
            newCount -= mark == '-' ? 0 : 1;
            newLine += mark == '-' ? 0 : 1;
            _at++;
        }

        if (oldCount != 0 || newCount != 0)
            problems.Add(new ReviewProblem(_at < lines.Count ? lines[_at].Number : head.Number, $"the hunk of line {head.Number} does not have as many lines as it says"));
        while (_at < lines.Count && lines[_at].StartsWith("\\ "u8))
            _at++;
        return new DiffHunk(oldStart, newStart, header, own, head.Number);
    }

    private static bool Range(string word, char mark, out int start, out int count)
    {
        (start, count) = (0, 1);
        if (word.Length < 2 || word[0] != mark)
            return false;
        string[] parts = word[1..].Split(',');
        return parts.Length <= 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out start)
            && (parts.Length == 1 || int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out count));
    }

    // "--- a/qapi/migration.json", with a time stamp behind a tab where it was not made by git.
    private static string? PathOf(string line)
    {
        string path = line[4..].Split('\t')[0].Trim();
        if (path.Length > 1 && path[0] == '"' && path[^1] == '"')
            path = path[1..^1];
        if (path == "/dev/null")
            return null;
        return path.StartsWith("a/", StringComparison.Ordinal) || path.StartsWith("b/", StringComparison.Ordinal) ? path[2..] : path;
    }
}
