using LocalMig.Suite.Targets.Recordings;

namespace LocalMig.Suite.Cases.Recorded;

/// <summary>What recordings tell about the transfer and its course (specification, sections 5 and 7).</summary>
internal static class RecordedTransferCases
{
    /// <summary>In the order they run.</summary>
    public static IReadOnlyList<Case> All { get; } =
    [
        new RecordedCase("TRANSFER/recorded-one-tap", "LM-TRANSFER-15", "list of both sides' TAPs after a backend was handed over", OneTap),
        new RecordedCase("TRANSFER/recorded-nothing-kept", "LM-TRANSFER-20", "list of the destination's TAPs after a failure", NothingKept),
        new RecordedCase("TRANSFER/recorded-source-works", "LM-TRANSFER-21", "list of the source's TAPs after a failure", SourceWorks),
        new RecordedCase("TRANSFER/recorded-both-hold", "LM-TRANSFER-26", "list of the destination's TAPs after the source has quit", BothHold),
        new RecordedCase("TRANSFER/recorded-run-states", "LM-TRANSFER-27", "query of the run states after a migration that completed on both sides", RunStates),
        new RecordedCase("TRANSFER/recorded-source-events", "LM-TRANSFER-28", "course of events of a source that completed", SourceEvents),
        new RecordedCase("TRANSFER/recorded-destination-events", "LM-TRANSFER-29", "course of events of a destination that completed", DestinationEvents),
        new RecordedCase("TRANSFER/recorded-failed-stays-failed", "LM-TRANSFER-30", "migration that failed", FailedStaysFailed),
        new RecordedCase("TRANSFER/recorded-return-path-tells", "LM-TRANSFER-31", "failed load with a return path", ReturnPathTells),
        new RecordedCase("TRANSFER/recorded-race", "LM-TRANSFER-32", "source that completed although the load failed", Race),
        new RecordedCase("TRANSFER/recorded-cancel", "LM-TRANSFER-33", "migration that was cancelled", Cancel),
        new RecordedCase("TRANSFER/recorded-carrier", "LM-TRANSFER-38", "state of a TAP's carrier before and after", Carrier),
        new RecordedCase("TRANSFER/recorded-return-path", "LM-TRANSFER-39", "migration with a return path that hands a backend over", look =>
        {
            if (look.TryMigration(out RecordedMigration? m) && m.HasReturnPath && m.Sent.Any() && m.Matches && m.DestinationEnd is { } end)
                look.Judge("the end of the migration", end.Status == "completed", "completed", end.Status, end.Line, end.Text);
        }),
    ];

    private static void OneTap(RecordedLook look)
    {
        if (look.TryMigration(out RecordedMigration? m) && m.Sent.Any() && m.Matches && m.DestinationEnd is { Status: "completed" } end
            && look.Session.TapsAfter("dst", end.Line) is { Gone: false } after)
        {
            string[] others = [.. after.Interfaces.Where(i => !m.SourceInterfaces.Contains(i, StringComparer.Ordinal))];
            look.Judge("TAPs of the destination that the source did not have", others.Length == 0, "none", others.Length == 0 ? "none" : string.Join(", ", others), after.Line, after.Text);
        }
    }

    private static void NothingKept(RecordedLook look)
    {
        if (look.TryMigration(out RecordedMigration? m) && m.DestinationEnd is { Status: "failed" } end
            && m.SourceInterfaces.Count > 0 && look.Session.TapsAfter("dst", end.Line) is { } destination)
        {
            string[] kept = [.. destination.Interfaces.Where(i => m.SourceInterfaces.Contains(i, StringComparer.Ordinal))];
            look.Judge("the source's TAPs on the destination", kept.Length == 0, "none", kept.Length == 0 ? "none" : string.Join(", ", kept), destination.Line, destination.Text);
        }
    }

    private static void SourceWorks(RecordedLook look)
    {
        if (look.TryMigration(out RecordedMigration? m) && m.DestinationEnd is { Status: "failed" } end
            && m.SourceInterfaces.Count > 0 && look.Session.TapsAfter("src", end.Line) is { Gone: false } after)
        {
            look.Judge("the TAPs of the source after the failure", after.Holds(m.SourceInterfaces), string.Join(", ", m.SourceInterfaces), after.ToString(), after.Line, after.Text);
        }

        foreach (RecordedNote ping in look.Session.Notes.Where(n => n.Text.StartsWith("host ping of the guest, source after a failed", StringComparison.Ordinal)))
            look.Judge("the guest behind the source's TAP", ping.Text.Contains(" 0% packet loss", StringComparison.Ordinal), "no packet lost", ping.Text, ping.Line, ping.Text);
    }

    private static void BothHold(RecordedLook look)
    {
        if (!look.TryMigration(out RecordedMigration? m) || !m.Sent.Any() || !m.Matches || m.DestinationEnd is not { Status: "completed" } end)
            return;
        int quit = look.Session.Source.Of("quit").LastOrDefault(e => e.Line > end.Line)?.Line ?? int.MaxValue;
        if (look.Session.TapsBefore("src", quit) is { Gone: false } both && both.Line > end.Line)
            look.Judge("the TAPs of the source before it quits", both.Interfaces.Count > 0, "held", both.Text, both.Line, both.Text);
        if (look.Session.TapsAfter("dst", quit) is { Gone: false } taps)
            look.Judge("the TAPs of the destination after the source quit", taps.Interfaces.Count > 0, "held", taps.Text, taps.Line, taps.Text);
    }

    private static void RunStates(RecordedLook look)
    {
        if (!look.TryMigration(out RecordedMigration? m) || m.SourceEnd is not { Status: "completed" } source || m.DestinationEnd is not { Status: "completed" } destination)
            return;
        State(look, look.Session.Source, source.Line, "postmigrate");
        State(look, look.Session.Destination, destination.Line, "running");
    }

    private static void State(RecordedLook look, RecordedSide side, int line, string expected)
    {
        RecordedExchange? status = side.Of("query-status").FirstOrDefault(e => e.Succeeded && e.Line > line);
        if (status?.Return?["status"].Text() is { } actual)
            look.Judge($"the run state of {side.Name}", actual == expected, expected, actual, status.ReplyLine, status.ReplyText);
    }

    private static void SourceEvents(RecordedLook look)
    {
        if (look.TryMigration(out RecordedMigration? m) && m.SourceEnd is { Status: "completed" })
            Course(look, m.Course(look.Session.Source), "setup active STOP device completed", optional: "STOP");
    }

    private static void DestinationEvents(RecordedLook look)
    {
        if (look.TryMigration(out RecordedMigration? m) && m.DestinationEnd is { Status: "completed" })
            Course(look, m.Course(look.Session.Destination), "setup active RESUME completed", optional: "RESUME");
    }

    // A side without the capability 'events' shows none: no course to judge. One that listens since its start was set up
    // before anyone could see it.
    private static void Course(RecordedLook look, IReadOnlyList<RecordedEvent> events, string expected, string optional)
    {
        if (!events.Any(e => e.Status is not null))
            return;
        string actual = string.Join(' ', events.Select(e => e.Status ?? e.Name).Where(s => s != "pre-switchover"));
        string without = expected.Replace(" " + optional, "", StringComparison.Ordinal);
        bool late = look.Session.Migration!.IncomingSinceStart && optional == "RESUME";
        string[] allowed = late ? [expected, without, expected["setup ".Length..], without["setup ".Length..]] : [expected, without];
        look.Judge("the course of events", allowed.Contains(actual), expected, actual, events[^1].Line, events[^1].Text);
    }

    private static void FailedStaysFailed(RecordedLook look)
    {
        foreach (RecordedSide side in look.Session.Sides)
        {
            RecordedEvent? failed = side.Events.FirstOrDefault(e => e.Status == "failed");
            if (failed is null)
                continue;
            // A new attempt is a new migration.
            int next = side.Exchanges.FirstOrDefault(e => e.Line > failed.Line && e.Command is "migrate" or "migrate-incoming")?.Line ?? int.MaxValue;
            RecordedEvent? after = side.Events.FirstOrDefault(e => e.Line > failed.Line && e.Line < next && e.Status is not null);
            look.Judge($"the status of {side.Name} after 'failed'", after is null, "none follows", after?.Status ?? "none follows", after?.Line ?? failed.Line, after?.Text ?? failed.Text);
        }
    }

    private static void ReturnPathTells(RecordedLook look)
    {
        if (!look.TryMigration(out RecordedMigration? m) || !m.HasReturnPath || m.DestinationEnd is not { Status: "failed" } || m.SourceEnd is not { } end)
            return;
        look.Judge("the end of the migration on the source", end.Status == "failed", "failed", end.Status, end.Line, end.Text);
        State(look, look.Session.Source, end.Line, "running");
    }

    private static void Race(RecordedLook look)
    {
        if (look.TryMigration(out RecordedMigration? m) && !m.HasReturnPath && m.DestinationEnd is { Status: "failed" } && m.SourceEnd is { Status: "completed" } end)
            look.Judge("the end of the migration on the source", true, "completed or failed", end.Status, end.Line, end.Text);
    }

    private static void Cancel(RecordedLook look)
    {
        if (!look.TryMigration(out RecordedMigration? m) || m.SourceEnd is not { Status: "cancelled" } end)
            return;
        State(look, look.Session.Source, end.Line, "running");
        if (m.SourceInterfaces.Count > 0 && look.Session.TapsAfter("dst", end.Line) is { } destination)
        {
            bool kept = destination.Interfaces.Any(i => m.SourceInterfaces.Contains(i, StringComparer.Ordinal));
            look.Judge("the source's TAPs on the destination", !kept, "none", kept ? "held" : "none", destination.Line, destination.Text);
        }
    }

    // Looked at from outside while both sides are there; a source alone before its guest runs has no carrier yet.
    private static void Carrier(RecordedLook look)
    {
        if (!look.TryMigration(out RecordedMigration? m) || !m.Sent.Any() || m.DestinationEnd is not { Status: "completed" } end)
            return;
        RecordedNote? before = look.Session.Notes.LastOrDefault(n => n.Line < m.Migrate.Line && n.Text.StartsWith("carrier=", StringComparison.Ordinal));
        int quit = look.Session.Destination.Of("quit").FirstOrDefault()?.Line ?? int.MaxValue;
        if (before is not { Text: "carrier=1" })
            return;
        foreach (RecordedNote after in look.Session.Notes.Where(n => n.Line > end.Line && n.Line < quit && n.Text.StartsWith("carrier=", StringComparison.Ordinal)))
            look.Judge("the carrier of the TAP", after.Text == "carrier=1", "carrier=1", after.Text, after.Line, after.Text);
    }
}
