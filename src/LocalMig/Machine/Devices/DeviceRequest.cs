using LocalMig.Json;

namespace LocalMig.Machine.Devices;

/// <summary>A device that is to be made: what was asked for, with types checked.</summary>
/// <param name="Model">The kind.</param>
/// <param name="Site">Where it is put.</param>
/// <param name="Id">Its name; null for none.</param>
/// <param name="Given">The properties given.</param>
public sealed record DeviceRequest(DeviceModel Model, DeviceSite Site, string? Id, JsonValue Given)
{
    /// <summary>The value of a property: what was given, or its default; null where there is neither.</summary>
    public JsonValue? this[string name] => Given[name] ?? Model.Properties.First(p => p.Name == name).Default;

    /// <summary>The value of a boolean property that has a default.</summary>
    public bool Flag(string name) => this[name]!.AsBoolean;

    /// <summary>The values of all properties, for qom-get.</summary>
    public IReadOnlyDictionary<string, JsonValue> Values() =>
        Model.Properties.Where(p => this[p.Name] is not null).ToDictionary(static p => p.Name, p => this[p.Name]!, StringComparer.Ordinal);
}
