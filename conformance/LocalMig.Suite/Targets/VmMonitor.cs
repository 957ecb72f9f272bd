using LocalMig.Descriptors;
using LocalMig.Suite.Vms;
using LocalMig.Wire;

namespace LocalMig.Suite.Targets;

/// <summary>The monitor of a target that starts VMs: one VM for a case, however often the case connects.</summary>
internal static class VmMonitor
{
    /// <summary>Connects to the monitor of the case's VM; starts it first where it is not there yet.</summary>
    public static Result<UnixChannel, string> Connect(IVmTarget target, CaseContext c)
    {
        string path = Path.Combine(c.Folder, "monitor.qmp");
        if (!File.Exists(path))
        {
            if (!target.Start(new VmRequest("vm", path), c).TryGet(out IVmHandle? vm, out string? why))
                return why;
            c.Own(vm);
        }

        return UnixChannel.Connect(path, c.Deadline).TryGet(out UnixChannel? channel, out ParseError? error) ? channel : error.ToString();
    }
}
