using LocalMig.Json;

namespace LocalMig.Machine.Devices;

/// <summary>A property of a device, as device_add takes it and qom-get shows it.</summary>
/// <param name="Name">The name.</param>
/// <param name="Type">The type, by the schema language's name: bool, str, uint32, size.</param>
/// <param name="Default">The value where nothing is given; null where there is none.</param>
/// <param name="Description">What it is for.</param>
public sealed record DeviceProperty(string Name, string Type, JsonValue? Default, string? Description = null)
{
    /// <summary>As device-list-properties and qom-list show it.</summary>
    public JsonValue ToQuery() => JsonValue.Object(
    [
        ("name", Name),
        ("type", Type),
        .. Description is { } text ? [("description", text)] : Array.Empty<(string, JsonValue)>(),
        .. Default is { } value ? [("default-value", value)] : Array.Empty<(string, JsonValue)>(),
    ]);
}
