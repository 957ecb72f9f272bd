namespace LocalMig.Qapi.Review;

/// <summary>What a line of a hunk is.</summary>
public enum DiffLineKind
{
    /// <summary>Stands in both.</summary>
    Context,

    /// <summary>Stands in the new text only.</summary>
    Added,

    /// <summary>Stands in the old text only.</summary>
    Removed,
}

/// <summary>A line of a hunk.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The line without its mark.</param>
/// <param name="NewLine">Its line in the new file, from 1; for a removed one, that of the next line there.</param>
/// <param name="InputLine">Its line in the patch, from 1.</param>
public sealed record DiffLine(DiffLineKind Kind, string Text, int NewLine, int InputLine);

/// <summary>A hunk.</summary>
/// <param name="OldStart">The first line in the old file.</param>
/// <param name="NewStart">The first line in the new file.</param>
/// <param name="Header">The line that begins it.</param>
/// <param name="Lines">Its lines.</param>
/// <param name="InputLine">The line of the header in the patch.</param>
public sealed record DiffHunk(int OldStart, int NewStart, string Header, IReadOnlyList<DiffLine> Lines, int InputLine);

/// <summary>What a patch does to one file.</summary>
/// <param name="OldPath">The path before, without its prefix; null for a new file.</param>
/// <param name="NewPath">The path after; null for a removed file.</param>
/// <param name="Hunks">The hunks in order.</param>
/// <param name="InputLine">The line in the patch where it begins.</param>
public sealed record FileDiff(string? OldPath, string? NewPath, IReadOnlyList<DiffHunk> Hunks, int InputLine)
{
    /// <summary>The path that it has now, or had.</summary>
    public string Path => NewPath ?? OldPath ?? "";
}

/// <summary>A patch: a change with what the mail around it says.</summary>
/// <param name="Subject">The subject, empty where there is none.</param>
/// <param name="Author">Who sent it.</param>
/// <param name="MessageId">The mail's id with its brackets.</param>
/// <param name="Date">The mail's date, as it stands.</param>
/// <param name="Files">What it does to each file.</param>
public sealed record Patch(string Subject, string Author, string MessageId, string Date, IReadOnlyList<FileDiff> Files)
{
    /// <summary>Which version of a series it belongs to, and the how manieth patch of it it is: <c>[PATCH v2 3/5]</c>.</summary>
    public (int Version, int Number) Position
    {
        get
        {
            int end = Subject.IndexOf(']', StringComparison.Ordinal);
            int start = Subject.IndexOf('[', StringComparison.Ordinal);
            (int version, int number) = (1, 1);
            if (start < 0 || end < start)
                return (version, number);
            foreach (string word in Subject[(start + 1)..end].Split([' ', ','], StringSplitOptions.RemoveEmptyEntries))
            {
                if (word[0] is 'v' or 'V' && int.TryParse(word.AsSpan(1), out int v))
                    version = v;
                else if (word.Split('/') is [var n, _] && int.TryParse(n, out int given))
                    number = given;
            }

            return (version, number);
        }
    }
}
