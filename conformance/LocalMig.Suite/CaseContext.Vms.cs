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
    /// <param name="name">What the wire log calls it.</param>
    /// <param name="ownProcess">Whether it has to be a process of its own.</param>
    public CaseVm StartSource(string name = "src", bool ownProcess = false) => StartVm(name, null, ownProcess: ownProcess);

    /// <summary>Starts a VM that waits for a migration, with the capability 'events' on. Ends the case where that fails.</summary>
    /// <param name="name">What the wire log calls it.</param>
    /// <param name="incoming">Where it listens from its start; <c>defer</c> waits for migrate-incoming.</param>
    /// <param name="ownProcess">Whether it has to be a process of its own.</param>
    public CaseVm StartDestination(string name = "dst", string incoming = "defer", bool ownProcess = false) => StartVm(name, incoming, ownProcess: ownProcess);

    /// <summary>A VM that is not asked to be fresh: one started for the case, or the one that the target's owner lends. What a case does
    /// to it has to leave it as it may have been before, parameters aside. Ends the case where there is none.</summary>
    /// <param name="name">What the wire log calls it.</param>
    public CaseVm AnyVm(string name = "vm")
    {
        if (Target is not ILentVmTarget lender)
            return StartSource(name);
        if (!lender.Lend(this).TryGet(out IVmHandle? handle, out string? why))
            Stop($"the monitor cannot be reached: {why}");
        return Attach(name, lender.MonitorPath, handle);
    }

    /// <summary>Starts a VM and negotiates with its monitor.</summary>
    public CaseVm StartVm(string name, string? incoming, bool paused = false, bool ownProcess = false)
    {
        var request = new VmRequest(name, Path.Combine(Folder, $"{name}{++_vms}.qmp")) { Incoming = incoming, Paused = paused, OwnProcess = ownProcess };
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

        CaseVm vm = Attach(name, request.QmpPath, handle);
        vm.SetCapability("events", true);
        return vm;
    }

    private CaseVm Attach(string name, string path, IVmHandle handle)
    {
        if (!QmpClient.Connect(path, Deadline, line => Evidence.Wire(name, line.Sent ? WireDirection.Sent : WireDirection.Received, line.Text)).TryGet(out QmpClient? monitor, out ParseError? error))
        {
            // It is ended from outside, as one that is killed.
            HasKilled = true;
            handle.Dispose();
            Stop($"the monitor of {name} cannot be reached: {error}");
            throw new InvalidOperationException();
        }

        CaseVm vm = Own(new CaseVm(this, name, handle, monitor));
        vm.Do("qmp_capabilities");
        return vm;
    }
}
