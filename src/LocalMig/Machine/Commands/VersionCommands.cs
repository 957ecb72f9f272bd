using LocalMig.Json;
using LocalMig.Qapi;
using LocalMig.Qmp;
using LocalMig.Wire;

namespace LocalMig.Machine.Commands;

/// <summary>What the machine is: query-version, query-name, query-commands, query-qmp-schema.</summary>
internal static class VersionCommands
{
    private const string Package = "LocalMig reference implementation";

    /// <summary>The version whose behaviour is followed, as the greeting shows it too.</summary>
    public static JsonValue Version(QemuGeneration generation)
    {
        (long major, long minor, long micro) = generation == QemuGeneration.Qemu11 ? (11L, 1L, 3L) : (7L, 2L, 22L);
        return JsonValue.Object(
            ("qemu", JsonValue.Object(("major", major), ("minor", minor), ("micro", micro))),
            ("package", Package));
    }

    public static Result<JsonValue, QmpError> QueryVersion(Vm vm, JsonValue arguments, QmpCall call) => Version(vm.Options.Generation);

    public static Result<JsonValue, QmpError> QueryName(Vm vm, JsonValue arguments, QmpCall call) =>
        vm.Options.Name is { } name ? JsonValue.Object(("name", name)) : JsonValue.EmptyObject;

    public static Result<JsonValue, QmpError> QueryCommands(Vm vm, JsonValue arguments, QmpCall call) =>
        JsonValue.Array([.. vm.Schema.Commands.Select(static c => JsonValue.Object(("name", c.Name)))]);

    public static Result<JsonValue, QmpError> QuerySchema(Vm vm, JsonValue arguments, QmpCall call) => Introspection.Write(vm.Schema);
}
