namespace LocalMig.Suite.Targets.Recordings;

/// <summary>A note that lists which TAP descriptors a process held: "dst /proc/PID/fd (tun, vhost only): fd 17 -> /dev/net/tun iff=tap0".</summary>
/// <param name="Line">The note's line.</param>
/// <param name="Side">Whose process.</param>
/// <param name="Gone">Whether the process had ended.</param>
/// <param name="Interfaces">The interface of each descriptor, in the order listed.</param>
/// <param name="Text">The note's text.</param>
internal sealed record RecordedTaps(int Line, string Side, bool Gone, IReadOnlyList<string> Interfaces, string Text)
{
    private const string Marker = " /proc/PID/fd (tun, vhost only): ";
    private const string Interface = "iff=";

    /// <summary>Whether these are the descriptors of these queues, in whatever order.</summary>
    public bool Holds(IEnumerable<string> interfaces) => Interfaces.Order(StringComparer.Ordinal).SequenceEqual(interfaces.Order(StringComparer.Ordinal), StringComparer.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Interfaces.Count == 0 ? "none" : string.Join(", ", Interfaces);

    /// <summary>Reads a note; gives null where it is another kind of note.</summary>
    public static RecordedTaps? Read(RecordedNote note)
    {
        int at = note.Text.IndexOf(Marker, StringComparison.Ordinal);
        if (at < 0)
            return null;
        string list = note.Text[(at + Marker.Length)..];
        string[] interfaces = [.. list.Split(';')
            .Select(item => item.IndexOf(Interface, StringComparison.Ordinal) is var i and >= 0 ? item[(i + Interface.Length)..].Trim() : "")
            .Where(name => name.Length > 0)];
        return new RecordedTaps(note.Line, note.Text[..at].Trim(), list.StartsWith("[Errno", StringComparison.Ordinal), interfaces, note.Text);
    }
}
