using System.Text;

namespace LocalMig.Qapi.Source;

/// <summary>A schema file that is being read.</summary>
public sealed class SchemaFile
{
    private int[]? _lineStarts;

    /// <summary>A file.</summary>
    /// <param name="path">Its name as it is shown: the one given, or the includer's folder and the name in the directive.</param>
    /// <param name="text">The text; line ends are made into LF, and the last line gets one.</param>
    /// <param name="includedFrom">The file that includes it, or null.</param>
    /// <param name="includedAt">The line of that directive, from 1.</param>
    public SchemaFile(string path, string text, SchemaFile? includedFrom = null, int includedAt = 0)
    {
        ArgumentNullException.ThrowIfNull(text);
        Path = path;
        text = LineFeeds(text);
        Text = text.EndsWith('\n') ? text : text + "\n";
        IncludedFrom = includedFrom;
        IncludedAt = includedAt;
    }

    /// <summary>The name.</summary>
    public string Path { get; }

    /// <summary>The whole text, LF at each line's end.</summary>
    public string Text { get; }

    /// <summary>The file that includes this one, or null.</summary>
    public SchemaFile? IncludedFrom { get; }

    /// <summary>The line of the directive there, from 1.</summary>
    public int IncludedAt { get; }

    /// <summary>How many lines there are.</summary>
    public int LineCount => LineStarts.Length - 1;

    /// <summary>The lines that say who includes whom, outermost first, each with its LF; empty for a file nobody includes.</summary>
    public string IncludeTrace
    {
        get
        {
            if (IncludedFrom is null)
                return "";
            StringBuilder trace = new();
            for (SchemaFile inner = this; inner.IncludedFrom is { } outer; inner = outer)
                trace.Insert(0, $"In file included from {outer.Path}:{inner.IncludedAt}:\n");
            return trace.ToString();
        }
    }

    private int[] LineStarts => _lineStarts ??= FindLineStarts();

    /// <summary>The text of a line, without its LF; empty for a line the file does not have.</summary>
    /// <param name="number">The line, from 1.</param>
    public string Line(int number) =>
        number < 1 || number > LineCount ? "" : Text[LineStarts[number - 1]..(LineStarts[number] - 1)];

    /// <summary>The line an offset stands in, from 1.</summary>
    public int LineAt(int offset)
    {
        int found = Array.BinarySearch(LineStarts, offset);
        return found >= 0 ? found + 1 : ~found;
    }

    /// <summary>The column of an offset as QEMU counts: from 1, in characters, a tab going on to the next multiple of 8 plus 1.</summary>
    public int ColumnAt(int offset) => ColumnIn(LineStarts[Math.Min(LineAt(offset), LineCount) - 1], offset);

    internal int ColumnIn(int lineStart, int offset)
    {
        int column = 1;
        for (int i = lineStart; i < offset && i < Text.Length; i++)
        {
            // The second half of a surrogate pair is no character of its own.
            if (Text[i] == '\t')
                column = ((column + 7) % 8) + 1;
            else if (!char.IsLowSurrogate(Text[i]))
                column++;
        }

        return column;
    }

    private int[] FindLineStarts()
    {
        List<int> starts = [0];
        for (int at = Text.IndexOf('\n', StringComparison.Ordinal); at >= 0; at = Text.IndexOf('\n', at + 1))
            starts.Add(at + 1);
        return [.. starts];
    }

    // ReplaceLineEndings makes lines of form feeds too, which a reader with universal newlines does not.
    internal static string LineFeeds(string text) =>
        text.Contains('\r', StringComparison.Ordinal) ? text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n') : text;
}
