using LocalMig.Json;

namespace LocalMig.Suite.Faults;

/// <summary>Wrong introspection: the schema says what is not so (specification, section 2, bullets 1 and 8; section 1, table).</summary>
internal static class SchemaFaults
{
    private const string Query = "query-qmp-schema";

    public static IReadOnlyList<Fault> All { get; } =
    [
        Members("schema-argument-missing", "The schema does not tell that the parameter can be set.", "migrate-set-parameters", "arg-type", "local", null, "LM-PARAM-01"),
        Members("schema-argument-mandatory", "The parameter is a mandatory argument.", "migrate-set-parameters", "arg-type", "local", static m => m.Without("default"), "LM-PARAM-01"),
        Members("schema-answer-string", "The schema says that the query shows a string.", "query-migrate-parameters", "ret-type", "local", static m => m.With("type", "str"), "LM-PARAM-02"),
        Members("schema-answer-missing", "The schema does not tell that the query lists the parameter, so that no client finds it.", "query-migrate-parameters", "ret-type", "local", null, "LM-PARAM-02", "LM-QMP-28"),
        new("schema-enum-value-missing", "The enum of the parameters' names was forgotten.", "LM-PARAM-03")
        {
            SchemaText = static text => text.Replace("'local'", "'lokal'", StringComparison.Ordinal).Replace("@local:", "@lokal:", StringComparison.Ordinal),
        },
        Entries("schema-dangling-type", "A type that the schema refers to was left out of the answer.", static entries =>
            [.. entries.Where(static e => !Is(e, "meta-type", "builtin") || !Is(e, "name", "bool"))], "LM-QMP-27"),
        Entries("schema-command-missing", "A command was left out of the schema.", static entries => [.. entries.Where(static e => !Is(e, "name", "migrate_cancel"))], "LM-QMP-26"),
        Make.Commands("schema-claims-what-is-refused", "The schema tells of the parameter, and setting it is refused as unknown.", static (command, usual) =>
            command.Name == "migrate-set-parameters" && command.Arguments["local"] is not null
                ? Qmp.QmpError.Generic("Parameter 'local' is unexpected")
                : usual(command), "LM-PARAM-06"),
        Make.Commands("answer-of-another-type", "The query shows the parameter as \"off\", though the schema says bool.", static (command, usual) =>
            command.Name == "query-migrate-parameters" ? usual(command).Then(static answer => answer.With("local", "off")) : usual(command), "LM-QMP-28", "LM-PARAM-04", "LM-PARAM-05"),
        Make.Commands("property-missing", "The device does not tell of its switch.", static (command, usual) =>
            Properties(command, usual, static list => [.. list.Where(static p => !Is(p, "name", "local"))]), "LM-DEVICE-03") with { Profiles = [Parameters.Profile.Proposal] },
        Make.Commands("property-of-v16-missing", "The device does not tell of its switch.", static (command, usual) =>
            Properties(command, usual, static list => [.. list.Where(static p => !Is(p, "name", "local-migration"))]), "LM-DEVICE-04") with { Profiles = [Parameters.Profile.V16] },
        Make.Commands("property-is-a-string", "The device's switch is the text \"on\" or \"off\".", static (command, usual) =>
            Properties(command, usual, static list => [.. list.Select(static p => Is(p, "name", "local") ? p.With("type", "str") : p)]), "LM-DEVICE-03") with { Profiles = [Parameters.Profile.Proposal] },
        Entries("netdev-option-missing", "The schema does not tell of the netdev's switch.", static entries =>
            [.. entries.Select(static e => e["members"] is { Kind: JsonKind.Array } ? e.With("members", JsonValue.Array([.. e["members"]!.Items.Where(static m => !Is(m, "name", "x-permit-local-migration"))])) : e)], "LM-DEVICE-05"),
    ];

    private static bool Is(JsonValue value, string name, string text) => value[name] is { Kind: JsonKind.String } found && found.AsString == text;

    private static Fault Entries(string name, string mistake, Func<IReadOnlyList<JsonValue>, IReadOnlyList<JsonValue>> change, params IReadOnlyList<string> breaks) =>
        Make.Commands(name, mistake, (command, usual) => command.Name == Query ? usual(command).Then(answer => JsonValue.Array(change(answer.Items))) : usual(command), breaks);

    // The members of the type that a command takes or returns; null takes the member out.
    private static Fault Members(string name, string mistake, string of, string which, string member, Func<JsonValue, JsonValue>? change, params IReadOnlyList<string> breaks) =>
        Entries(name, mistake, entries =>
        {
            string type = entries.First(e => Is(e, "name", of))[which]!.AsString;
            return [.. entries.Select(e => Is(e, "name", type) ? e.With("members", JsonValue.Array(Changed(e["members"]!.Items, member, change))) : e)];
        }, breaks);

    private static JsonValue[] Changed(IReadOnlyList<JsonValue> members, string name, Func<JsonValue, JsonValue>? change) =>
        [.. members.Where(m => change is not null || !Is(m, "name", name)).Select(m => change is not null && Is(m, "name", name) ? change(m) : m)];

    private static Wire.Result<JsonValue, Qmp.QmpError> Properties(
        Qmp.QmpCommand command, Func<Qmp.QmpCommand, Wire.Result<JsonValue, Qmp.QmpError>> usual, Func<IReadOnlyList<JsonValue>, IReadOnlyList<JsonValue>> change) =>
        command.Name == "device-list-properties" ? usual(command).Then(list => JsonValue.Array(change(list.Items))) : usual(command);
}
