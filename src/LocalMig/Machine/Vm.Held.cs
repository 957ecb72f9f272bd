using LocalMig.Descriptors;
using LocalMig.Machine.Devices;

namespace LocalMig.Machine;

public sealed partial class Vm
{
    /// <summary>What it holds in its devices' and netdevs' backends, each once, in the order of their queues: what /proc would tell of a
    /// machine in a process of its own.</summary>
    public IReadOnlyList<ProcessDescriptor> HeldDescriptors()
    {
        lock (Gate)
        {
            IEnumerable<BackendPort> ports = Devices.Ports.Concat(Devices.Netdevs).Distinct();
            return [.. ports.SelectMany(static p => p.Descriptors).Where(static d => d.Number >= 0)
                .Select(static d => new ProcessDescriptor(Environment.ProcessId, d.Number, d.Describe()))];
        }
    }
}
