using LocalMig.Devices;
using LocalMig.Parameters;
using LocalMig.Qmp;
using LocalMig.Stream;
using LocalMig.Wire;

namespace LocalMig.Machine.Devices;

/// <summary>A device whose backend is a connected UNIX domain socket: the guest behind it sends back every byte it receives.</summary>
public sealed class SocketDevice : VmDevice
{
    private const string DriverName = "localmig-socket";

    private static readonly VmStateDescription Own = new(DriverName, 1, VmStateField.Of("present", VmStateType.Bool));

    private readonly BackendPort _port;

    private SocketDevice(DeviceRequest request, SocketPort port)
        : base(request)
    {
        _port = request.Site.Port(port);
        State = new DeviceState(this, request.Site, Own, static () => new VmStateValues().Set("present", true), static _ => { });
    }

    /// <inheritdoc/>
    public override BackendPort Port => _port;

    /// <inheritdoc/>
    public override StateSection State { get; }

    /// <summary>The model, with the switch under the name that the profile gives it.</summary>
    public static DeviceModel ModelFor(Profile profile)
    {
        string name = DeviceSwitch.Property(profile);
        return new DeviceModel(
            DriverName,
            [new("fd", "str", null, "The socket, by the name that getfd gave it; without it the device waits for a migration to bring it"), DeviceSwitch.Describe(name)],
            request => Make(request, name));
    }

    private static Result<VmDevice, QmpError> Make(DeviceRequest request, string switchName)
    {
        bool permitted = request.Flag(switchName);
        string id = request.Id ?? DriverName;
        if (request["fd"]?.AsString is not { } name)
        {
            return request.Site.Incoming && permitted && request.Site.Local
                ? new SocketDevice(request, new SocketPort(id, permitted, null))
                : QmpError.Generic(MachineTexts.BackendMissing(DriverName, "fd"));
        }

        if (request.Site.TakeDescriptor(name) is not { } descriptor)
            return QmpError.Generic(MachineTexts.FdNotFound(name));
        if (SocketBackend.Adopt(descriptor).TryGet(out SocketBackend? backend, out ParseError? error))
            return new SocketDevice(request, new SocketPort(id, permitted, backend));
        descriptor.Dispose();
        return QmpError.Generic(error.Detail);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _port.Dispose();
        base.Dispose(disposing);
    }
}
