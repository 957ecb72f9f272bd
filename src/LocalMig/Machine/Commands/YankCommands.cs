using LocalMig.Json;
using LocalMig.Qmp;
using LocalMig.Wire;

namespace LocalMig.Machine.Commands;

/// <summary>What can be torn off its connection: query-yank and yank (facts A.4). Of the kinds there are, a machine has migrations alone;
/// it has no block nodes, and its monitor is not one of its devices.</summary>
internal static class YankCommands
{
    private const string Migration = "migration";

    public static Result<JsonValue, QmpError> Query(Vm vm, JsonValue arguments, QmpCall call) =>
        JsonValue.Array(Has(vm) ? [JsonValue.Object(("type", Migration))] : []);

    // All of them or none.
    public static Result<JsonValue, QmpError> Yank(Vm vm, JsonValue arguments, QmpCall call)
    {
        IReadOnlyList<JsonValue> instances = arguments["instances"]!.Items;
        if (instances.Any(i => i["type"]!.AsString != Migration || !Has(vm)))
            return new QmpError(QmpErrorClass.DeviceNotFound, MachineTexts.NoInstance);
        if (instances.Count > 0)
        {
            vm.Outgoing.Yank();
            vm.Incoming.Yank();
        }

        return JsonValue.EmptyObject;
    }

    private static bool Has(Vm vm) => vm.Outgoing.Status.IsRunning() || vm.Incoming.Status.IsRunning();
}
