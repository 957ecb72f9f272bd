using LocalMig.Json;
using LocalMig.Qmp;
using LocalMig.Wire;

namespace LocalMig.Machine.Commands;

/// <summary>Migrations: migrate, migrate-incoming, migrate_cancel, migrate-continue (facts B.1 and B.2).</summary>
internal static class MigrateCommands
{
    public static Result<JsonValue, QmpError> Migrate(Vm vm, JsonValue arguments, QmpCall call) =>
        vm.Outgoing.Start(arguments, call) is { } refused ? refused : JsonValue.EmptyObject;

    public static Result<JsonValue, QmpError> Incoming(Vm vm, JsonValue arguments, QmpCall call) =>
        vm.Incoming.Start(arguments, call) is { } refused ? refused : JsonValue.EmptyObject;

    public static Result<JsonValue, QmpError> Cancel(Vm vm, JsonValue arguments, QmpCall call)
    {
        vm.Outgoing.Cancel(call);
        return JsonValue.EmptyObject;
    }

    public static Result<JsonValue, QmpError> Continue(Vm vm, JsonValue arguments, QmpCall call)
    {
        return vm.Outgoing.Continue(arguments["state"]!.AsString, call) is { } refused ? refused : JsonValue.EmptyObject;
    }
}
