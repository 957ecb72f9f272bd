using LocalMig.Json;
using LocalMig.Suite.Vms;

namespace LocalMig.Suite.Targets;

/// <summary>The control of targets that start VMs: one VM starts, answers, and quits.</summary>
internal static class VmControl
{
    /// <summary>Runs it.</summary>
    public static ControlReport Run(CaseContext c)
    {
        CaseVm vm = c.StartVm("vm", incoming: null);
        string state = vm.RunState();
        if (state != "running")
            c.Stop($"a VM that was started is in run state '{state}'");
        JsonValue parameters = vm.Parameters();
        if (!vm.Quit())
            c.Stop("a VM does not quit");
        return parameters["local"] is null
            ? new ControlReport(false, "query-migrate-parameters does not list 'local'")
            : new ControlReport(true, "query-migrate-parameters lists 'local'");
    }
}
