using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace LocalMig.Suite.Replay;

/// <summary>The command line that a recorder started a QEMU with, as far as a replay has to know it.</summary>
public sealed partial class RecordedCommandLine
{
    // Where firmware lies, what shows the screen, who accelerates: nothing that a conversation depends on.
    private static readonly string[] Ignored = ["-display", "-accel", "-L", "-serial", "-name", "-nodefaults", "-no-user-config", "-nographic"];

    // Options that stand alone; every other one takes the next word.
    private static readonly string[] Alone = ["-nodefaults", "-no-user-config", "-nographic", "-S"];

    private readonly List<(string Name, string Value)> _options = [];

    private RecordedCommandLine()
    {
    }

    /// <summary>The options in order, each with its value; empty where it takes none.</summary>
    public IReadOnlyList<(string Name, string Value)> Options => _options;

    /// <summary>Whether it waits for <c>cont</c>.</summary>
    public bool Paused => Values("-S").Any();

    /// <summary>What it waits for: <c>defer</c>, addresses; JSON where a channel is described.</summary>
    public IReadOnlyList<string> Incoming => [.. Values("-incoming")];

    /// <summary>The kind of machine; null where the default is meant.</summary>
    public string? Machine => Values("-M").Concat(Values("-machine")).Select(static v => v.Split(',')[0]).FirstOrDefault(static v => !v.Contains('=', StringComparison.Ordinal));

    /// <summary>The devices: drivers with their options.</summary>
    public IReadOnlyList<string> Devices => [.. Values("-device")];

    /// <summary>Whether its memory is an object of its own.</summary>
    public bool HasMemoryObject => Values("-object").Any(static v => v.StartsWith("memory-backend-", StringComparison.Ordinal));

    /// <summary>The folder that its monitor's socket was in; null where it is not told.</summary>
    public string? Folder => Values("-qmp").Select(static v => Socket().Match(v)).Where(static m => m.Success).Select(static m => m.Groups["folder"].Value).FirstOrDefault();

    /// <summary>Bytes of memory (<c>-m 64M</c>); null where the default is meant or the form is another.</summary>
    public long? Memory => Values("-m").Select(static v => Size().Match(v)).Where(static m => m.Success).Select(static m =>
        (long?)(long.Parse(m.Groups["count"].Value, CultureInfo.InvariantCulture) << (m.Groups["unit"].Value is "G" ? 30 : 20))).FirstOrDefault();

    /// <summary>Reads a command line as a shell splits it; its first word is the program.</summary>
    public static RecordedCommandLine Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        RecordedCommandLine line = new();
        string[] words = [.. Words(text).Skip(1)];
        for (int i = 0; i < words.Length; i++)
        {
            bool takesOne = words[i].StartsWith('-') && !Alone.Contains(words[i]) && i + 1 < words.Length;
            line._options.Add((words[i], takesOne ? words[++i] : ""));
        }

        return line;
    }

    /// <summary>The options that say what the machine is made of.</summary>
    public IEnumerable<(string Name, string Value)> Essential => _options.Where(static o => !Ignored.Contains(o.Name) && o.Name != "-qmp");

    private IEnumerable<string> Values(string name) => _options.Where(o => o.Name == name).Select(static o => o.Value);

    private static IEnumerable<string> Words(string text)
    {
        var word = new StringBuilder();
        bool any = false;
        char quote = '\0';
        foreach (char c in text)
        {
            if (quote != '\0' ? c == quote : c is '\'' or '"')
            {
                quote = quote == '\0' ? c : '\0';
                any = true;
            }
            else if (c == ' ' && quote == '\0')
            {
                if (any)
                    yield return word.ToString();
                word.Clear();
                any = false;
            }
            else
            {
                word.Append(c);
                any = true;
            }
        }

        if (any)
            yield return word.ToString();
    }

    [GeneratedRegex("^unix:(?<folder>.+)/[^/,]+", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Socket();

    [GeneratedRegex("^(?<count>[0-9]{1,6})(?<unit>[MG]?)$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Size();
}
