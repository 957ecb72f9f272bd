using System.Diagnostics;

namespace LocalMig.Descriptors;

/// <summary>Until when an operation may wait, and who may end the wait before.</summary>
public readonly struct Deadline
{
    // 0 stands for never, so that the default value waits for ever.
    private readonly long _end;

    private Deadline(long end, CancellationToken cancellation)
    {
        _end = end;
        Cancellation = cancellation;
    }

    /// <summary>Waits for ever.</summary>
    public static Deadline Never => default;

    /// <summary>Does not wait at all.</summary>
    public static Deadline Now => new(1, default);

    /// <summary>Ends the wait before its time.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>Whether the time is over.</summary>
    public bool IsPast => _end != 0 && Stopwatch.GetTimestamp() >= _end;

    /// <summary>The time that is left, for poll: rounded up, 0 when it is over, -1 for never.</summary>
    public int RemainingMilliseconds
    {
        get
        {
            if (_end == 0)
                return -1;
            long ticks = _end - Stopwatch.GetTimestamp();
            if (ticks <= 0)
                return 0;
            double milliseconds = Math.Ceiling(ticks * 1000.0 / Stopwatch.Frequency);
            return milliseconds >= int.MaxValue ? int.MaxValue : (int)milliseconds;
        }
    }

    /// <summary>Waits that long from now. <see cref="Timeout.InfiniteTimeSpan"/> is for ever.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    public static Deadline After(TimeSpan time, CancellationToken cancellation = default)
    {
        if (time == Timeout.InfiniteTimeSpan)
            return new Deadline(0, cancellation);
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        double end = Stopwatch.GetTimestamp() + (time.TotalSeconds * Stopwatch.Frequency);
        return new Deadline(end >= long.MaxValue ? 0 : Math.Max(1, (long)end), cancellation);
    }

    /// <summary>Waits until it is cancelled.</summary>
    public static Deadline Until(CancellationToken cancellation) => new(0, cancellation);
}
