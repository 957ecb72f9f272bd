using LocalMig.Json;
using LocalMig.Parameters;
using LocalMig.Qmp;
using LocalMig.Wire;

namespace LocalMig.Machine.Commands;

/// <summary>The capabilities: query-migrate-capabilities, migrate-set-capabilities (facts A.8).</summary>
internal static class CapabilityCommands
{
    public static Result<JsonValue, QmpError> Query(Vm vm, JsonValue arguments, QmpCall call) => vm.Capabilities.ToQuery();

    public static Result<JsonValue, QmpError> Set(Vm vm, JsonValue arguments, QmpCall call)
    {
        CapabilityContext context = new(vm.Outgoing.Status.IsRunning(), vm.Incoming.IsStarted, vm.Parameters);
        if (!vm.Capabilities.Apply(arguments["capabilities"]!, context).TryGet(out MigrationCapabilities? changed, out QmpError? refused))
            return refused;
        vm.Capabilities = changed;
        return JsonValue.EmptyObject;
    }
}
