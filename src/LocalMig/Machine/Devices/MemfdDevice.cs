using LocalMig.Devices;
using LocalMig.Parameters;
using LocalMig.Qmp;
using LocalMig.Stream;
using LocalMig.Wire;

namespace LocalMig.Machine.Devices;

/// <summary>A device whose backend is a memfd; and the same without support for local migration.</summary>
public sealed class MemfdDevice : VmDevice
{
    private const string DriverName = "localmig-memfd";
    private const string PlainName = "localmig-plain";
    private const long DefaultSize = 4096;

    private readonly BackendPort _port;

    private MemfdDevice(DeviceRequest request, MemfdPort port, ulong size)
        : base(request)
    {
        _port = request.Site.Port(port);
        VmStateDescription own = new(request.Model.Driver, 1, VmStateField.Of("size", VmStateType.UInt64));
        State = new DeviceState(
            this,
            request.Site,
            own,
            () => new VmStateValues().Set("size", size),
            static _ => { },
            values => values.Number("size") == size ? null : MachineTexts.NotEqual("size", values.Number("size"), size));
    }

    /// <inheritdoc/>
    public override BackendPort Port => _port;

    /// <inheritdoc/>
    public override StateSection State { get; }

    /// <summary>The model, with the switch under the name that the profile gives it.</summary>
    public static DeviceModel ModelFor(Profile profile)
    {
        string name = DeviceSwitch.Property(profile);
        return new DeviceModel(DriverName, [Size, DeviceSwitch.Describe(name)], request => Make(request, request.Flag(name), supported: true));
    }

    /// <summary>The model without support for local migration: each side has a backend of its own, whatever is set.</summary>
    public static DeviceModel PlainModel() => new(PlainName, [Size], static request => Make(request, permitted: false, supported: false));

    private static DeviceProperty Size => new("size", "size", DefaultSize, "Bytes of the memfd");

    private static Result<VmDevice, QmpError> Make(DeviceRequest request, bool permitted, bool supported)
    {
        ulong size = request["size"]!.AsUInt64;
        string id = request.Id ?? request.Model.Driver;
        if (size is 0 or > long.MaxValue)
            return QmpError.Generic(MachineTexts.PropertyRange(request.Model.Driver, "size", "a size above 0"));
        if (supported && permitted && request.Site.Incoming && request.Site.Local)
            return new MemfdDevice(request, new MemfdPort(id, size, supported, permitted, null), size);
        return MemfdBackend.Create(id, (long)size).TryGet(out MemfdBackend? backend, out ParseError? error)
            ? new MemfdDevice(request, new MemfdPort(id, size, supported, permitted, backend), size)
            : QmpError.Generic(error.Detail);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _port.Dispose();
        base.Dispose(disposing);
    }
}
