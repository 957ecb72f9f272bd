namespace LocalMig.Suite.Replay;

/// <summary>What notes tell about how a side was started, in each of the notations.</summary>
internal static class ReplayNotes
{
    /// <summary>What a recorder does with a new process before it goes on.</summary>
    public static IReadOnlyList<string> SilentCommands { get; } =
    [
        "{\"execute\":\"qmp_capabilities\"}\n",
        "{\"execute\":\"migrate-set-capabilities\",\"arguments\":{\"capabilities\":[{\"capability\":\"events\",\"state\":true}]}}\n",
    ];

    /// <summary>Whether a note says that a new process takes the place of the one before.</summary>
    public static bool IsSilentRestart(string note) => note.StartsWith("## (new QEMU: ", StringComparison.Ordinal);

    /// <summary>The side and its command line; nulls where a note tells none.</summary>
    public static (string? Side, string? CommandLine) CommandLine(string note)
    {
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
