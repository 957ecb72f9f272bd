using LocalMig.Json;
using LocalMig.Qmp;
using LocalMig.Wire;

namespace LocalMig.Machine.Commands;

/// <summary>The tree of objects: qom-list, qom-get.</summary>
internal static class ObjectCommands
{
    public static Result<JsonValue, QmpError> List(Vm vm, JsonValue arguments, QmpCall call) =>
        ObjectTree.List(vm.Devices, arguments["path"]!.AsString);

    public static Result<JsonValue, QmpError> Get(Vm vm, JsonValue arguments, QmpCall call) =>
        ObjectTree.Get(vm.Devices, arguments["path"]!.AsString, arguments["property"]!.AsString);
}
