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
        ControlReport report = parameters["local"] is not null
            ? new ControlReport(true, "query-migrate-parameters lists 'local'")
            : Probe(vm);
        if (!vm.Quit())
            c.Stop("a VM does not quit");
        return report;
    }

    // One that has the parameter and does not list it is wrong, not without the feature.
    private static ControlReport Probe(CaseVm vm) => vm.Execute("migrate-set-parameters", ("local", true)).Error is null
        ? new ControlReport(true, "'local' can be set")
        : new ControlReport(false, "query-migrate-parameters does not list 'local'");
}
