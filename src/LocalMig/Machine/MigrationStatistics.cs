using LocalMig.Json;
using LocalMig.Wire;

namespace LocalMig.Machine;

/// <summary>What an outgoing migration has done so far, for query-migrate (facts B.3).</summary>
public sealed class MigrationStatistics
{
    private readonly TimeProvider _clock;
    private readonly long _begun;
    private long? _setUp;
    private long? _stopped;
    private long? _ended;

    /// <summary>The migration begins now.</summary>
    /// <param name="clock">What time it is.</param>
    /// <param name="total">Bytes of memory.</param>
    public MigrationStatistics(TimeProvider clock, long total)
    {
        ArgumentNullException.ThrowIfNull(clock);
        _clock = clock;
        _begun = clock.GetTimestamp();
        Total = total;
        Remaining = total;
    }

    /// <summary>Bytes of memory.</summary>
    public long Total { get; }

    /// <summary>Bytes of memory that were not sent yet.</summary>
    public long Remaining { get; set; }

    /// <summary>Pages of zeroes sent.</summary>
    public long ZeroPages { get; set; }

    /// <summary>Pages sent with their content.</summary>
    public long NormalPages { get; set; }

    /// <summary>Bytes written to the channel.</summary>
    public long Transferred { get; set; }

    /// <summary>Bytes written before the machine stopped.</summary>
    public long BeforeStop { get; set; }

    /// <summary>Passes over the memory begun.</summary>
    public long Passes { get; set; }

    /// <summary>Milliseconds until memory was sent.</summary>
    public long SetupMilliseconds => Milliseconds(_begun, _setUp);

    /// <summary>Milliseconds between the stop of the machine and the end.</summary>
    public long DowntimeMilliseconds => _stopped is { } stopped ? Milliseconds(stopped, _ended) : 0;

    /// <summary>Milliseconds until now, or until the end.</summary>
    public long TotalMilliseconds => Milliseconds(_begun, _ended);

    /// <summary>Memory is being sent from now on.</summary>
    public void MarkSetUp() => _setUp = _clock.GetTimestamp();

    /// <summary>The machine stopped now.</summary>
    public void MarkStopped() => _stopped = _clock.GetTimestamp();

    /// <summary>The migration ended now.</summary>
    public void MarkEnded() => _ended = _clock.GetTimestamp();

    /// <summary>The member <c>ram</c> of query-migrate.</summary>
    public JsonValue ToQuery(QemuGeneration generation)
    {
        const double bitsPerByte = 8, bitsPerMegabit = 1e6, millisecondsPerSecond = 1e3;
        double seconds = TotalMilliseconds / millisecondsPerSecond;
        List<(string, JsonValue)> ram =
        [
            ("total", Total), ("remaining", Remaining), ("transferred", Transferred), ("duplicate", ZeroPages), ("normal", NormalPages),
            ("normal-bytes", NormalPages * GuestRam.PageSize), ("dirty-pages-rate", 0L), ("page-size", (long)GuestRam.PageSize),
            ("mbps", JsonValue.From(seconds > 0 ? Transferred * bitsPerByte / bitsPerMegabit / seconds : 0)),
            ("dirty-sync-count", Passes), ("postcopy-requests", 0L), ("multifd-bytes", 0L),
            ("pages-per-second", seconds > 0 ? (long)((NormalPages + ZeroPages) / seconds) : 0L),
            ("precopy-bytes", BeforeStop), ("downtime-bytes", _stopped is null ? 0L : Transferred - BeforeStop), ("postcopy-bytes", 0L),
            ("dirty-sync-missed-zero-copy", 0L),
        ];
        if (generation == QemuGeneration.Qemu7)
            ram.Add(("skipped", 0L));
        return JsonValue.Object(ram);
    }

    private long Milliseconds(long from, long? to) => (long)_clock.GetElapsedTime(from, to ?? _clock.GetTimestamp()).TotalMilliseconds;
}
