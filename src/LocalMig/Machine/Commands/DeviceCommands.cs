using LocalMig.Json;
using LocalMig.Machine.Devices;
using LocalMig.Qmp;
using LocalMig.Wire;

namespace LocalMig.Machine.Commands;

/// <summary>Devices: device_add, device_del, device-list-properties.</summary>
internal static class DeviceCommands
{
    private static readonly string[] NoProperties = ["driver", "id"];

    public static Result<JsonValue, QmpError> Add(Vm vm, JsonValue arguments, QmpCall call)
    {
        string driver = arguments["driver"]!.AsString;
        if (Model(vm, driver) is not { } model)
            return QmpError.Generic(MachineTexts.UnknownModel(driver));
        string? id = arguments["id"]?.AsString;
        if (id is not null && !Identifier.IsValid(id))
            return QmpError.Generic(Identifier.Refusal);
        if (id is not null && vm.Devices.Find(id) is not null)
            return QmpError.Generic(MachineTexts.DuplicateDevice(id));
        if (IsBusy(vm))
            return QmpError.Generic(MachineTexts.NotWhileMigrating);
        JsonValue properties = JsonValue.Object(arguments.Members.Where(m => !NoProperties.Contains(m.Name, StringComparer.Ordinal)));
        if (!model.Make(vm.Place, id, properties).TryGet(out VmDevice? device, out QmpError? refused))
            return refused;
        vm.Devices.Add(device);
        if (vm.IsRunning)
            vm.Devices.StartPolling(device);
        return JsonValue.EmptyObject;
    }

    public static Result<JsonValue, QmpError> Remove(Vm vm, JsonValue arguments, QmpCall call)
    {
        string id = arguments["id"]!.AsString;
        if (vm.Devices.Find(id) is not { } device)
            return new QmpError(QmpErrorClass.DeviceNotFound, MachineTexts.DeviceNotFound(id));
        if (IsBusy(vm))
            return QmpError.Generic(MachineTexts.NotWhileMigrating);
        vm.Devices.Remove(device);
        return JsonValue.EmptyObject;
    }

    public static Result<JsonValue, QmpError> ListProperties(Vm vm, JsonValue arguments, QmpCall call)
    {
        string name = arguments["typename"]!.AsString;
        return Model(vm, name) is { } model
            ? JsonValue.Array([.. model.Properties.Select(static p => p.ToQuery())])
            : new QmpError(QmpErrorClass.DeviceNotFound, MachineTexts.DeviceNotFound(name));
    }

    private static DeviceModel? Model(Vm vm, string driver) =>
        vm.Models.FirstOrDefault(m => string.Equals(m.Driver, driver, StringComparison.Ordinal));

    private static bool IsBusy(Vm vm) => vm.Outgoing.Status.IsRunning() || vm.Incoming.IsLoading;
}
