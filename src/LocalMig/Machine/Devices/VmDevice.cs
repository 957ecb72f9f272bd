using LocalMig.Json;

namespace LocalMig.Machine.Devices;

/// <summary>A device of a machine.</summary>
public abstract class VmDevice : IDisposable
{
    private readonly Dictionary<string, JsonValue> _values;

    /// <summary>The device that was asked for.</summary>
    protected VmDevice(DeviceRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        Model = request.Model;
        Id = request.Id;
        _values = new Dictionary<string, JsonValue>(request.Values(), StringComparer.Ordinal);
    }

    /// <summary>Its kind.</summary>
    public DeviceModel Model { get; }

    /// <summary>Its name; null where it has none.</summary>
    public string? Id { get; }

    /// <summary>Its place in the tree of objects.</summary>
    public string Path { get; internal set; } = "";

    /// <summary>The name of its state in the stream: the last part of its path and the kind.</summary>
    public string StateName => $"{Path[(Path.LastIndexOf('/') + 1)..]}/{Model.Driver}";

    /// <summary>The backend it uses, or null.</summary>
    public abstract BackendPort? Port { get; }

    /// <summary>Its own state.</summary>
    public abstract StateSection State { get; }

    /// <summary>The values of its properties that have one.</summary>
    public IReadOnlyDictionary<string, JsonValue> Values => _values;

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of what the device owns.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }
}
