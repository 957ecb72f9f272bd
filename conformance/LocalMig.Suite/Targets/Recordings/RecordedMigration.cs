using LocalMig.Json;

namespace LocalMig.Suite.Targets.Recordings;

/// <summary>The migration of a recording: how it was prepared, and how it ended on each side.</summary>
internal sealed class RecordedMigration
{
    private readonly RecordedSession _session;

    private RecordedMigration(RecordedSession session, RecordedExchange migrate)
    {
        _session = session;
        Migrate = migrate;
        SourceLocal = session.Source.LocalAt(migrate.Line);
        DestinationLocal = session.Destination.LocalAt(migrate.Line);
        SourceBackends = [.. Backends(session.Source)];
        DestinationBackends = [.. Backends(session.Destination)];
    }

    /// <summary>The command that started it on the source.</summary>
    public RecordedExchange Migrate { get; }

    /// <summary>'local' on the source when it started.</summary>
    public bool SourceLocal { get; }

    /// <summary>'local' on the destination when it started.</summary>
    public bool DestinationLocal { get; }

    /// <summary>The TAP backends of the source.</summary>
    public IReadOnlyList<RecordedBackend> SourceBackends { get; }

    /// <summary>The TAP backends of the destination.</summary>
    public IReadOnlyList<RecordedBackend> DestinationBackends { get; }

    /// <summary>The interface of each of the source's queues: as it was told, or as its descriptors were listed first.</summary>
    public IReadOnlyList<string> SourceInterfaces
    {
        get
        {
            string[] told = [.. SourceBackends.Where(b => b.Interface.Length > 0).SelectMany(b => Enumerable.Repeat(b.Interface, b.Queues))];
            return told.Length > 0 ? told : _session.Taps.FirstOrDefault(t => t.Side == "src")?.Interfaces ?? [];
        }
    }

    /// <summary>Backends that the source hands over: the switch on and 'local' true.</summary>
    public IEnumerable<RecordedBackend> Sent => SourceLocal ? SourceBackends.Where(b => b.Switch) : [];

    /// <summary>Backends that wait on the destination: created with the switch on while 'local' was true.</summary>
    public IEnumerable<RecordedBackend> Awaited => DestinationBackends.Where(b => b.Switch && b.LocalWhenCreated);

    /// <summary>Whether the destination awaits exactly what the source sends.</summary>
    public bool Matches =>
        Sent.Select(b => (b.Id, b.Queues)).OrderBy(b => b.Id, StringComparer.Ordinal).SequenceEqual(Awaited.Select(b => (b.Id, b.Queues)).OrderBy(b => b.Id, StringComparer.Ordinal));

    /// <summary>How it ended on the source: the last final status shown, or null.</summary>
    public RecordedStatus? SourceEnd => End(_session.Source);

    /// <summary>How it ended on the destination.</summary>
    public RecordedStatus? DestinationEnd => End(_session.Destination);

    /// <summary>Whether the destination listened when it was started, without a migrate-incoming.</summary>
    public bool IncomingSinceStart => !_session.Destination.Of("migrate-incoming").Any(e => e.Succeeded);

    /// <summary>Whether the source had asked for a return path.</summary>
    public bool HasReturnPath => HasCapability("return-path");

    /// <summary>Whether a capability was on at the source.</summary>
    public bool HasCapability(string name)
    {
        bool on = false;
        foreach (RecordedExchange e in _session.Source.Of("migrate-set-capabilities").Where(e => e.Succeeded && e.Line < Migrate.Line))
        {
            foreach (JsonValue item in e.Arguments["capabilities"].List())
            {
                if (item["capability"].Text() == name)
                    on = item["state"].Flag() == true;
            }
        }

        return on;
    }

    /// <summary>The statuses and run state changes of a side from the start of the migration to its end, in order.</summary>
    public IReadOnlyList<RecordedEvent> Course(RecordedSide side)
    {
        // The destination is set up before the source is told to migrate.
        int from = side.Of("migrate-incoming").LastOrDefault(e => e.Succeeded && e.Line < Migrate.Line)?.Line ?? Migrate.Line;
        if (ReferenceEquals(side, _session.Source))
            from = Migrate.Line;
        int end = End(side)?.Line ?? int.MaxValue;
        return [.. side.Events.Where(e => e.Line > from && e.Line <= end && e.Name is ("MIGRATION" or "STOP" or "RESUME"))];
    }

    /// <summary>Finds the migration that went from source to destination: the last one that was accepted.</summary>
    public static RecordedMigration? Find(RecordedSession session)
    {
        if (session.Destination.Exchanges.Count == 0)
            return null;
        RecordedExchange? migrate = session.Source.Of("migrate").LastOrDefault(e => e.Succeeded);
        return migrate is null ? null : new RecordedMigration(session, migrate);
    }

    private RecordedStatus? End(RecordedSide side)
    {
        var shown = side.Events.Where(e => e.Line > Migrate.Line && e.Status is not null).Select(e => new RecordedStatus(e.Line, e.Status!, e.Text))
            .Concat(side.Of("query-migrate").Where(q => q.ReplyLine > Migrate.Line && q.Succeeded).Select(q => new RecordedStatus(q.ReplyLine, RecordedSide.StatusOf(q)!, q.ReplyText)));
        return shown.OrderBy(s => s.Line).LastOrDefault(s => s.Status is "completed" or "failed" or "cancelled") is { } last
            ? shown.OrderBy(s => s.Line).First(s => s.Line <= last.Line && s.Status == last.Status)
            : null;
    }

    private static IEnumerable<RecordedBackend> Backends(RecordedSide side) =>
        from e in side.Of("netdev_add")
        where e.Succeeded && e.Arguments["type"].Text() == "tap"
        let removed = side.Of("netdev_del").Any(d => d.Succeeded && d.Line > e.Line && d.Arguments["id"].Text() == e.Arguments["id"].Text())
        where !removed
        select RecordedBackend.Read(e, side.LocalAt(e.Line));
}

/// <summary>A migration status shown in a recording.</summary>
/// <param name="Line">The line that shows it.</param>
/// <param name="Status">The status.</param>
/// <param name="Text">The line itself.</param>
internal sealed record RecordedStatus(int Line, string Status, string Text);
