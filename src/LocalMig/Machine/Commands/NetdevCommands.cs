using LocalMig.Json;
using LocalMig.Machine.Devices;
using LocalMig.Qmp;
using LocalMig.Wire;

namespace LocalMig.Machine.Commands;

/// <summary>Network backends: netdev_add, netdev_del (specification, sections 4 and 7).</summary>
internal static class NetdevCommands
{
    public static Result<JsonValue, QmpError> Add(Vm vm, JsonValue arguments, QmpCall call)
    {
        string id = arguments["id"]!.AsString;
        if (!Identifier.IsValid(id))
            return QmpError.Generic(Identifier.Refusal);
        if (vm.Devices.FindNetdev(id) is not null)
            return QmpError.Generic(MachineTexts.DuplicateNetdev(id));
        if (!TapNetdevOptions.Make(vm.Place, arguments).TryGet(out TapNetdev? netdev, out QmpError? refused))
            return refused;
        vm.Devices.Add(netdev);
        return JsonValue.EmptyObject;
    }

    public static Result<JsonValue, QmpError> Remove(Vm vm, JsonValue arguments, QmpCall call)
    {
        string id = arguments["id"]!.AsString;
        if (vm.Devices.FindNetdev(id) is not { } netdev)
            return new QmpError(QmpErrorClass.DeviceNotFound, MachineTexts.DeviceNotFound(id));
        if (vm.Outgoing.Status.IsRunning() || vm.Incoming.IsLoading)
            return QmpError.Generic(MachineTexts.NotWhileMigrating);
        vm.Devices.Remove(netdev);
        return JsonValue.EmptyObject;
    }
}
