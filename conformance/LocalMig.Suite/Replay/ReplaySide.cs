using LocalMig.Descriptors;
using LocalMig.Json;
using LocalMig.Qmp;

namespace LocalMig.Suite.Replay;

/// <summary>The conversation with one side: what the recording expects of it, and what came.</summary>
/// <remarks>Events come when they come: a migration goes on while a client asks. Where they are compared apart, answers belong to
/// their commands in order, and all events of a side are one sequence of its own. The conversation waits for what the recording had
/// before it goes on, so that a command finds the machine as it was then.</remarks>
internal sealed class ReplaySide(string name, ReplayConnection connection, ReplayComparison comparison, ReplayOptions options) : IDisposable
{
    private readonly List<TranscriptLine> _expected = [];
    private readonly List<TranscriptLine> _expectedEvents = [];
    private readonly List<string> _events = [];
    private readonly Queue<string> _replies = new();
    private int _awaitedEvent;

    public ReplayConnection Connection => connection;

    /// <summary>Whether the recording has had its greeting.</summary>
    public bool IsGreeted { get; set; }

    public void Expect(TranscriptLine line)
    {
        if (!comparison.Drops(line.Text))
            _expected.Add(line);
    }

    /// <summary>Waits for what is expected so far and compares it.</summary>
    /// <param name="settle">How long to wait for what should not come.</param>
    /// <param name="last">The line of the recording that a surplus is told at.</param>
    public List<ReplayAnswer> Gather(TimeSpan settle, int last)
    {
        // A client that waits for its turn may be greeted at any time from then on.
        if (!IsGreeted)
            return [];
        List<ReplayAnswer> answers = options.EventsApart ? GatherReplies(settle, last) : GatherLines(settle, last);
        _expected.Clear();
        return answers;
    }

    /// <summary>Waits until the other end closes; what comes until then is too many, but for events that are compared in the end.</summary>
    public IEnumerable<ReplayAnswer> GatherToEnd(int last)
    {
        Deadline patience = Deadline.After(options.Patience);
        while (Next(patience) is { } line)
        {
            if (options.EventsApart && IsEvent(line))
            {
                _events.Add(line);
                continue;
            }

            // Who answers what ended the other one is still there, and will not end.
            patience = Deadline.After(options.Settle);
            yield return new ReplayAnswer(last, name, null, line, []);
        }
    }

    /// <summary>Compares the events, after the last of them.</summary>
    public List<ReplayAnswer> Finish(int last) => [.. comparison.Compare(name, _expectedEvents, _events, last)];

    public void Dispose() => connection.Dispose();

    private static bool IsEvent(string line) =>
        line.Contains("\"event\"", StringComparison.Ordinal) && JsonText.Parse(line).TryGet(out JsonValue? value, out _) && value["event"] is not null;

    private List<ReplayAnswer> GatherLines(TimeSpan settle, int last)
    {
        // What comes before it is expected was on its way early, and is looked at when something is expected, or in the end.
        int events = _expected.Count(l => l.Kind == TranscriptKind.Event && !options.NeverComes(l));
        int replies = _expected.Count(l => l.Kind != TranscriptKind.Event && !options.NeverComes(l));
        if (events + replies == 0 && settle == TimeSpan.Zero)
            return [.. comparison.Compare(name, _expected, [], last)];
        List<string> actual = [];
        while ((events > 0 || replies > 0) && Next(Deadline.After(options.Patience)) is { } line)
        {
            actual.Add(line);
            if (IsEvent(line))
                events--;
            else
                replies--;
        }

        while (settle > TimeSpan.Zero && Next(Deadline.After(settle)) is { } surplus)
            actual.Add(surplus);
        return [.. comparison.Compare(name, _expected, actual, last)];
    }

    private List<ReplayAnswer> GatherReplies(TimeSpan settle, int last)
    {
        TranscriptLine[] replies = [.. _expected.Where(static l => l.Kind != TranscriptKind.Event)];
        Deadline patience = Deadline.After(options.Patience);
        while (_replies.Count < replies.Length && Read(patience))
        {
        }

        foreach (TranscriptLine happened in _expected.Where(static l => l.Kind == TranscriptKind.Event))
        {
            _expectedEvents.Add(happened);
            Await(comparison.Scrubbed(happened.Text));
        }

        while (Read(After(settle)))
        {
        }

        List<ReplayAnswer> answers = [.. comparison.Compare(name, replies, [.. _replies], last)];
        _replies.Clear();
        return answers;
    }

    // The event itself, not the number of events: how often a pass is told differs from run to run, and what matters is what it waits for.
    private void Await(string wanted)
    {
        Deadline patience = Deadline.After(options.Patience);
        for (int at = _awaitedEvent; ; at++)
        {
            while (at >= _events.Count)
            {
                if (!Read(patience))
                    return;
            }

            if (comparison.Scrubbed(_events[at]) == wanted)
            {
                _awaitedEvent = at + 1;
                return;
            }
        }
    }

    private bool Read(Deadline deadline)
    {
        if (Next(deadline) is not { } line)
            return false;
        if (IsEvent(line))
            _events.Add(line);
        else
            _replies.Enqueue(line);
        return true;
    }

    private string? Next(Deadline deadline)
    {
        string? line = connection.Next(deadline);
        while (line is not null && comparison.Drops(line))
            line = connection.Next(deadline);
        return line;
    }

    private static Deadline After(TimeSpan settle) => settle > TimeSpan.Zero ? Deadline.After(settle) : Deadline.Now;
}
