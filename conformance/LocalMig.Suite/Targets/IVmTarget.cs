using LocalMig.Suite.Vms;
using LocalMig.Wire;

namespace LocalMig.Suite.Targets;

/// <summary>A target that starts VMs.</summary>
public interface IVmTarget : ITarget
{
    /// <summary>Starts a VM whose monitor can be connected to when this returns.</summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="c">The case that wants it: its profile and its time.</param>
    /// <returns>The VM, or why it did not start.</returns>
    Result<IVmHandle, string> Start(VmRequest request, CaseContext c);
}
