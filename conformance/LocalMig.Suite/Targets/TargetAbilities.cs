namespace LocalMig.Suite.Targets;

/// <summary>What can be done with a target. A case says what it needs; what is missing is a skip with the target's reason.</summary>
[Flags]
public enum TargetAbilities
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Starts VMs as source and destination, and speaks QMP with them.</summary>
    Vms = 1 << 0,

    /// <summary>Each VM is a process of its own, which can be killed.</summary>
    Processes = 1 << 1,

    /// <summary>Shows which descriptors a VM holds.</summary>
    Descriptors = 1 << 2,

    /// <summary>Opens TAP devices.</summary>
    Taps = 1 << 3,

    /// <summary>Has a device whose backend is a connected Unix socket.</summary>
    SocketBackends = 1 << 4,

    /// <summary>Has a device whose backend is a memfd.</summary>
    MemfdBackends = 1 << 5,

    /// <summary>Gives the source of its schema, with what introspection leaves out.</summary>
    SchemaText = 1 << 6,

    /// <summary>Is a recording of two monitors with the recorder's notes.</summary>
    Recording = 1 << 7,

    /// <summary>Uses vhost-net for its TAPs.</summary>
    Vhost = 1 << 8,

    /// <summary>Can start a postcopy.</summary>
    Postcopy = 1 << 9,

    /// <summary>Saves a VM into a file and loads it again.</summary>
    Snapshots = 1 << 10,

    /// <summary>Is a recorded migration stream.</summary>
    RecordedStream = 1 << 11,

    /// <summary>Has a monitor that can be connected to as bytes.</summary>
    Monitor = 1 << 12,

    /// <summary>May be changed: nobody relies on what its VM is set to, or on whether it runs.</summary>
    Changeable = 1 << 13,

    /// <summary>Is a schema alone, written down.</summary>
    Definitions = 1 << 14,
}
