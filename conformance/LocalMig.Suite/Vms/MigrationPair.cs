using LocalMig.Qmp;
using LocalMig.Suite.Tap;

namespace LocalMig.Suite.Vms;

/// <summary>How a destination's device is prepared.</summary>
public enum Prepared
{
    /// <summary>Its backend waits for descriptors.</summary>
    Waiting,

    /// <summary>It has a backend of its own, and its switch is on.</summary>
    OwnPermitted,

    /// <summary>It has a backend of its own, and its switch is off.</summary>
    Own,
}

/// <summary>A backend's place in a pair.</summary>
/// <param name="Backend">The backend.</param>
/// <param name="SourceSwitch">The switch on the source.</param>
/// <param name="Destination">How the destination's device is prepared.</param>
public sealed record PairedBackend(CaseBackend Backend, bool SourceSwitch = true, Prepared Destination = Prepared.Waiting);

/// <summary>What a pair is made of. The defaults make a local migration that works.</summary>
public sealed record PairOptions
{
    /// <summary>'local' on the source.</summary>
    public bool SourceLocal { get; init; } = true;

    /// <summary>'local' on the destination, while its devices are plugged in and afterwards.</summary>
    public bool DestinationLocal { get; init; } = true;

    /// <summary>The capability 'return-path' on both sides: without it a source may never learn that the load failed.</summary>
    public bool ReturnPath { get; init; } = true;

    /// <summary>Whether the destination ends when the load fails. Without it, it stays and can be looked at.</summary>
    public bool ExitOnError { get; init; }

    /// <summary>What a tap in the middle does to the stream; empty for a tap that only records.</summary>
    public IReadOnlyList<Interference> Interferences { get; init; } = [];

    /// <summary>Whether there is a tap.</summary>
    public bool Tapped { get; init; } = true;

    /// <summary>Whether the source has to be a process of its own, so that it can be killed. Starting one takes longer than a
    /// migration.</summary>
    public bool SourceProcess { get; init; }

    /// <summary>Whether the destination has to be a process of its own.</summary>
    public bool DestinationProcess { get; init; }

    /// <summary>The devices.</summary>
    public IReadOnlyList<PairedBackend> Backends { get; init; } = [];
}

/// <summary>How a migration ended.</summary>
/// <param name="Source">The source's last status; null where none was reached in time or the VM is gone.</param>
/// <param name="Destination">The destination's.</param>
public sealed record MigrationEnd(string? Source, string? Destination)
{
    /// <inheritdoc/>
    public override string ToString() => $"source {Source ?? "gone or without an end"}, destination {Destination ?? "gone or without an end"}";
}

/// <summary>Source and destination, prepared for a migration between them.</summary>
public sealed class MigrationPair
{
    private static readonly string[] Final = ["completed", "failed", "cancelled"];

    private readonly PairOptions _options;

    private MigrationPair(CaseContext c, PairOptions options, CaseVm source, CaseVm destination)
    {
        _options = options;
        Source = source;
        Destination = destination;
        Path = System.IO.Path.Combine(c.Folder, $"mig-{destination.Name}.sock");
        Tap = options.Tapped ? MigrationTap.Start(c, Path, options.Interferences) : null;
    }

    /// <summary>The side that migrates away.</summary>
    public CaseVm Source { get; }

    /// <summary>The side that waits.</summary>
    public CaseVm Destination { get; }

    /// <summary>The socket that the destination listens on.</summary>
    public string Path { get; }

    /// <summary>The tap in the middle; null where none was asked for.</summary>
    public MigrationTap? Tap { get; }

    /// <summary>Starts and prepares both sides. Ends the case where that fails.</summary>
    public static MigrationPair Start(CaseContext c, PairOptions options) => Join(c, options, c.StartSource(ownProcess: options.SourceProcess), c.StartDestination(ownProcess: options.DestinationProcess));

    /// <summary>Prepares a destination for a source that is there already: for further hops and further attempts.</summary>
    /// <param name="c">The case.</param>
    /// <param name="options">What is wanted; the source's devices are left as they are.</param>
    /// <param name="source">The source.</param>
    /// <param name="name">What the wire log calls the destination.</param>
    public static MigrationPair Again(CaseContext c, PairOptions options, CaseVm source, string name)
    {
        var pair = new MigrationPair(c, options, source, c.StartDestination(name, ownProcess: options.DestinationProcess));
        source.SetLocal(options.SourceLocal);
        pair.PrepareDestination();
        return pair;
    }

    /// <summary>Starts the migration: migrate-incoming, then migrate. Ends the case where the destination refuses.</summary>
    /// <returns>The reply to migrate.</returns>
    public QmpReply Begin()
    {
        Listen();
        return Source.Execute("migrate", ("uri", "unix:" + (Tap?.Path ?? Path)));
    }

    /// <summary>Lets the destination listen. Ends the case where it refuses.</summary>
    public void Listen() => Destination.Do("migrate-incoming", ("uri", "unix:" + Path), ("exit-on-error", _options.ExitOnError));

    /// <summary>Migrates and waits for the end on both sides.</summary>
    public MigrationEnd Migrate()
    {
        int seen = Source.Events.Count;
        QmpReply reply = Begin();
        return reply.Error is not null ? new MigrationEnd("refused", null) : WaitEnd(seen);
    }

    /// <summary>Waits for the end on both sides.</summary>
    /// <param name="sourceEvents">How many of the source's events belong to earlier migrations.</param>
    public MigrationEnd WaitEnd(int sourceEvents = 0)
    {
        string? source = Source.WaitStatus(sourceEvents, Final);
        return new MigrationEnd(source, Destination.WaitStatus(0, Final));
    }

    private static MigrationPair Join(CaseContext c, PairOptions options, CaseVm source, CaseVm destination)
    {
        var pair = new MigrationPair(c, options, source, destination);
        source.SetLocal(options.SourceLocal);
        foreach (PairedBackend b in options.Backends)
            b.Backend.Open(source, b.SourceSwitch);
        pair.PrepareDestination();
        return pair;
    }

    private void PrepareDestination()
    {
        if (_options.ReturnPath)
        {
            Source.SetCapability("return-path", true);
            Destination.SetCapability("return-path", true);
        }

        // A backend waits only where 'local' is set before it is made (specification, section 4).
        Destination.SetLocal(_options.DestinationLocal);
        foreach (PairedBackend b in _options.Backends)
        {
            switch (b.Destination)
            {
                case Prepared.Waiting:
                    if (!_options.DestinationLocal)
                        Destination.SetLocal(true);
                    b.Backend.Await(Destination);
                    break;
                default:
                    b.Backend.OpenOwn(Destination, b.Destination == Prepared.OwnPermitted);
                    break;
            }
        }

        if (!_options.DestinationLocal)
            Destination.SetLocal(false);
    }
}
