using LocalMig.Json;
using LocalMig.Qapi;
using LocalMig.Wire;

namespace LocalMig.Suite.Cases.Qmp;

/// <summary>What a server tells of itself, held against itself.</summary>
internal static class IntrospectionCases
{
    /// <summary>In the order they run.</summary>
    public static IReadOnlyList<Case> All { get; } =
    [
        QmpCase.Of("commands-in-schema", "query-commands held against query-qmp-schema", ["LM-QMP-26"], Commands),
        QmpCase.Of("schema-closed", "every reference of the schema followed", ["LM-QMP-27"], Closed),
        QmpCase.Of("answer-fits-schema", "query-migrate-parameters held against its type", ["LM-QMP-28"], AnswerFits),
        QmpCase.Changing("event-has-timestamp", "the event of a stopped machine", ["LM-QMP-30"], Timestamp),
    ];

    private static void Commands(CaseContext c)
    {
        RawMonitor monitor = RawMonitor.Negotiated(c);
        JsonValue schema = Answer(monitor, "query-qmp-schema");
        JsonValue commands = Answer(monitor, "query-commands");
        string[] listed = [.. Names(commands, _ => true).Order(StringComparer.Ordinal)];
        string[] described = [.. Names(schema, e => Equals(e["meta-type"], (JsonValue)"command")).Order(StringComparer.Ordinal)];
        c.Expect("LM-QMP-26", "commands listed and not in the schema", !listed.Except(described, StringComparer.Ordinal).Any(), "none", string.Join(", ", listed.Except(described, StringComparer.Ordinal)));
        c.Expect("LM-QMP-26", "commands in the schema and not listed", !described.Except(listed, StringComparer.Ordinal).Any(), "none", string.Join(", ", described.Except(listed, StringComparer.Ordinal)));
        c.Expect("LM-QMP-26", "commands in all", listed.Length > 0, "some", "none");
    }

    private static void Closed(CaseContext c)
    {
        JsonValue answer = Answer(RawMonitor.Negotiated(c), "query-qmp-schema");
        bool closed = Introspection.Read(answer).TryGet(out Schema? schema, out ParseError? error);
        c.Expect("LM-QMP-27", "the answer of query-qmp-schema", closed && schema!.Commands.Count > 0, "a schema that refers to nothing outside of it", error?.ToString() ?? "no commands", error?.Path ?? "");
    }

    private static void AnswerFits(CaseContext c)
    {
        RawMonitor monitor = RawMonitor.Negotiated(c);
        JsonValue parameters = Answer(monitor, "query-migrate-parameters");
        if (!Introspection.Read(Answer(monitor, "query-qmp-schema")).TryGet(out Schema? schema, out _))
            c.Stop("the schema cannot be read: QMP/schema-closed tells why");
        var type = schema!.Command("query-migrate-parameters")?.Returns as ObjectType;
        foreach ((string name, JsonValue value) in parameters.Members)
        {
            SchemaMember? member = type?.Member(name);
            c.Expect("LM-QMP-28", $"member '{name}' of the answer", member is not null && Fits(member.Type, value), member is null ? "no such member" : member.Type.Name, Replies.Show(value), "/return/" + name);
        }

        c.Expect("LM-QMP-28", "the members of the answer", parameters.Members.Count > 0, "some", "none");
    }

    private static bool Fits(SchemaType type, JsonValue value) => type switch
    {
        EnumType e => value.Kind == JsonKind.String && e.Values.Any(v => v.Name == value.AsString),
        ArrayType a => value.Kind == JsonKind.Array && value.Items.All(i => Fits(a.Element, i)),
        AlternateType a => a.Branches.Any(b => Fits(b.Type, value)),
        BuiltinType b => b.Name switch
        {
            "bool" => value.Kind == JsonKind.Boolean,
            "str" => value.Kind == JsonKind.String,
            "null" => value.Kind == JsonKind.Null,
            "int" => value.Kind is JsonKind.Int64 or JsonKind.UInt64,
            "number" => value.Kind is JsonKind.Int64 or JsonKind.UInt64 or JsonKind.Double,
            _ => true,
        },
        _ => value.Kind == JsonKind.Object,
    };

    private static void Timestamp(CaseContext c)
    {
        RawMonitor monitor = RawMonitor.Negotiated(c);
        monitor.Send(QmpCase.StopAndContinue(monitor));
        JsonValue? happened = null;
        for (int replies = 0; replies < 2;)
        {
            JsonValue line = monitor.Line() is { } text && JsonText.Parse(text).TryGet(out JsonValue? read, out _) ? read : JsonValue.Null;
            if (line.Kind == JsonKind.Null)
                c.Stop("no reply to cont and stop");
            if (line["event"] is null)
                replies++;
            else
                happened = line;
        }

        c.Require("LM-QMP-30", "an event of cont or stop", happened is not null, "STOP or RESUME", "none");
        bool seconds = happened!["timestamp"]?["seconds"] is { Kind: JsonKind.Int64 } s && s.AsInt64 > 0;
        bool microseconds = happened["timestamp"]?["microseconds"] is { Kind: JsonKind.Int64 } m && m.AsInt64 is >= 0 and < 1_000_000;
        c.Expect("LM-QMP-30", "the timestamp of the event", seconds && microseconds, "seconds and microseconds", Replies.Show(happened["timestamp"]), "/timestamp");
    }

    private static JsonValue Answer(RawMonitor monitor, string command) =>
        monitor.Ask($$"""{"execute":"{{command}}"}""")["return"] ?? JsonValue.EmptyObject;

    private static IEnumerable<string> Names(JsonValue list, Func<JsonValue, bool> wanted) =>
        (list.Kind == JsonKind.Array ? list.Items : []).Where(wanted).Select(e => e["name"]).OfType<JsonValue>().Select(n => n.AsString);
}
