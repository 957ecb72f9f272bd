using LocalMig.Descriptors;
using LocalMig.Parameters;

namespace LocalMig.Machine.Devices;

/// <summary>What a device or backend that is being made can see of its machine.</summary>
public abstract class DeviceSite
{
    /// <summary>The form of the feature (specification, section 1).</summary>
    public abstract Profile Profile { get; }

    /// <summary>Whether the machine waits for an incoming migration.</summary>
    public abstract bool Incoming { get; }

    /// <summary>Whether the parameter <c>local</c> is set now.</summary>
    public abstract bool Local { get; }

    /// <summary>The network backend of that name, or null.</summary>
    public abstract TapNetdev? Netdev(string id);

    /// <summary>Takes a descriptor that getfd keeps; null where there is none of that name.</summary>
    public abstract OwnedFd? TakeDescriptor(string name);

    /// <summary>Gives the place of a backend as its device is to use it.</summary>
    public abstract BackendPort Port(BackendPort port);

    /// <summary>Runs something where the machine's network is.</summary>
    public abstract T InNetwork<T>(Func<T> action);
}
