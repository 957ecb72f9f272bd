namespace LocalMig.Machine;

/// <summary>How a migration stands (QEMU's MigrationStatus, without the states of postcopy and COLO, which are not implemented).</summary>
public enum MigrationStatus
{
    /// <summary>No migration was asked for yet.</summary>
    None,

    /// <summary>Asked for: the source connects, the destination listens.</summary>
    Setup,

    /// <summary>The source was told to give up and is doing so.</summary>
    Cancelling,

    /// <summary>The source gave up, as it was told.</summary>
    Cancelled,

    /// <summary>Memory is being sent.</summary>
    Active,

    /// <summary>The source stopped and waits for migrate-continue.</summary>
    PreSwitchover,

    /// <summary>The state of devices, and with it their backends, is being sent.</summary>
    Device,

    /// <summary>Done.</summary>
    Completed,

    /// <summary>It went wrong and the source is cleaning up (QEMU 11).</summary>
    Failing,

    /// <summary>It went wrong.</summary>
    Failed,
}
