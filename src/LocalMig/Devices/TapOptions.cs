namespace LocalMig.Devices;

/// <summary>What a TAP is to be like.</summary>
/// <param name="InterfaceName">The interface's name, at most 15 bytes; <c>tap%d</c> has the kernel number it.</param>
/// <param name="Queues">How many queues, each with a descriptor of its own; 1 to 256.</param>
/// <param name="VnetHeader">Whether frames carry a virtio header.</param>
public sealed record TapOptions(string InterfaceName = "tap%d", int Queues = 1, bool VnetHeader = true)
{
    /// <summary>Bytes of the virtio header: 10, or 12 where buffers can be merged.</summary>
    public int HeaderLength { get; init; } = 10;
}

/// <summary>The state of one queue that travels beside its descriptor (specification, section 5, layout).</summary>
/// <param name="UsingVnetHeader">Whether frames carry a virtio header.</param>
/// <param name="HasUfo">Whether the TAP takes UDP fragments.</param>
/// <param name="HasUso">Whether the TAP takes UDP segments.</param>
/// <param name="HasTunnel">Whether the TAP takes segments inside UDP tunnels.</param>
/// <param name="Enabled">Whether the queue is attached to the interface.</param>
/// <param name="HostVnetHeaderLength">Bytes of the header; 0 without one.</param>
public sealed record TapQueueState(bool UsingVnetHeader, bool HasUfo, bool HasUso, bool HasTunnel, bool Enabled, int HostVnetHeaderLength);
