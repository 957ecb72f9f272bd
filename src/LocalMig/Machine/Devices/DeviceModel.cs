using LocalMig.Json;
using LocalMig.Qapi;
using LocalMig.Qmp;
using LocalMig.Wire;

namespace LocalMig.Machine.Devices;

/// <summary>A kind of device: its name for device_add, its properties, and how one is made.</summary>
public sealed class DeviceModel
{
    // What every device takes, wherever it is plugged in. The reference has no buses: it accepts the words and ignores them.
    private static readonly DeviceProperty[] Placing =
    [
        new("bus", "str", null, "Where it is plugged in; ignored"),
        new("addr", "str", null, "Its place on the bus; ignored"),
    ];

    private readonly ObjectType _type;
    private readonly Func<DeviceRequest, Result<VmDevice, QmpError>> _make;

    /// <summary>A model.</summary>
    public DeviceModel(string driver, IReadOnlyList<DeviceProperty> properties, Func<DeviceRequest, Result<VmDevice, QmpError>> make)
    {
        Driver = driver;
        Properties = [.. properties, .. Placing];
        _make = make;
        _type = new ObjectType(driver, [.. Properties.Select(static p => new SchemaMember(p.Name, BuiltinType.Find(p.Type)!, true, []))]);
    }

    /// <summary>The name for device_add.</summary>
    public string Driver { get; }

    /// <summary>The properties, in the order in which they are set.</summary>
    public IReadOnlyList<DeviceProperty> Properties { get; }

    /// <summary>Makes a device.</summary>
    /// <param name="site">Where it is put.</param>
    /// <param name="id">Its name; null for none.</param>
    /// <param name="given">The properties given: an object without driver and id.</param>
    /// <returns>The device, or the error QEMU gives.</returns>
    public Result<VmDevice, QmpError> Make(DeviceSite site, string? id, JsonValue given)
    {
        ArgumentNullException.ThrowIfNull(given);
        foreach ((string name, _) in given.Members)
        {
            if (_type.Member(name) is null)
                return QmpError.Generic(MachineTexts.PropertyNotFound(Driver, name));
        }

        return ArgumentChecker.Check(_type, given) is { } wrong ? wrong : _make(new DeviceRequest(this, site, id, given));
    }
}
