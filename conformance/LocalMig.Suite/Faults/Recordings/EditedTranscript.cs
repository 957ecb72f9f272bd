namespace LocalMig.Suite.Faults.Recordings;

/// <summary>The lines of a transcript while they are edited. What an edit looks for has to be there.</summary>
public sealed class EditedTranscript(IEnumerable<string> lines)
{
    private readonly List<string> _lines = [.. lines];

    /// <summary>The lines.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>Puts another answer in the place of the one to a command.</summary>
    /// <param name="side"><c>src</c> or <c>dst</c>.</param>
    /// <param name="command">Part of the command's line.</param>
    /// <param name="json">The answer.</param>
    /// <param name="nth">Which such command, from 0.</param>
    public void Answer(string side, string command, string json, int nth = 0)
    {
        int at = Command(side, command, nth);
        int reply = _lines.FindIndex(at, l => l.StartsWith(side + " <- {\"", StringComparison.Ordinal) && !l.Contains("\"event\":", StringComparison.Ordinal));
        _lines[Found(reply, $"the answer to {command}")] = $"{side} <- {json}";
    }

    /// <summary>Changes the answer to a command.</summary>
    public void ChangeAnswer(string side, string command, string old, string changed, int nth = 0)
    {
        int at = Command(side, command, nth);
        int reply = _lines.FindIndex(at, l => l.StartsWith(side + " <- {\"return\"", StringComparison.Ordinal) || l.StartsWith(side + " <- {\"error\"", StringComparison.Ordinal));
        Change(Found(reply, $"the answer to {command}"), old, changed);
    }

    /// <summary>Puts lines before the first one that holds a text.</summary>
    public void Before(string text, params IReadOnlyList<string> added) => _lines.InsertRange(Index(text, 0), added);

    /// <summary>Puts lines behind the nth one that holds a text.</summary>
    public void After(string text, int nth, params IReadOnlyList<string> added) => _lines.InsertRange(Index(text, nth) + 1, added);

    /// <summary>Takes the first line out that begins so and holds a text.</summary>
    public void Drop(string begin, string text) => _lines.RemoveAt(Found(_lines.FindIndex(l => l.StartsWith(begin, StringComparison.Ordinal) && l.Contains(text, StringComparison.Ordinal)), text));

    /// <summary>Changes every line that begins so and holds a text.</summary>
    public void ChangeAll(string begin, string old, string changed)
    {
        int count = 0;
        for (int i = 0; i < _lines.Count; i++)
        {
            if (!_lines[i].StartsWith(begin, StringComparison.Ordinal) || !_lines[i].Contains(old, StringComparison.Ordinal))
                continue;
            Change(i, old, changed);
            count++;
        }

        Found(count - 1, old);
    }

    /// <summary>Changes the nth line that begins so and holds a text.</summary>
    public void Change(string begin, string old, string changed, int nth = 0)
    {
        int[] found = [.. Enumerable.Range(0, _lines.Count).Where(i => _lines[i].StartsWith(begin, StringComparison.Ordinal) && _lines[i].Contains(old, StringComparison.Ordinal))];
        Change(Found(found.Length > nth ? found[nth] : -1, old), old, changed);
    }

    /// <summary>Moves the first line that begins so and holds a text behind the first one after it that begins so and holds another.</summary>
    public void MoveBehind(string begin, string text, string behind)
    {
        int from = Found(_lines.FindIndex(l => l.StartsWith(begin, StringComparison.Ordinal) && l.Contains(text, StringComparison.Ordinal)), text);
        string moved = _lines[from];
        int to = Found(_lines.FindIndex(from, l => l.StartsWith(begin, StringComparison.Ordinal) && l.Contains(behind, StringComparison.Ordinal)), behind);
        _lines.Insert(to + 1, moved);
        _lines.RemoveAt(from);
    }

    private int Command(string side, string command, int nth)
    {
        int[] found = [.. Enumerable.Range(0, _lines.Count).Where(i => _lines[i].StartsWith(side + " ->", StringComparison.Ordinal) && _lines[i].Contains(command, StringComparison.Ordinal))];
        return Found(found.Length > nth ? found[nth] : -1, command);
    }

    private int Index(string text, int nth)
    {
        int[] found = [.. Enumerable.Range(0, _lines.Count).Where(i => _lines[i].Contains(text, StringComparison.Ordinal))];
        return Found(found.Length > nth ? found[nth] : -1, text);
    }

    private void Change(int at, string old, string changed)
    {
        string line = _lines[at].Replace(old, changed, StringComparison.Ordinal);
        if (line == _lines[at])
            throw new InvalidOperationException($"line {at + 1} does not hold '{old}'");
        _lines[at] = line;
    }

    private static int Found(int at, string what) => at >= 0 ? at : throw new InvalidOperationException($"the recording does not hold '{what}'");
}
