using LocalMig.Json;
using LocalMig.Qmp;
using LocalMig.Wire;

namespace LocalMig.Machine.Commands;

/// <summary>Whether the machine runs: query-status, stop, cont, quit (facts B.2 and B.3).</summary>
internal static class RunCommands
{
    public static Result<JsonValue, QmpError> QueryStatus(Vm vm, JsonValue arguments, QmpCall call)
    {
        List<(string, JsonValue)> status = [("running", vm.IsRunning)];
        if (vm.Options.Generation == QemuGeneration.Qemu7)
            status.Add(("singlestep", false));
        status.Add(("status", vm.RunState.Name()));
        return JsonValue.Object(status);
    }

    public static Result<JsonValue, QmpError> Stop(Vm vm, JsonValue arguments, QmpCall call)
    {
        // A destination remembers that it is not to run once it has loaded; what does not run cannot stop.
        if (vm.RunState == RunState.InMigrate)
            vm.StartsWhenLoaded = false;
        else if (vm.IsRunning)
            vm.Halt(RunState.Paused);
        return JsonValue.EmptyObject;
    }

    public static Result<JsonValue, QmpError> Continue(Vm vm, JsonValue arguments, QmpCall call)
    {
        switch (vm.RunState)
        {
            case RunState.InMigrate:
                vm.StartsWhenLoaded = true;
                break;
            case RunState.FinishMigrate:
                return QmpError.Generic(MachineTexts.NotFinalized);
            default:
                vm.Resume();
                break;
        }

        return JsonValue.EmptyObject;
    }

    public static Result<JsonValue, QmpError> Quit(Vm vm, JsonValue arguments, QmpCall call)
    {
        vm.Emit("SHUTDOWN", JsonValue.Object(("guest", false), ("reason", "host-qmp-quit")));
        call.AfterReply(() => vm.Exit(0));
        return JsonValue.EmptyObject;
    }
}
