namespace LocalMig.Machine;

public sealed partial class Vm
{
    private bool _startWhenLoaded = true;

    /// <summary>Whether it runs, and if not, why.</summary>
    public RunState RunState { get; private set; } = RunState.Prelaunch;

    /// <summary>Whether it runs: only then its devices read from their backends.</summary>
    public bool IsRunning => RunState == RunState.Running;

    /// <summary>Whether a destination runs once it has loaded a source that ran.</summary>
    internal bool StartsWhenLoaded
    {
        get => _startWhenLoaded && !Options.Paused;
        set => _startWhenLoaded = value;
    }

    /// <summary>Lets it run, with the event where it did not.</summary>
    internal void Resume()
    {
        if (IsRunning)
            return;
        SetRunState(RunState.Running);
        Devices.StartPolling();
        Emit("RESUME");
    }

    /// <summary>Stops it, with the event where it ran. Nobody reads from its backends afterwards.</summary>
    internal void Halt(RunState state)
    {
        bool ran = IsRunning;
        if (ran)
            Devices.StopPolling();
        SetRunState(state);
        if (ran)
            Emit("STOP");
    }

    /// <summary>Changes the state without an event.</summary>
    internal void SetRunState(RunState state)
    {
        // A machine that ended stays so, whatever its threads still do.
        if (state == RunState || RunState == RunState.Shutdown)
            return;
        // InMigrate is how a machine begins that waits for a migration.
        if (!RunStates.MayFollow(RunState, state) && state != RunState.InMigrate)
            throw new InvalidOperationException($"a machine that is {RunState.Name()} cannot become {state.Name()}");
        RunState = state;
    }
}
