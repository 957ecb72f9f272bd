using System.Globalization;
using LocalMig.Parameters;
using LocalMig.Qmp;
using LocalMig.Stream;
using LocalMig.Wire;

namespace LocalMig.Machine.Devices;

/// <summary>A virtio network card with a TAP backend (specification, sections 4 and 5). The guest behind it echoes every frame.</summary>
public sealed class NicDevice : VmDevice
{
    private const string DriverName = "virtio-net-pci";
    private const string CoreName = "virtio-net-device";
    private const int MacLength = 6;

    private static readonly VmStateDescription Own = new(
        "virtio-net",
        11,
        VmStateField.Buffer("mac", MacLength),
        VmStateField.Of("max_queue_pairs", VmStateType.UInt16),
        VmStateField.Of("has_vnet_hdr", VmStateType.Bool));

    private byte[] _mac;
    private TapNetdev? _netdev;
    private BackendPort? _port;

    private NicDevice(DeviceRequest request, TapNetdev? netdev, byte[] mac)
        : base(request)
    {
        _netdev = netdev;
        _port = netdev is null ? null : request.Site.Port(netdev);
        _mac = mac;
        State = new DeviceState(this, request.Site, Own, Save, Apply, Check);
    }

    /// <inheritdoc/>
    public override BackendPort? Port => _port;

    /// <summary>The network backend, or null.</summary>
    public TapNetdev? Netdev => _netdev;

    /// <inheritdoc/>
    public override StateSection State { get; }

    /// <summary>The address on the network, six bytes.</summary>
    public ReadOnlySpan<byte> Mac => _mac;

    /// <summary>The model, with the switch that the profile has.</summary>
    public static DeviceModel ModelFor(Profile profile)
    {
        List<DeviceProperty> properties =
        [
            new("netdev", "str", null, "The network backend"),
            new("mac", "str", "52:54:00:12:34:56", "The address on the network"),
            new("mq", "bool", false, "Whether the guest may use several queues"),
            new("vectors", "uint32", 3, "Interrupts; ignored"),
            new("romfile", "str", "", "Boot program; ignored"),
        ];
        string? name = DeviceSwitch.DeviceProperty(profile);
        if (name is not null)
            properties.Add(DeviceSwitch.Describe(name));
        return new DeviceModel(DriverName, properties, request => Make(request, name));
    }

    /// <summary>Takes the network backend away.</summary>
    internal void Unplug() => (_netdev, _port) = (null, null);

    private static Result<VmDevice, QmpError> Make(DeviceRequest request, string? switchName)
    {
        TapNetdev? netdev = null;
        if (request["netdev"]?.AsString is { } id)
        {
            netdev = request.Site.Netdev(id);
            if (netdev is null)
                return QmpError.Generic(MachineTexts.PropertyTarget(CoreName, "netdev", id));
            if (netdev.IsUsed)
                return QmpError.Generic(MachineTexts.PropertyInUse(CoreName, "netdev", id));
        }

        string text = request["mac"]!.AsString;
        if (!TryReadMac(text, out byte[] mac))
            return QmpError.Generic(MachineTexts.PropertyValue(CoreName, "mac", text));
        if (netdev is not null)
        {
            netdev.IsUsed = true;
            if (switchName is not null)
                netdev.Permitted = request.Flag(switchName);
        }

        return new NicDevice(request, netdev, mac);
    }

    private static bool TryReadMac(string text, out byte[] mac)
    {
        mac = new byte[MacLength];
        string[] parts = text.Split(':', '-');
        if (parts.Length != MacLength)
            return false;
        for (int i = 0; i < MacLength; i++)
        {
            if (parts[i].Length != 2 || !byte.TryParse(parts[i], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out mac[i]))
                return false;
        }

        return true;
    }

    private VmStateValues Save() => new VmStateValues()
        .Set("mac", (ReadOnlyMemory<byte>)_mac)
        .Set("max_queue_pairs", (ulong)(_netdev?.Queues ?? 1))
        .Set("has_vnet_hdr", _netdev?.UsesVnetHeader ?? false);

    private void Apply(VmStateValues values) => _mac = values.Bytes("mac").ToArray();

    private string? Check(VmStateValues values)
    {
        int queues = _netdev?.Queues ?? 1;
        if (values.Number("max_queue_pairs") != (ulong)queues)
            return MachineTexts.NotEqual("max_queue_pairs", values.Number("max_queue_pairs"), (ulong)queues);

        // A backend that waits takes over whatever the source's has.
        bool ours = _netdev is null || !_netdev.IsFilled || _netdev.UsesVnetHeader;
        return values.Flag("has_vnet_hdr") && !ours ? MachineTexts.VnetHeaderNeeded : null;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && _netdev is not null)
            _netdev.IsUsed = false;
        base.Dispose(disposing);
    }
}
