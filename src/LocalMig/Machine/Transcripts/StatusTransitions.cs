namespace LocalMig.Machine.Transcripts;

/// <summary>Which status of a migration may follow which, as released versions tell it: more than <see cref="MigrationStatuses"/>, which
/// are those that the reference can be in.</summary>
internal static class StatusTransitions
{
    private const int Always = int.MaxValue;

    // From, to, and the major versions that have it: the first and the last. 7.2, 10.2 and 11.1 were looked at; what lies between has
    // what either neighbour has. The rows of postcopy and COLO follow their documentation.
    private static readonly (string From, string To, int First, int Last)[] Outgoing =
    [
        ("none", "setup", 0, Always),
        ("setup", "active", 0, Always),
        ("setup", "wait-unplug", 0, Always),
        ("setup", "cancelling", 0, Always),
        ("setup", "failing", 11, Always),
        ("setup", "failed", 0, 10),
        ("wait-unplug", "setup", 0, Always),
        ("wait-unplug", "active", 0, Always),
        ("wait-unplug", "cancelling", 0, Always),
        ("wait-unplug", "failing", 11, Always),
        ("wait-unplug", "failed", 0, 10),
        ("active", "pre-switchover", 0, Always),
        ("active", "device", 8, Always),
        ("active", "completed", 0, 9),
        ("active", "postcopy-device", 10, Always),
        ("active", "postcopy-active", 0, Always),
        ("active", "colo", 0, Always),
        ("active", "cancelling", 0, Always),
        ("active", "failing", 11, Always),
        ("active", "failed", 0, 10),
        ("pre-switchover", "device", 0, Always),
        ("pre-switchover", "postcopy-device", 10, Always),
        ("pre-switchover", "cancelling", 0, Always),
        ("pre-switchover", "failing", 11, Always),
        ("pre-switchover", "failed", 0, 10),
        ("device", "completed", 0, Always),
        ("device", "postcopy-active", 0, Always),
        ("device", "cancelling", 0, Always),
        ("device", "failing", 11, Always),
        ("device", "failed", 0, 10),
        ("postcopy-device", "postcopy-active", 10, Always),
        ("postcopy-device", "failing", 11, Always),
        ("postcopy-device", "failed", 10, 10),
        ("postcopy-active", "completed", 0, Always),
        ("postcopy-active", "postcopy-paused", 0, Always),
        ("postcopy-active", "failing", 11, Always),
        ("postcopy-active", "failed", 0, 10),
        ("postcopy-paused", "postcopy-recover-setup", 9, Always),
        ("postcopy-paused", "postcopy-recover", 0, Always),
        ("postcopy-recover-setup", "postcopy-recover", 9, Always),
        ("postcopy-recover-setup", "postcopy-paused", 9, Always),
        ("postcopy-recover", "postcopy-active", 0, Always),
        ("postcopy-recover", "postcopy-paused", 0, Always),
        ("colo", "completed", 0, Always),
        ("colo", "failing", 11, Always),
        ("colo", "failed", 0, 10),
        ("cancelling", "cancelled", 0, Always),
        ("failing", "failed", 11, Always),
        ("completed", "setup", 0, Always),
        ("cancelled", "setup", 0, Always),
        ("failed", "setup", 0, Always),
    ];

    // A destination that could not listen may be told again (QEMU 7); one that loaded, well or badly, loads no more.
    private static readonly (string From, string To, int First, int Last)[] Incoming =
    [
        ("none", "setup", 0, Always),
        ("setup", "setup", 0, 10),
        ("setup", "active", 0, Always),
        ("setup", "failed", 0, Always),
        ("active", "completed", 0, Always),
        ("active", "failed", 0, Always),
        ("active", "postcopy-active", 0, Always),
        ("active", "colo", 0, Always),
        ("postcopy-active", "completed", 0, Always),
        ("postcopy-active", "postcopy-paused", 0, Always),
        ("postcopy-active", "failed", 0, Always),
        ("postcopy-paused", "postcopy-recover", 0, Always),
        ("postcopy-recover", "postcopy-active", 0, Always),
        ("postcopy-recover", "postcopy-paused", 0, Always),
        ("colo", "completed", 0, Always),
    ];

    private static readonly string[] UnderWay =
    [
        "setup", "wait-unplug", "cancelling", "active", "pre-switchover", "device", "postcopy-device", "postcopy-active", "postcopy-paused",
        "postcopy-recover-setup", "postcopy-recover", "colo", "failing",
    ];

    /// <summary>Whether a migration with this status is not over.</summary>
    public static bool IsUnderWay(string status) => UnderWay.Contains(status);

    /// <summary>Whether a status may directly follow another.</summary>
    /// <param name="from">The status before.</param>
    /// <param name="to">The status after.</param>
    /// <param name="incoming">Whether on the destination.</param>
    /// <param name="major">The major version; 0 where it is not known, and everything goes that goes somewhere.</param>
    public static bool MayFollow(string from, string to, bool incoming, int major) => Following(from, incoming, major).Contains(to, StringComparer.Ordinal);

    /// <summary>Whether a status may follow another, with others between that nobody was told of; or is the same.</summary>
    public static bool MayLeadTo(string from, string to, bool incoming, int major)
    {
        HashSet<string> reached = [from];
        Queue<string> open = new(reached);
        while (open.TryDequeue(out string? status))
        {
            if (status == to)
                return true;
            foreach (string next in Following(status, incoming, major).Where(reached.Add))
                open.Enqueue(next);
        }

        return false;
    }

    private static IEnumerable<string> Following(string from, bool incoming, int major) => (incoming ? Incoming : Outgoing)
        .Where(row => row.From == from && (major == 0 || (major >= row.First && major <= row.Last))).Select(static row => row.To);
}
