using LocalMig.Json;
using LocalMig.Qmp;

namespace LocalMig.Suite.Targets.Recordings;

/// <summary>One monitor of a recording: what was asked of it, what it answered, what happened there.</summary>
internal sealed class RecordedSide(string name)
{
    private readonly List<RecordedExchange> _exchanges = [];
    private readonly List<RecordedEvent> _events = [];

    /// <summary>Its name in the recording: <c>src</c>, <c>dst</c>.</summary>
    public string Name { get; } = name;

    /// <summary>Commands with their replies, in order.</summary>
    public IReadOnlyList<RecordedExchange> Exchanges => _exchanges;

    /// <summary>Events, in order.</summary>
    public IReadOnlyList<RecordedEvent> Events => _events;

    /// <summary>The command line that started it; empty where the recording does not tell.</summary>
    public string CommandLine { get; internal set; } = "";

    /// <summary>Exchanges of one command.</summary>
    public IEnumerable<RecordedExchange> Of(string command) => _exchanges.Where(e => e.Command == command);

    /// <summary>What 'local' was last set to before a line; false where it was never set.</summary>
    public bool LocalAt(int line)
    {
        bool local = false;
        foreach (RecordedExchange e in _exchanges.Where(e => e.Line < line && e.Succeeded))
            local = SetBy(e) ?? local;
        return local;
    }

    /// <summary>The value that an exchange set 'local' to; null where it set none. The human monitor counts as well.</summary>
    public static bool? SetBy(RecordedExchange e)
    {
        if (!e.Succeeded)
            return null;
        if (e.Command == "migrate-set-parameters" && e.Arguments["local"].Flag() is { } value)
            return value;
        // The human monitor says errors in the text that it returns.
        return e.Return.Text() is "" ? HumanCommand(e) switch
        {
            "migrate_set_parameter local on" => true,
            "migrate_set_parameter local off" => false,
            _ => null,
        } : null;
    }

    /// <summary>The command of the human monitor that an exchange carries; empty where it carries none.</summary>
    public static string HumanCommand(RecordedExchange e) =>
        e.Command == "human-monitor-command" ? e.Arguments["command-line"].Text() ?? "" : "";

    /// <summary>The migration status that was last shown before a line, by a query or an event; null where none was.</summary>
    public string? StatusAt(int line)
    {
        RecordedExchange? query = Of("query-migrate").LastOrDefault(e => e.ReplyLine < line && e.Succeeded);
        RecordedEvent? shown = _events.LastOrDefault(e => e.Line < line && e.Status is not null);
        return shown is not null && shown.Line > (query?.ReplyLine ?? 0) ? shown.Status : StatusOf(query);
    }

    /// <summary>The status in the answer of query-migrate: "none" where it shows none.</summary>
    public static string? StatusOf(RecordedExchange? query) => query?.Return switch
    {
        null => null,
        { } answer => answer["status"].Text() ?? "none",
    };

    internal void Add(TranscriptLine line, string heading)
    {
        JsonValue value = line.Value ?? JsonValue.Null;
        switch (line.Kind)
        {
            case TranscriptKind.Command when value["execute"].Text() is { } command:
                _exchanges.Add(new RecordedExchange(line.LineNumber, command, value["arguments"] is { Kind: JsonKind.Object } arguments ? arguments : JsonValue.EmptyObject, line.Text) { Heading = heading });
                break;
            case TranscriptKind.Event when value["event"].Text() is { } name:
                _events.Add(new RecordedEvent(line.LineNumber, name, value["data"], Time(value["timestamp"]), line.Text));
                break;
            case TranscriptKind.Reply:
                Answer(line);
                break;
        }
    }

    private void Answer(TranscriptLine line)
    {
        // Replies come in the order of the commands.
        RecordedExchange? open = _exchanges.Find(e => e.ReplyLine == 0);
        if (open is null)
            return;
        open.ReplyLine = line.LineNumber;
        open.ReplyText = line.Text;
        open.Return = line.Value?["return"];
        open.Error = line.Value?["error"]?["desc"].Text();
        open.ErrorClass = line.Value?["error"]?["class"].Text();
    }

    private static long Time(JsonValue? timestamp) =>
        timestamp?["seconds"] is { Kind: JsonKind.Int64 } seconds && timestamp["microseconds"] is { Kind: JsonKind.Int64 } micro
            ? seconds.AsInt64 * 1_000_000 + micro.AsInt64
            : 0;
}
