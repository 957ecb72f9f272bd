using LocalMig.Devices;
using LocalMig.Parameters;

namespace LocalMig.Machine.Devices;

/// <summary>The devices and network backends of a machine, in the order in which they were made.</summary>
public sealed class DeviceSet : IDisposable
{
    private const string Named = "/machine/peripheral/";
    private const string Anonymous = "/machine/peripheral-anon/device";

    private readonly Profile _profile;
    private readonly List<TapNetdev> _netdevs = [];
    private readonly List<VmDevice> _devices = [];
    private readonly DevicePoller _poller = new();
    private int _anonymous;

    /// <summary>None.</summary>
    public DeviceSet(Profile profile) => _profile = profile;

    /// <summary>The devices.</summary>
    public IReadOnlyList<VmDevice> All => _devices;

    /// <summary>The network backends.</summary>
    public IReadOnlyList<TapNetdev> Netdevs => _netdevs;

    /// <summary>The backends that devices use, in the order of the devices.</summary>
    public IEnumerable<BackendPort> Ports => _devices.Select(static d => d.Port).OfType<BackendPort>();

    /// <summary>The device of that name, or null.</summary>
    public VmDevice? Find(string id) => _devices.Find(d => string.Equals(d.Id, id, StringComparison.Ordinal));

    /// <summary>The network backend of that name, or null.</summary>
    public TapNetdev? FindNetdev(string id) => _netdevs.Find(n => string.Equals(n.Id, id, StringComparison.Ordinal));

    /// <summary>Puts a device in. It is the set's from now on.</summary>
    public void Add(VmDevice device)
    {
        ArgumentNullException.ThrowIfNull(device);
        device.Path = device.Id is { } id ? Named + id : $"{Anonymous}[{_anonymous++}]";
        _devices.Add(device);
    }

    /// <summary>Puts a network backend in. It is the set's from now on.</summary>
    public void Add(TapNetdev netdev) => _netdevs.Add(netdev);

    /// <summary>Takes a device out and lets go of what it owns.</summary>
    public void Remove(VmDevice device)
    {
        ArgumentNullException.ThrowIfNull(device);
        device.Port?.StopPolling();
        _devices.Remove(device);
        device.Dispose();
    }

    /// <summary>Takes a network backend out and closes it; a device that used it has none then.</summary>
    public void Remove(TapNetdev netdev)
    {
        ArgumentNullException.ThrowIfNull(netdev);
        netdev.StopPolling();
        foreach (NicDevice nic in _devices.OfType<NicDevice>().Where(n => n.Netdev == netdev))
            nic.Unplug();
        _netdevs.Remove(netdev);
        netdev.Dispose();
    }

    /// <summary>Begins to read from every backend that a device uses.</summary>
    public void StartPolling()
    {
        foreach (BackendPort port in Ports)
            port.StartPolling(_poller);
    }

    /// <summary>Begins to read from the backend of one device, if it has one.</summary>
    public void StartPolling(VmDevice device)
    {
        ArgumentNullException.ThrowIfNull(device);
        device.Port?.StartPolling(_poller);
    }

    /// <summary>Ceases to read from the backends: afterwards nobody does.</summary>
    public void StopPolling()
    {
        foreach (BackendPort port in Ports)
            port.StopPolling();
    }

    /// <summary>The sections that are saved, in their order.</summary>
    /// <param name="local">Whether backends are handed over.</param>
    public IEnumerable<StateSection> SectionsToSave(bool local) => Sections(port => port.IsHandedOver(local));

    /// <summary>The sections that can be loaded.</summary>
    public IEnumerable<StateSection> SectionsToLoad() => Sections(static port => port.Supported);

    /// <summary>Lets go of everything.</summary>
    public void Dispose()
    {
        foreach (VmDevice device in _devices)
            device.Dispose();
        foreach (TapNetdev netdev in _netdevs)
            netdev.Dispose();
        _devices.Clear();
        _netdevs.Clear();
        _poller.Dispose();
    }

    // In the queued form a backend's sections stand right before the device that uses it; else they are inside the device's.
    private IEnumerable<StateSection> Sections(Func<BackendPort, bool> withQueues)
    {
        foreach (VmDevice device in _devices)
        {
            if (_profile == Profile.Upstream && device.Port is { } port && withQueues(port))
            {
                foreach (QueueSection section in new QueueSections(port).Sections)
                    yield return section;
            }

            yield return device.State;
        }
    }
}
