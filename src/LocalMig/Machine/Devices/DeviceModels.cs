using LocalMig.Parameters;

namespace LocalMig.Machine.Devices;

/// <summary>The kinds of devices that a machine has.</summary>
public static class DeviceModels
{
    /// <summary>Those of a profile: a network card, a device with a connected socket, one with a memfd, and one that cannot hand its
    /// backend over.</summary>
    public static IReadOnlyList<DeviceModel> For(Profile profile) =>
        [NicDevice.ModelFor(profile), SocketDevice.ModelFor(profile), MemfdDevice.ModelFor(profile), MemfdDevice.PlainModel()];
}
