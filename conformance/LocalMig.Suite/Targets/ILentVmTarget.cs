using LocalMig.Suite.Vms;
using LocalMig.Wire;

namespace LocalMig.Suite.Targets;

/// <summary>A target with one VM, which somebody else started and goes on using.</summary>
public interface ILentVmTarget : IMonitorTarget
{
    /// <summary>The socket that its monitor listens on.</summary>
    string MonitorPath { get; }

    /// <summary>Lends the VM to a case. Disposing the handle sets the VM's parameters back to what they were.</summary>
    /// <param name="c">The case that wants it.</param>
    /// <returns>The VM, or why its monitor does not answer.</returns>
    Result<IVmHandle, string> Lend(CaseContext c);
}
