using LocalMig.Json;

namespace LocalMig.Machine.Transcripts;

/// <summary>What commands return, as far as it tells one from another: answers without ids that were mixed up show by it.</summary>
internal static class ReturnForms
{
    private static readonly string[] OfMigration = ["status", "socket-address", "blocked-reasons"];

    private static readonly (string Form, Func<JsonValue, bool> Fits, string[] Commands)[] Forms =
    [
        ("an empty object", static v => v is { Kind: JsonKind.Object, Members.Count: 0 },
        [
            "qmp_capabilities", "quit", "stop", "cont", "migrate", "migrate-incoming", "migrate_cancel", "migrate-continue", "migrate-pause",
            "migrate-recover", "migrate-set-capabilities", "migrate-set-parameters", "getfd", "closefd", "netdev_add", "netdev_del", "device_add",
            "device_del", "yank",
        ]),
        ("an object with 'running' and 'status'", static v => v["running"] is { Kind: JsonKind.Boolean } && v["status"] is { Kind: JsonKind.String }, ["query-status"]),
        ("an object with 'qemu'", static v => v["qemu"] is { Kind: JsonKind.Object }, ["query-version"]),
        ("an object with 'downtime-limit'", static v => v["downtime-limit"] is not null, ["query-migrate-parameters"]),
        ("an object that is empty or tells of a migration",
            static v => v.Kind == JsonKind.Object && v["running"] is null && (v.Members.Count == 0 || Array.Exists(OfMigration, m => v[m] is not null)), ["query-migrate"]),
        ("a list of 'capability' and 'state'", static v => IsListOf(v, "capability"), ["query-migrate-capabilities"]),
        ("a list of 'type'", static v => IsListOf(v, "type"), ["query-yank"]),
        ("a list of 'name'", static v => IsListOf(v, "name"), ["query-commands"]),
        ("a list of 'meta-type'", static v => IsListOf(v, "meta-type"), ["query-qmp-schema"]),
        ("a string", static v => v.Kind == JsonKind.String, ["human-monitor-command"]),
    ];

    /// <summary>The form that what a command returns should have; null where it has it, or none is known.</summary>
    public static string? Missed(string command, JsonValue returned)
    {
        (string? form, Func<JsonValue, bool>? fits, _) = Array.Find(Forms, f => f.Commands.Contains(command));
        return fits is null || fits(returned) ? null : form;
    }

    private static bool IsListOf(JsonValue value, string member) => value.Kind == JsonKind.Array && value.Items.All(i => i[member] is not null);
}
