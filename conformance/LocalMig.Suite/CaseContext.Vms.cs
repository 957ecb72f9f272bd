using LocalMig.Descriptors;
using LocalMig.Qmp;
using LocalMig.Suite.Targets;
using LocalMig.Suite.Vms;
using LocalMig.Wire;

namespace LocalMig.Suite;

public sealed partial class CaseContext
{
    private int _vms;

    /// <summary>The end of the case's time.</summary>
    public Deadline Deadline => Deadline.After(TimeLeft);

    /// <summary>Starts a VM that runs, with the capability 'events' on. Ends the case where that fails.</summary>
    public CaseVm StartSource(string name = "src") => StartVm(name, null);

    /// <summary>Starts a VM that waits for a migration, with the capability 'events' on. Ends the case where that fails.</summary>
    /// <param name="name">What the wire log calls it.</param>
    /// <param name="incoming">Where it listens from its start; <c>defer</c> waits for migrate-incoming.</param>
    public CaseVm StartDestination(string name = "dst", string incoming = "defer") => StartVm(name, incoming);

    /// <summary>Starts a VM and negotiates with its monitor.</summary>
    public CaseVm StartVm(string name, string? incoming, bool paused = false)
    {
        var request = new VmRequest(name, Path.Combine(Folder, $"{name}{++_vms}.qmp")) { Incoming = incoming, Paused = paused };
        if (Target is not IVmTarget starter)
        {
            Stop($"{Target.Name} starts no VM");
            throw new InvalidOperationException();
        }

        if (!starter.Start(request, this).TryGet(out IVmHandle? handle, out string? why))
        {
            Stop($"{name} did not start: {why}");
            throw new InvalidOperationException();
        }

        if (!QmpClient.Connect(request.QmpPath, Deadline, line => Evidence.Wire(name, line.Sent ? WireDirection.Sent : WireDirection.Received, line.Text)).TryGet(out QmpClient? monitor, out ParseError? error))
        {
            handle.Dispose();
            Stop($"the monitor of {name} cannot be reached: {error}");
            throw new InvalidOperationException();
        }

        CaseVm vm = Own(new CaseVm(this, name, handle, monitor));
        vm.Do("qmp_capabilities");
        vm.SetCapability("events", true);
        return vm;
    }
}
