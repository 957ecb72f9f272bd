using LocalMig.Descriptors;
using LocalMig.Devices;
using LocalMig.Stream;

namespace LocalMig.Machine.Devices;

/// <summary>The place of a backend: filled, or waiting for what a migration brings (specification, sections 4 and 5).</summary>
public abstract class BackendPort : IDisposable
{
    /// <summary>The name of the field that the descriptor is in.</summary>
    protected const string DescriptorField = "fd";

    /// <summary>A place.</summary>
    /// <param name="id">The name: the netdev's, or the device's.</param>
    /// <param name="queues">How many queues, each with a descriptor of its own.</param>
    /// <param name="supported">Whether this kind of backend can be handed over at all.</param>
    /// <param name="permitted">Whether its switch is on.</param>
    protected BackendPort(string id, int queues, bool supported, bool permitted)
    {
        Id = id;
        Queues = queues;
        Supported = supported;
        Permitted = permitted;
    }

    /// <summary>The name.</summary>
    public string Id { get; }

    /// <summary>How many queues.</summary>
    public int Queues { get; }

    /// <summary>Whether this kind of backend can be handed over.</summary>
    public bool Supported { get; }

    /// <summary>Whether the switch is on. With a netdev of the forms that switch at the device, that device sets it.</summary>
    public bool Permitted { get; set; }

    /// <summary>Whether there is a backend.</summary>
    public abstract bool IsFilled { get; }

    /// <summary>Whether somebody reads from the backend.</summary>
    public abstract bool IsPolling { get; }

    /// <summary>The descriptors of the backend, queue by queue; none while it waits.</summary>
    public abstract IReadOnlyList<OwnedFd> Descriptors { get; }

    /// <summary>What the state of one queue looks like.</summary>
    public abstract VmStateDescription QueueState { get; }

    /// <summary>What is said where a backend arrives though there is one.</summary>
    public abstract string FilledText { get; }

    /// <summary>Whether the source hands it over.</summary>
    /// <param name="local">Whether the parameter <c>local</c> was set when the migration was asked for.</param>
    public virtual bool IsHandedOver(bool local) => local && Supported && Permitted && IsFilled;

    /// <summary>Gives the state of a queue. The descriptor in it is borrowed.</summary>
    public abstract VmStateValues SaveQueue(int queue);

    /// <summary>Says why the state of a queue does not fit; null where it does. Descriptors stay where they are.</summary>
    public virtual string? CheckQueue(VmStateValues values)
    {
        if (DescriptorOf(values) is not { } descriptor)
            return MachineTexts.FdNotLoaded;
        return Accepts(descriptor) ? CheckFields(values) : MachineTexts.OtherKind(Id, descriptor.Describe());
    }

    /// <summary>Says why queues that fit one by one do not fit together; null where they do. Descriptors stay where they are.</summary>
    public virtual string? CheckTogether(IReadOnlyList<VmStateValues> queues) => null;

    /// <summary>Makes what arrived, and fits, the backend. Cannot fail.</summary>
    /// <param name="queues">The state of each queue. Descriptors are taken out of them.</param>
    public abstract void Fill(IReadOnlyList<VmStateValues> queues);

    /// <summary>Begins to read from the backend, if there is one. Does nothing where it is being read from.</summary>
    /// <param name="poller">The thread that does it.</param>
    public abstract void StartPolling(DevicePoller poller);

    /// <summary>Ceases to read from the backend: afterwards nobody does.</summary>
    public abstract void StopPolling();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>The descriptor in the state of a queue, which keeps it; null where there is none.</summary>
    protected static OwnedFd? DescriptorOf(VmStateValues values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values.TryGet(DescriptorField, out VmStateValue? field) && field is VmStateDescriptor { Value: { } descriptor } ? descriptor : null;
    }

    /// <summary>Whether a descriptor is one of this kind of backend.</summary>
    protected abstract bool Accepts(OwnedFd descriptor);

    /// <summary>Says why the other fields of a queue do not fit; null where they do.</summary>
    protected virtual string? CheckFields(VmStateValues values) => null;

    /// <summary>Closes the backend.</summary>
    protected abstract void Dispose(bool disposing);
}
