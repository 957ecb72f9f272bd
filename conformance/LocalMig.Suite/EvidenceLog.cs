using System.Diagnostics;

namespace LocalMig.Suite;

/// <summary>Collects what happens while a case runs. Several threads write: monitors, the migration tap, the case.</summary>
public sealed class EvidenceLog
{
    // A report shows what happened around a failure; a stream of megabytes is no evidence that anyone reads.
    private const int LongestText = 2000;
    private const int MostRecords = 20_000;

    private readonly Lock _lock = new();
    private readonly List<WireRecord> _wire = [];
    private readonly List<Expectation> _expectations = [];
    private readonly long _start = Stopwatch.GetTimestamp();
    private bool _closed;

    /// <summary>Writes a line of the wire log.</summary>
    public void Wire(string channel, WireDirection direction, string text, long offset = -1, int descriptors = 0)
    {
        long now = (long)Stopwatch.GetElapsedTime(_start).TotalMicroseconds;
        if (text.Length > LongestText)
            text = $"{text.AsSpan(0, LongestText)}... ({text.Length} characters)";
        lock (_lock)
        {
            if (!_closed && _wire.Count < MostRecords)
                _wire.Add(new WireRecord(now, channel, direction, offset, descriptors, text));
        }
    }

    /// <summary>Writes down an expectation; it is placed after what the wire log holds by now.</summary>
    internal void Add(Expectation expectation)
    {
        lock (_lock)
        {
            if (!_closed)
                _expectations.Add(expectation with { Wire = _wire.Count });
        }
    }

    /// <summary>Ends the collection and gives what was collected. A straggling thread adds nothing to it.</summary>
    internal (IReadOnlyList<WireRecord> Wire, IReadOnlyList<Expectation> Expectations) Close()
    {
        lock (_lock)
        {
            _closed = true;
            return (_wire, _expectations);
        }
    }
}
