using LocalMig.Descriptors;
using LocalMig.Machine.Devices;
using LocalMig.Parameters;

namespace LocalMig.Suite.Faults.Decorators;

/// <summary>What devices see of their machine, with one thing seen wrongly.</summary>
internal sealed class PassedSite(DeviceSite inner) : DeviceSite
{
    /// <summary>What 'local' is taken for; null leaves it as it is.</summary>
    public bool? SeenLocal { get; init; }

    /// <summary>What waiting for a migration is taken for; null leaves it as it is.</summary>
    public bool? SeenIncoming { get; init; }

    /// <inheritdoc/>
    public override Profile Profile => inner.Profile;

    /// <inheritdoc/>
    public override bool Incoming => SeenIncoming ?? inner.Incoming;

    /// <inheritdoc/>
    public override bool Local => SeenLocal ?? inner.Local;

    /// <inheritdoc/>
    public override TapNetdev? Netdev(string id) => inner.Netdev(id);

    /// <inheritdoc/>
    public override OwnedFd? TakeDescriptor(string name) => inner.TakeDescriptor(name);

    /// <inheritdoc/>
    public override BackendPort Port(BackendPort port) => inner.Port(port);

    /// <inheritdoc/>
    public override T InNetwork<T>(Func<T> action) => inner.InNetwork(action);
}
