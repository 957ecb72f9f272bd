using LocalMig.Json;
using LocalMig.Qmp;

namespace LocalMig.Machine;

public sealed partial class Vm
{
    private const string EventsCapability = "events";

    private readonly List<Action<QmpEvent>> _observers = [];

    /// <summary>Has each event from now on told to somebody, in order.</summary>
    /// <param name="observer">Called under the machine's lock: it may queue the event, and must not call back.</param>
    public void Observe(Action<QmpEvent> observer)
    {
        lock (Gate)
            _observers.Add(observer);
    }

    /// <summary>Emits an event.</summary>
    internal void Emit(string name, JsonValue? data = null)
    {
        const long microsecondsPerSecond = 1_000_000;
        long now = (Seams.Clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        QmpEvent happened = new(name, data, now / microsecondsPerSecond, now % microsecondsPerSecond);
        foreach (QmpEvent shown in Seams.Events(happened))
            _observers.ForEach(observer => observer(shown));
    }

    /// <summary>Emits the event of a migration's status, where the capability asks for it.</summary>
    internal void EmitMigration(MigrationStatus status)
    {
        if (Capabilities[EventsCapability])
            Emit("MIGRATION", JsonValue.Object(("status", status.Name())));
    }

    /// <summary>Emits the event of a pass over the memory, where the capability asks for it.</summary>
    internal void EmitPass(long pass)
    {
        if (Capabilities[EventsCapability])
            Emit("MIGRATION_PASS", JsonValue.Object(("pass", pass)));
    }

    /// <summary>Says something on standard error.</summary>
    internal void Warn(string line) => Seams.Warn(line);
}
