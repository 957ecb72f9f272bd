using LocalMig.Channels;
using LocalMig.Parameters;
using LocalMig.Suite.Targets.Recordings;

namespace LocalMig.Suite.Cases.Recorded;

/// <summary>What recordings tell about the channel (specification, section 3).</summary>
internal static class RecordedChannelCases
{
    private const string Migrate = "migrate";
    private const string Incoming = "migrate-incoming";

    /// <summary>In the order they run.</summary>
    public static IReadOnlyList<Case> All { get; } =
    [
        Refusal("LM-CHANNEL-01", "tcp", Migrate, a => a.Address is InetAddress),
        Refusal("LM-CHANNEL-02", "vsock", Migrate, a => a.Address is VsockAddress),
        Refusal("LM-CHANNEL-03", "exec", Migrate, a => a.Address is ExecAddress),
        Refusal("LM-CHANNEL-04", "file", Migrate, a => a.Address is FileAddress),
        Refusal("LM-CHANNEL-05", "pipe", Migrate, a => a.Fd == "pipe"),
        Refusal("LM-CHANNEL-06", "regular-file", Migrate, a => a.Fd == "file"),
        Refusal("LM-CHANNEL-07", "tcp-socket", Migrate, a => a.Fd == "TCP"),
        Refusal("LM-CHANNEL-08", "incoming-tcp", Incoming, a => a.Address is InetAddress),
        Refusal("LM-CHANNEL-09", "incoming-vsock", Incoming, a => a.Address is VsockAddress),
        Refusal("LM-CHANNEL-10", "incoming-exec", Incoming, a => a.Address is ExecAddress),
        Refusal("LM-CHANNEL-11", "incoming-file", Incoming, a => a.Address is FileAddress),
        Refusal("LM-CHANNEL-12", "incoming-fd", Incoming, a => a.Fd is "pipe" or "file" or "TCP"),
        new RecordedCase("CHANNEL/recorded-retry", "LM-CHANNEL-15", "attempt to migrate through a Unix socket after a refusal", look => Retry(look, look.Session.Source, Migrate)),
        new RecordedCase("CHANNEL/recorded-incoming-retry", "LM-CHANNEL-16", "attempt to listen on a Unix socket after a refusal, with the status as it was", look => Retry(look, look.Session.Destination, Incoming)),
        new RecordedCase("CHANNEL/recorded-status", "LM-CHANNEL-17", "query of the status around a refusal on the source", look => Status(look, look.Session.Source, fd: false)),
        new RecordedCase("CHANNEL/recorded-incoming-status", "LM-CHANNEL-18", "query of the status around a refusal on the destination", look => Status(look, look.Session.Destination, fd: false)),
        new RecordedCase("CHANNEL/recorded-fd-status", "LM-CHANNEL-19", "query of the status around the refusal of a descriptor", look =>
        {
            foreach (RecordedSide side in look.Session.Sides)
                Status(look, side, fd: true);
        }),
        new RecordedCase("CHANNEL/recorded-text", "LM-CHANNEL-20", "refusal because of 'local'", Text),
        Accepted("LM-CHANNEL-21", "unix", a => a is { Address: UnixAddress, IsUri: true }),
        Accepted("LM-CHANNEL-22", "channels-unix", a => a is { Address: UnixAddress, IsUri: false }),
        Accepted("LM-CHANNEL-23", "fd", a => a is { Fd: "UNIX", IsUri: true }),
        Accepted("LM-CHANNEL-24", "channels-fd", a => a is { Fd: "UNIX", IsUri: false }),
        Refusal("LM-CHANNEL-26", "rdma", null, a => a.IsRdma),
        Refusal("LM-CHANNEL-27", "rdma-queued-form", null, a => a.IsRdma),
        new RecordedCase("CHANNEL/recorded-without-local", "LM-CHANNEL-29", "migration through another channel with 'local' false", WithoutLocal),
        new RecordedCase("CHANNEL/recorded-fd-used-up", "LM-CHANNEL-37", "attempt to close a descriptor that was refused", UsedUp),
        new RecordedCase("CHANNEL/recorded-fd-failed", "LM-CHANNEL-38", "migration after the refusal of a descriptor", AfterDescriptor),
        new RecordedCase("CHANNEL/recorded-incoming-fd-retry", "LM-CHANNEL-39", "attempt to listen after the refusal of a descriptor", look => Retry(look, look.Session.Destination, Incoming, fd: true)),
        new RecordedCase("CHANNEL/recorded-listens-since-start", "LM-CHANNEL-40", "destination that listens since its start and awaits a backend", ListensSinceStart),
        new RecordedCase("CHANNEL/recorded-multifd", "LM-CHANNEL-41", "completed migration with multifd and a backend handed over", Multifd),
    ];

    private static RecordedCase Refusal(string requirement, string id, string? command, Func<RecordedAttempt, bool> which) => new(
        "CHANNEL/recorded-" + id,
        requirement,
        $"attempt of {command ?? "migrate or migrate-incoming"} through such a channel with 'local' true",
        look =>
        {
            foreach (RecordedAttempt a in RecordedAttempt.All(look.Session).Where(a => a.Local && (command is null || a.Exchange.Command == command) && which(a)))
                look.Judge($"{a.Exchange.Command} with 'local' true", a.Exchange.Error is not null, "an error", a.Exchange);
        });

    private static RecordedCase Accepted(string requirement, string id, Func<RecordedAttempt, bool> which) => new(
        "CHANNEL/recorded-accepts-" + id,
        requirement,
        "attempt to migrate through such a channel with 'local' true, in a state that allows it",
        look =>
        {
            foreach (RecordedAttempt a in RecordedAttempt.All(look.Session).Where(a => a.Local && which(a) && IsFresh(a)))
                look.Judge($"{a.Exchange.Command} with 'local' true", a.Exchange.Succeeded, "success", a.Exchange);
        });

    private static void Retry(RecordedLook look, RecordedSide side, string command, bool fd = false)
    {
        RecordedAttempt[] attempts = [.. RecordedAttempt.Of(side).Where(a => a.Exchange.Command == command)];
        RecordedAttempt? refused = Array.Find(attempts, a => IsRefusal(look, a) && (a.Address is FdAddress) == fd);
        RecordedAttempt? retried = Array.Find(attempts, a => refused is not null && a.Exchange.Line > refused.Exchange.Line && (a.Address is UnixAddress || a.Fd == "UNIX"));
        // A status that something else changed on the way says nothing about the refusal.
        if (retried is not null && (fd || IsFresh(retried)))
            look.Judge($"{command} after a refusal", retried.Exchange.Succeeded, "success", retried.Exchange);
    }

    private static void Status(RecordedLook look, RecordedSide side, bool fd)
    {
        foreach (RecordedAttempt a in RecordedAttempt.Of(side).Where(a => IsRefusal(look, a) && (a.Address is FdAddress) == fd))
        {
            string before = side.StatusAt(a.Exchange.Line) ?? "none";
            RecordedEvent? sent = side.Events.FirstOrDefault(e => e.Line > a.Exchange.Line && e.Line < a.Exchange.ReplyLine && e.Status is not null);
            if (sent is not null)
                look.Judge("events of a refusal", false, "none", sent.Status!, sent.Line, sent.Text);
            RecordedExchange? after = side.Exchanges.FirstOrDefault(e => e.Line > a.Exchange.ReplyLine);
            if (after is { Command: "query-migrate", Succeeded: true })
                look.Judge("the status after a refusal", RecordedSide.StatusOf(after) == before, before, RecordedSide.StatusOf(after)!, after.ReplyLine, after.ReplyText);
        }
    }

    private static void Text(RecordedLook look)
    {
        foreach (RecordedAttempt a in RecordedAttempt.All(look.Session).Where(a => a.Local && a.Exchange.Error is not null && a.IsForbidden))
            look.Judge("the text of a refusal", a.Exchange.Error == RecordedSession.Requirement, RecordedSession.Requirement, a.Exchange);
    }

    private static void WithoutLocal(RecordedLook look)
    {
        foreach (RecordedAttempt a in RecordedAttempt.Of(look.Session.Source).Where(a => !a.Local && a.Address is not (null or UnixAddress or RdmaAddress) && IsFresh(a)))
            look.Judge("migrate with 'local' false", a.Exchange.Succeeded, "success", a.Exchange);
    }

    private static void UsedUp(RecordedLook look)
    {
        foreach (RecordedAttempt a in RecordedAttempt.Of(look.Session.Source).Where(a => a.Address is FdAddress && IsRefusal(look, a)))
        {
            RecordedExchange? close = look.Session.Source.Of("closefd").FirstOrDefault(e => e.Line > a.Exchange.Line);
            RecordedExchange? given = look.Session.Source.Of("getfd").FirstOrDefault(e => e.Line > a.Exchange.Line);
            if (close is not null && (given is null || close.Line < given.Line))
                look.Judge("closefd of a descriptor that was refused", close.Error is not null, "not found", close);
        }
    }

    private static void AfterDescriptor(RecordedLook look)
    {
        RecordedSide side = look.Session.Source;
        RecordedAttempt? refused = RecordedAttempt.Of(side).FirstOrDefault(a => a.Address is FdAddress && IsRefusal(look, a));
        RecordedAttempt? later = RecordedAttempt.Of(side).FirstOrDefault(a => refused is not null && a.Exchange.Line > refused.Exchange.Line && a.Local && !a.IsForbidden && a.Fd != "");
        if (later is null)
            return;
        string status = side.StatusAt(later.Exchange.Line) ?? "none";
        look.Judge("the status after the refusals", status is "none" or "failed", "none or failed", status, later.Exchange.Line, later.Exchange.Text);
        look.Judge("migrate after the refusals", later.Exchange.Succeeded, "success", later.Exchange);
    }

    private static void ListensSinceStart(RecordedLook look)
    {
        if (look.TryMigration(out RecordedMigration? m)
            && look.Session.Destination.CommandLine.Contains("-incoming unix:", StringComparison.Ordinal)
            && m.Awaited.Any() && m.Matches
            && m.DestinationEnd is { } end)
        {
            look.Judge("the migration", end.Status == "completed", "completed", end.Status, end.Line, end.Text);
        }
    }

    private static void Multifd(RecordedLook look)
    {
        // A further channel cannot hand over anything: what arrived came over the main one.
        if (look.TryMigration(out RecordedMigration? m)
            && m.HasCapability("multifd") && m.Sent.Any() && m.Matches && m.DestinationEnd is { Status: "completed" } end
            && look.Session.TapsAfter("dst", end.Line) is { Gone: false } taps)
        {
            look.Judge("the backends of the destination", taps.Interfaces.Count > 0, "handed over", taps.Text, taps.Line, taps.Text);
        }
    }

    // A refusal because of 'local'. The queued form says so; the others have no text of their own, so that what is refused decides.
    private static bool IsRefusal(RecordedLook look, RecordedAttempt a) => a.Local && a.Exchange.Error is not null
        && (look.Session.Profile == Profile.Upstream ? a.Exchange.Error == RecordedSession.Requirement : a.IsForbidden);

    private static bool IsFresh(RecordedAttempt a) =>
        a.StatusBefore is null or "none" || (a.Exchange.Command == Migrate && a.StatusBefore is "failed" or "cancelled" or "completed");
}
