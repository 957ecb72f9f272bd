using LocalMig.Wire;

namespace LocalMig.Machine;

/// <summary>The statuses of a migration as data: their names on the wire, which may follow which on either side, and in which of
/// them a migration is under way.</summary>
public static class MigrationStatuses
{
    private static readonly (MigrationStatus Status, string Name)[] Named =
    [
        (MigrationStatus.None, "none"),
        (MigrationStatus.Setup, "setup"),
        (MigrationStatus.Cancelling, "cancelling"),
        (MigrationStatus.Cancelled, "cancelled"),
        (MigrationStatus.Active, "active"),
        (MigrationStatus.PreSwitchover, "pre-switchover"),
        (MigrationStatus.Device, "device"),
        (MigrationStatus.Completed, "completed"),
        (MigrationStatus.Failing, "failing"),
        (MigrationStatus.Failed, "failed"),
    ];

    private static readonly (MigrationStatus From, MigrationStatus[] To)[] Outgoing11 =
    [
        (MigrationStatus.None, [MigrationStatus.Setup]),
        (MigrationStatus.Setup, [MigrationStatus.Active, MigrationStatus.Cancelling, MigrationStatus.Failing]),
        (MigrationStatus.Active, [MigrationStatus.PreSwitchover, MigrationStatus.Device, MigrationStatus.Cancelling, MigrationStatus.Failing]),
        (MigrationStatus.PreSwitchover, [MigrationStatus.Device, MigrationStatus.Cancelling, MigrationStatus.Failing]),
        (MigrationStatus.Device, [MigrationStatus.Completed, MigrationStatus.Cancelling, MigrationStatus.Failing]),
        (MigrationStatus.Cancelling, [MigrationStatus.Cancelled]),
        (MigrationStatus.Failing, [MigrationStatus.Failed]),
        (MigrationStatus.Cancelled, [MigrationStatus.Setup]),
        (MigrationStatus.Completed, [MigrationStatus.Setup]),
        (MigrationStatus.Failed, [MigrationStatus.Setup]),
    ];

    // No failing; device only after pre-switchover.
    private static readonly (MigrationStatus From, MigrationStatus[] To)[] Outgoing7 =
    [
        (MigrationStatus.None, [MigrationStatus.Setup]),
        (MigrationStatus.Setup, [MigrationStatus.Active, MigrationStatus.Cancelling, MigrationStatus.Failed]),
        (MigrationStatus.Active, [MigrationStatus.PreSwitchover, MigrationStatus.Completed, MigrationStatus.Cancelling, MigrationStatus.Failed]),
        (MigrationStatus.PreSwitchover, [MigrationStatus.Device, MigrationStatus.Cancelling, MigrationStatus.Failed]),
        (MigrationStatus.Device, [MigrationStatus.Completed, MigrationStatus.Cancelling, MigrationStatus.Failed]),
        (MigrationStatus.Cancelling, [MigrationStatus.Cancelled]),
        (MigrationStatus.Cancelled, [MigrationStatus.Setup]),
        (MigrationStatus.Completed, [MigrationStatus.Setup]),
        (MigrationStatus.Failed, [MigrationStatus.Setup]),
    ];

    // A destination that could not listen is back at none and can be told again; one that loaded, well or badly, cannot.
    private static readonly (MigrationStatus From, MigrationStatus[] To)[] Incoming =
    [
        (MigrationStatus.None, [MigrationStatus.Setup]),
        (MigrationStatus.Setup, [MigrationStatus.Active, MigrationStatus.Failed, MigrationStatus.None]),
        (MigrationStatus.Active, [MigrationStatus.Completed, MigrationStatus.Failed]),
        (MigrationStatus.Completed, []),
        (MigrationStatus.Failed, []),
    ];

    /// <summary>The name on the wire.</summary>
    public static string Name(this MigrationStatus status) => Array.Find(Named, n => n.Status == status).Name;

    /// <summary>Reads a name; null where it names no status that is implemented.</summary>
    public static MigrationStatus? Parse(string name)
    {
        int at = Array.FindIndex(Named, n => string.Equals(n.Name, name, StringComparison.Ordinal));
        return at < 0 ? null : Named[at].Status;
    }

    /// <summary>Whether a status may directly follow another on the source.</summary>
    public static bool MayFollowOutgoing(MigrationStatus from, MigrationStatus to, QemuGeneration generation) =>
        MayFollow(generation == QemuGeneration.Qemu11 ? Outgoing11 : Outgoing7, from, to);

    /// <summary>Whether a status may directly follow another on the destination; the same in both generations.</summary>
    public static bool MayFollowIncoming(MigrationStatus from, MigrationStatus to) => MayFollow(Incoming, from, to);

    /// <summary>Whether a migration is under way: no second one can be started and no capability be switched.</summary>
    public static bool IsRunning(this MigrationStatus status) => status is MigrationStatus.Setup or MigrationStatus.Cancelling
        or MigrationStatus.Active or MigrationStatus.PreSwitchover or MigrationStatus.Device or MigrationStatus.Failing;

    private static bool MayFollow((MigrationStatus From, MigrationStatus[] To)[] table, MigrationStatus from, MigrationStatus to) =>
        Array.Exists(table, row => row.From == from && Array.IndexOf(row.To, to) >= 0);
}
