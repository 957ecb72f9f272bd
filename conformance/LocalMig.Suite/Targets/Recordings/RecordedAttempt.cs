using LocalMig.Channels;

namespace LocalMig.Suite.Targets.Recordings;

/// <summary>A migrate or migrate-incoming in a recording.</summary>
/// <param name="Exchange">The command and its reply.</param>
/// <param name="Local">'local' on its side at that moment.</param>
/// <param name="Address">Where to; null where the address is not understood.</param>
/// <param name="Fd">What the descriptor is, where the recorder tells: pipe, file, TCP, UNIX; empty otherwise.</param>
/// <param name="StatusBefore">The migration status before it; null where none was shown.</param>
internal sealed record RecordedAttempt(RecordedExchange Exchange, bool Local, MigrationAddress? Address, string Fd, string? StatusBefore)
{
    /// <summary>Whether the address was given as a URI.</summary>
    public bool IsUri => Exchange.Arguments["uri"] is not null;

    /// <summary>Whether it goes over RDMA. An implementation built without it does not even know the scheme.</summary>
    public bool IsRdma => Address is RdmaAddress || Exchange.Arguments["uri"].Text()?.StartsWith("rdma:", StringComparison.Ordinal) == true;

    /// <summary>Whether the channel cannot carry descriptors.</summary>
    public bool IsForbidden => Address is InetAddress or VsockAddress or ExecAddress or FileAddress || Fd is "pipe" or "file" or "TCP";

    /// <summary>The attempts of both sides.</summary>
    public static IEnumerable<RecordedAttempt> All(RecordedSession session) => session.Sides.SelectMany(Of);

    /// <summary>The attempts of a side that have a reply.</summary>
    public static IEnumerable<RecordedAttempt> Of(RecordedSide side)
    {
        foreach (RecordedExchange e in side.Exchanges.Where(e => e.Command is "migrate" or "migrate-incoming" && e.ReplyLine > 0))
        {
            var read = e.Command == "migrate" ? MigrateArguments.ForMigrate(e.Arguments) : MigrateArguments.ForIncoming(e.Arguments);
            MigrationAddress? address = read.IsOk ? read.Value.Main : null;
            yield return new RecordedAttempt(e, side.LocalAt(e.Line), address, address is FdAddress ? Kind(e.Heading) : "", side.StatusAt(e.Line));
        }
    }

    // The monitor does not show what a descriptor is; the recorder's heading above it does.
    private static string Kind(string heading)
    {
        if (heading.Contains("unknown", StringComparison.OrdinalIgnoreCase))
            return "";
        if (heading.Contains("AF_UNIX", StringComparison.Ordinal))
            return "UNIX";
        if (heading.Contains("TCP", StringComparison.Ordinal))
            return "TCP";
        if (heading.Contains("pipe", StringComparison.Ordinal))
            return "pipe";
        return heading.Contains("file", StringComparison.Ordinal) ? "file" : "";
    }
}
