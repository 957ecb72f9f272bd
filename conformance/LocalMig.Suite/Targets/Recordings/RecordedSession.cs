using LocalMig.Parameters;
using LocalMig.Qmp;

namespace LocalMig.Suite.Targets.Recordings;

/// <summary>A recording of one or two monitors, taken apart: what cases on recordings look at.</summary>
internal sealed class RecordedSession
{
    private readonly Dictionary<string, RecordedSide> _sides = new(StringComparer.Ordinal);
    private readonly List<RecordedNote> _notes = [];

    /// <summary>Takes a transcript apart.</summary>
    public RecordedSession(Transcript lines)
    {
        string heading = "";
        foreach (TranscriptLine line in lines)
        {
            if (line.Kind == TranscriptKind.Note)
            {
                var note = new RecordedNote(line.LineNumber, line.Text.TrimStart('#', '$', ' '));
                _notes.Add(note);
                if (heading.Length == 0 || line.Text.StartsWith("# --- ", StringComparison.Ordinal))
                    heading = note.Text.TrimStart('-', ' ');
                Start(note);
            }
            else
            {
                Side(line.Side).Add(line, heading);
            }
        }

        Taps = [.. _notes.Select(RecordedTaps.Read).OfType<RecordedTaps>()];
        Migration = RecordedMigration.Find(this);
        WrongReplies = [.. WrongReply.All(lines)];
    }

    /// <summary>The side that migrates away; has nothing in it where the recording has none.</summary>
    public RecordedSide Source => Side("src");

    /// <summary>The side that waits for a migration; has nothing in it where the recording has none.</summary>
    public RecordedSide Destination => Side("dst");

    /// <summary>Both sides.</summary>
    public IEnumerable<RecordedSide> Sides => [Source, Destination];

    /// <summary>The recorder's notes.</summary>
    public IReadOnlyList<RecordedNote> Notes => _notes;

    /// <summary>The notes that list TAP descriptors.</summary>
    public IReadOnlyList<RecordedTaps> Taps { get; }

    /// <summary>The migration from source to destination; null where the recording has none.</summary>
    public RecordedMigration? Migration { get; }

    /// <summary>Replies that no command waited for, or not yet.</summary>
    public IReadOnlyList<WrongReply> WrongReplies { get; }

    /// <summary>How many commands have a reply.</summary>
    public int Answered => Sides.Sum(s => s.Exchanges.Count(e => e.ReplyLine > 0));

    /// <summary>The profile that the recording shows; null where it shows none.</summary>
    public Profile? Profile
    {
        get
        {
            string all = string.Join('\n', Sides.SelectMany(s => s.Exchanges).SelectMany(e => new[] { e.Text, e.ReplyText }));
            if (all.Contains("x-permit-local-migration", StringComparison.Ordinal) || all.Contains(Requirement, StringComparison.Ordinal))
                return Parameters.Profile.Upstream;
            if (all.Contains("\"incoming-fds\"", StringComparison.Ordinal) || all.Contains("\"local-migration\"", StringComparison.Ordinal))
                return Parameters.Profile.V16;
            return null;
        }
    }

    /// <summary>The text by which the queued form refuses a channel.</summary>
    public const string Requirement = "local migration requires a UNIX domain socket channel";

    /// <summary>What shows that the feature is there, or is not; the second is null where nothing shows either.</summary>
    public (string Evidence, bool? HasFeature) Feature()
    {
        foreach (RecordedExchange e in Sides.SelectMany(s => s.Exchanges).OrderBy(e => e.Line))
        {
            if (e.Error == "Parameter 'local' is unexpected")
                return ($"line {e.ReplyLine}: {e.Error}", false);
            if (e.Command == "query-migrate-parameters" && e.Succeeded)
                return ($"line {e.ReplyLine}: query-migrate-parameters {(e.Return!["local"] is null ? "does not list" : "lists")} 'local'", e.Return["local"] is not null);
            if (RecordedSide.SetBy(e) is not null)
                return ($"line {e.ReplyLine}: 'local' was set", true);
        }

        return ("nothing in the recording shows it", null);
    }

    /// <summary>The last list of a side's TAP descriptors before a line.</summary>
    public RecordedTaps? TapsBefore(string side, int line) => Taps.LastOrDefault(t => t.Side == side && t.Line < line);

    /// <summary>The first list of a side's TAP descriptors after a line.</summary>
    public RecordedTaps? TapsAfter(string side, int line) => Taps.FirstOrDefault(t => t.Side == side && t.Line > line);

    /// <summary>The first line in which a side says a text: an error of its monitor, or its standard error in the notes.</summary>
    public RecordedNote? Said(string side, string text)
    {
        RecordedExchange? reply = Side(side).Exchanges.FirstOrDefault(e => e.ReplyText.Contains(text, StringComparison.Ordinal));
        if (reply is not null)
            return new RecordedNote(reply.ReplyLine, reply.ReplyText);
        int from = _notes.Find(n => n.Text.StartsWith(side + " stderr:", StringComparison.Ordinal))?.Line ?? int.MaxValue;
        return _notes.Find(n => n.Line >= from && n.Text.Contains(text, StringComparison.Ordinal));
    }

    private RecordedSide Side(string name)
    {
        if (!_sides.TryGetValue(name, out RecordedSide? side))
            _sides.Add(name, side = new RecordedSide(name));
        return side;
    }

    // "src argv: qemu-system-x86_64 ..." or "[src] qemu-system-x86_64 ..."
    private void Start(RecordedNote note)
    {
        foreach (string name in new[] { "src", "dst" })
        {
            if (note.Text.StartsWith(name + " argv: ", StringComparison.Ordinal) || note.Text.StartsWith($"[{name}] ", StringComparison.Ordinal))
                Side(name).CommandLine = note.Text;
        }
    }
}
