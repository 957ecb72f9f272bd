namespace LocalMig.Machine;

public sealed partial class Vm
{
    private readonly TaskCompletionSource<int> _exit = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends with the machine: quit gives 0, a load that failed with exit-on-error gives 1.</summary>
    public Task<int> Exited => _exit.Task;

    /// <summary>The exit status; null while the machine is there.</summary>
    public int? ExitStatus => _exit.Task.IsCompletedSuccessfully ? _exit.Task.Result : null;

    /// <summary>Ends the machine: it stops, and whoever waits for it is told. What it holds is closed by <see cref="Dispose"/>.</summary>
    internal void Exit(int status)
    {
        lock (Gate)
        {
            if (RunState == RunState.Shutdown)
                return;
            Devices.StopPolling();
            SetRunState(RunState.Shutdown);
        }

        _exit.TrySetResult(status);
    }
}
