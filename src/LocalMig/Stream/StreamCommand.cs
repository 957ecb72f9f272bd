namespace LocalMig.Stream;

/// <summary>Commands to the destination.</summary>
public enum StreamCommand : ushort
{
    /// <summary>No command has this number.</summary>
    None = 0,

    /// <summary>Open the return path. No data.</summary>
    OpenReturnPath = 1,

    /// <summary>Answer with the same number on the return path. 4 bytes.</summary>
    Ping = 2,

    /// <summary>A postcopy may follow. No data, or 8 bytes host page size and 8 bytes target page size.</summary>
    PostcopyAdvise = 3,

    /// <summary>Be ready for page faults. No data.</summary>
    PostcopyListen = 4,

    /// <summary>Run the guest. No data.</summary>
    PostcopyRun = 5,

    /// <summary>Forget pages that were sent and have changed since: version, block name, ranges.</summary>
    PostcopyRamDiscard = 6,

    /// <summary>A whole stream follows, of the length that 4 bytes give.</summary>
    Packaged = 7,

    /// <summary>COLO begins. No data.</summary>
    EnableColo = 8,

    /// <summary>A postcopy that was paused goes on. No data.</summary>
    PostcopyResume = 9,

    /// <summary>Send the bitmap of the pages received of a block: its name.</summary>
    ReceivedBitmap = 10,

    /// <summary>The switchover begins. No data.</summary>
    SwitchoverStart = 11,
}

/// <summary>What is known of each command.</summary>
public static class StreamCommands
{
    private static readonly (string Name, int Length)[] Known =
    [
        ("INVALID", -1),
        ("OPEN_RETURN_PATH", 0),
        ("PING", 4),
        ("POSTCOPY_ADVISE", -1),
        ("POSTCOPY_LISTEN", 0),
        ("POSTCOPY_RUN", 0),
        ("POSTCOPY_RAM_DISCARD", -1),
        ("PACKAGED", 4),
        ("ENABLE_COLO", 0),
        ("POSTCOPY_RESUME", 0),
        ("RECV_BITMAP", -1),
        ("SWITCHOVER_START", 0),
    ];

    /// <summary>Whether the number is that of a command.</summary>
    public static bool IsDefined(StreamCommand command) => command != StreamCommand.None && (int)command < Known.Length;

    /// <summary>The name that QEMU prints.</summary>
    public static string Name(StreamCommand command) => IsDefined(command) ? Known[(int)command].Name : $"0x{(int)command:x}";

    /// <summary>Bytes of its data; -1 where they vary.</summary>
    public static int Length(StreamCommand command) => IsDefined(command) ? Known[(int)command].Length : -1;
}
