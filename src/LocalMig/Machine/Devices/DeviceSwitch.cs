using LocalMig.Parameters;

namespace LocalMig.Machine.Devices;

/// <summary>Where the profile has the switch that lets a backend be handed over (specification, section 1, table).</summary>
public static class DeviceSwitch
{
    /// <summary>The property of a network card; null where the switch is at its netdev instead.</summary>
    public static string? DeviceProperty(Profile profile) => profile switch
    {
        Profile.Proposal => "local",
        Profile.V16 => "local-migration",
        _ => null,
    };

    /// <summary>The option of a tap netdev; null where the switch is at the device.</summary>
    public static string? NetdevOption(Profile profile) => profile == Profile.Upstream ? "x-permit-local-migration" : null;

    /// <summary>The property of a device that has no netdev: named as the profile names the switch, wherever it is.</summary>
    public static string Property(Profile profile) => DeviceProperty(profile) ?? NetdevOption(profile)!;

    /// <summary>The property as a model lists it.</summary>
    internal static DeviceProperty Describe(string name) =>
        new(name, "bool", false, "Whether the backend is handed over in a local migration");
}
