using LocalMig.Descriptors;

namespace LocalMig.Machine;

public sealed partial class Vm
{
    /// <summary>What it holds in its devices' and netdevs' backends, each once, in the order of their queues: what /proc would tell of a
    /// machine in a process of its own.</summary>
    public IReadOnlyList<ProcessDescriptor> HeldDescriptors()
    {
        lock (Gate)
        {
            IEnumerable<OwnedFd> held = Devices.Ports.Concat(Devices.Netdevs).SelectMany(static p => p.Descriptors);
            return [.. held.Where(static d => d.Number >= 0).DistinctBy(static d => d.Number)
                .Select(static d => new ProcessDescriptor(Environment.ProcessId, d.Number, d.Describe()))];
        }
    }
}
