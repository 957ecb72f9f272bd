namespace LocalMig.Stream;

/// <summary>The description that follows a stream: what each device's state looked like when it was saved.</summary>
/// <param name="PageSize">Bytes of a page of the guest.</param>
/// <param name="Configuration">The configuration section's fields; older QEMUs leave it out.</param>
/// <param name="Devices">The devices in the order of their sections. RAM is not among them.</param>
public sealed record VmDescription(int PageSize, VmStateDescription? Configuration, IReadOnlyList<VmDescription.Device> Devices)
{
    /// <summary>Finds a device.</summary>
    public Device? Find(string name, uint instance)
    {
        foreach (Device device in Devices)
        {
            if (device.Instance == instance && string.Equals(device.Name, name, StringComparison.Ordinal))
                return device;
        }

        return null;
    }

    /// <summary>One device's state.</summary>
    /// <param name="Name">The section's id string.</param>
    /// <param name="Instance">The section's instance id.</param>
    /// <param name="State">Its fields; null where the device has no description.</param>
    /// <param name="Size">Bytes of the payload of a device without description; 0 otherwise.</param>
    public sealed record Device(string Name, uint Instance, VmStateDescription? State, long Size = 0);
}
