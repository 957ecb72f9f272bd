namespace LocalMig.Qmp;

/// <summary>What notes of a transcript tell about how a side was started, in each of the notations.</summary>
public static class TranscriptNotes
{
    /// <summary>Whether a note says that a new process took the place of the one before, negotiated with, and its events switched on.</summary>
    public static bool IsSilentRestart(string note)
    {
        ArgumentNullException.ThrowIfNull(note);
        return note.StartsWith("## (new QEMU: ", StringComparison.Ordinal);
    }

    /// <summary>The side and its command line; nulls where a note tells none.</summary>
    public static (string? Side, string? CommandLine) CommandLine(string note)
    {
        ArgumentNullException.ThrowIfNull(note);
        // "$ qemu-system-x86_64 ...", "$ [src] qemu-system-x86_64 ..."
        if (note.StartsWith("$ ", StringComparison.Ordinal))
        {
            string text = note[2..];
            int bracket = text.StartsWith('[') ? text.IndexOf("] ", StringComparison.Ordinal) : -1;
            return bracket < 0 ? ("", text) : (text[1..bracket], text[(bracket + 2)..]);
        }

        // "src $ qemu-system-x86_64 ...", "# src argv: qemu-system-x86_64 ..."
        string[] words = note.Split(' ', 4);
        if (words.Length > 2 && words[1] == "$")
            return (words[0], note[(words[0].Length + 3)..]);
        return words is ["#", var side, "argv:", var rest] ? (side, rest) : (null, null);
    }
}
