namespace LocalMig.Machine;

/// <summary>Whether a machine runs, and if not, why (QEMU's RunState; only the states a machine without a CPU can be in).</summary>
public enum RunState
{
    /// <summary>Made with the option to wait, and not told to run yet.</summary>
    Prelaunch,

    /// <summary>Waiting for an incoming migration, or receiving it.</summary>
    InMigrate,

    /// <summary>Running: devices poll their backends.</summary>
    Running,

    /// <summary>Stopped by a command.</summary>
    Paused,

    /// <summary>Stopped by an outgoing migration that is about to end.</summary>
    FinishMigrate,

    /// <summary>Stopped because the machine now lives elsewhere.</summary>
    PostMigrate,

    /// <summary>Ended.</summary>
    Shutdown,
}
