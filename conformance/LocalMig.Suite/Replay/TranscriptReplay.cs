using System.Text;
using LocalMig.Descriptors;
using LocalMig.Json;
using LocalMig.Qmp;
using LocalMig.Wire;

namespace LocalMig.Suite.Replay;

/// <summary>Holds a recorded conversation once more: sends what was sent, and compares what comes with what came then.</summary>
public sealed class TranscriptReplay : IDisposable
{
    private readonly IReplayTarget _target;
    private readonly ReplayOptions _options;
    private readonly Dictionary<string, ReplaySide> _sides = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _commandLines = new(StringComparer.Ordinal);
    private readonly HashSet<string> _restarts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<TranscriptLine>> _expected = new(StringComparer.Ordinal);
    private readonly List<ReplayAnswer> _answers = [];
    private readonly List<UnixChannel> _channels = [];
    private string _heading = "";
    private int _line;

    private TranscriptReplay(IReplayTarget target, ReplayOptions options)
    {
        _target = target;
        _options = options;
    }

    /// <summary>Replays a transcript.</summary>
    /// <param name="transcript">The recording.</param>
    /// <param name="target">With whom; stays the caller's.</param>
    /// <param name="options">What to take out before comparing, and how long to wait.</param>
    public static ReplayResult Run(Transcript transcript, IReplayTarget target, ReplayOptions options)
    {
        ArgumentNullException.ThrowIfNull(transcript);
        ArgumentNullException.ThrowIfNull(options);
        using TranscriptReplay replay = new(target, options);
        string? problem = null;
        foreach (TranscriptLine line in transcript)
        {
            problem = replay.Take(line);
            if (problem is not null)
                break;
        }

        replay.GatherAll(options.Settle);
        return new ReplayResult([.. replay._answers.OrderBy(static a => a.Line)], options.Scrubbers, problem);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (ReplaySide side in _sides.Values)
            side.Dispose();
        foreach (UnixChannel channel in _channels)
            channel.Dispose();
    }

    private string? Take(TranscriptLine line)
    {
        _line = line.LineNumber;
        switch (line.Kind)
        {
            case TranscriptKind.Note:
                TakeNote(line);
                return null;
            case TranscriptKind.Open:
                GatherAll(TimeSpan.Zero);
                return Connect(line.Side);
            case TranscriptKind.HalfClose:
                GatherAll(TimeSpan.Zero);
                _sides.GetValueOrDefault(line.Side)?.EndSending();
                return null;
            case TranscriptKind.Close:
                GatherAll(TimeSpan.Zero);
                Drop(line.Side);
                return null;
            case TranscriptKind.Eof:
                GatherAll(TimeSpan.Zero);
                AwaitEnd(line);
                return null;
            default:
                return line.Direction == TranscriptDirection.Sent ? Send(line) : Expect(line);
        }
    }

    private void TakeNote(TranscriptLine line)
    {
        if (line.Text.StartsWith("##", StringComparison.Ordinal))
            _heading = line.Text.TrimStart('#', ' ');
        if (ReplayNotes.IsSilentRestart(line.Text))
        {
            GatherAll(TimeSpan.Zero);
            RestartSilently("");
        }

        if (ReplayNotes.CommandLine(line.Text) is not ({ } side, { } commandLine))
            return;
        GatherAll(TimeSpan.Zero);
        _commandLines[side] = commandLine;
        _restarts.Add(side);
        Drop(side);
    }

    private string? Expect(TranscriptLine line)
    {
        bool greeting = line.Kind == TranscriptKind.Greeting;
        if (!_sides.TryGetValue(line.Side, out ReplaySide? known) || (greeting && known.IsGreeted))
        {
            GatherAll(TimeSpan.Zero);
            Drop(line.Side);
            if (Connect(line.Side) is { } problem)
                return problem;
        }

        if (greeting)
            _sides[line.Side].IsGreeted = true;
        _expected[line.Side].Add(line);
        return null;
    }

    private string? Send(TranscriptLine line)
    {
        GatherAll(TimeSpan.Zero);
        if (!_sides.TryGetValue(line.Side, out ReplaySide? side))
            return $"line {line.LineNumber}: nobody is connected to '{line.Side}'";
        ReadOnlyMemory<byte> bytes = _options.Complete?.Invoke(line, _heading) ?? line.Bytes;
        if (line.FullLength is { } length && bytes.Length != length)
            return $"line {line.LineNumber}: {length} bytes were sent, and the recording holds only the first {line.Bytes.Length}";
        return side.Send(bytes.Span, line.Descriptors > 0 ? Descriptor() : null, Deadline.After(_options.Patience))?.ToString();
    }

    // One end of a connected pair; the other stays open as long as the replay.
    private OwnedFd Descriptor()
    {
        (UnixChannel first, UnixChannel second) = UnixChannel.Pair();
        _channels.Add(first);
        _channels.Add(second);
        return first.Fd;
    }

    private string? Connect(string name)
    {
        string commandLine = _commandLines.GetValueOrDefault(name, "");
        if (!_target.Connect(name, commandLine, _restarts.Remove(name)).TryGet(out UnixChannel? channel, out ParseError? failed))
            return failed.ToString();
        Drop(name);
        _sides[name] = new ReplaySide(channel);
        _expected[name] = [];
        return null;
    }

    // The recorder started a new process, negotiated and switched the events on, and wrote down nothing of it.
    private void RestartSilently(string name)
    {
        _restarts.Add(name);
        Drop(name);
        if (Connect(name) is not null)
            return;
        ReplaySide side = _sides[name];
        side.IsGreeted = true;
        side.Next(Deadline.After(_options.Patience));
        foreach (string command in ReplayNotes.SilentCommands)
        {
            side.Send(Encoding.ASCII.GetBytes(command), null, Deadline.After(_options.Patience));
            side.Next(Deadline.After(_options.Patience));
        }
    }

    private void Drop(string name)
    {
        if (_sides.Remove(name, out ReplaySide? side))
            side.Dispose();
    }

    private void AwaitEnd(TranscriptLine line)
    {
        if (!_sides.TryGetValue(line.Side, out ReplaySide? side))
            return;
        while (side.Next(Deadline.After(_options.Patience)) is { } surplus)
            _answers.Add(new ReplayAnswer(line.LineNumber, line.Side, null, surplus, []));
        _answers.Add(new ReplayAnswer(line.LineNumber, line.Side, "(end)", side.IsOver ? "(end)" : null, []));
    }

    private void GatherAll(TimeSpan settle)
    {
        foreach (string name in _expected.Keys.Where(_sides.ContainsKey).ToList())
            Gather(name, settle);
    }

    private void Gather(string name, TimeSpan settle)
    {
        ReplaySide side = _sides[name];
        List<TranscriptLine> expected = _expected[name];

        // A client that waits for its turn may be greeted at any time from then on.
        if (!side.IsGreeted)
            return;
        List<string> actual = [];
        while (actual.Count < expected.Count && side.Next(Deadline.After(_options.Patience)) is { } line)
            actual.Add(line);
        while (side.Next(settle > TimeSpan.Zero ? Deadline.After(settle) : Deadline.Now) is { } surplus)
            actual.Add(surplus);

        int last = expected.Count > 0 ? expected[^1].LineNumber : _line;
        foreach ((int e, int a) in ReplayAlignment.Align([.. expected.Select(l => Scrubbed(l.Text))], [.. actual.Select(Scrubbed)]))
        {
            TranscriptLine? then = e < 0 ? null : expected[e];
            string? now = a < 0 ? null : actual[a];
            _answers.Add(new ReplayAnswer(then?.LineNumber ?? last, name, then?.Text, now, then is null || now is null ? [] : Compare(then, now)));
        }

        expected.Clear();
    }

    private IReadOnlyList<JsonDifference> Compare(TranscriptLine then, string now)
    {
        if (then.FullLength is { } length)
        {
            // The line end is counted.
            return now.StartsWith(then.Text, StringComparison.Ordinal) && now.Length + 2 == length ? [] : [new JsonDifference("", $"{then.Text}... ({length} bytes)", now[..Math.Min(now.Length, 200)])];
        }

        if (then.Text == now || Scrubbed(then.Text) == Scrubbed(now))
            return [];
        if (!JsonText.Parse(then.Text).TryGet(out JsonValue? expected, out _) || !JsonText.Parse(now).TryGet(out JsonValue? actual, out _))
            return [new JsonDifference("", then.Text, now)];
        IReadOnlyList<JsonDifference> found = JsonDifference.Find(Scrubber.Apply(_options.Scrubbers, expected), Scrubber.Apply(_options.Scrubbers, actual));
        return found.Count > 0 ? found : [new JsonDifference("", then.Text, now)];
    }

    // Members stay in the order they came in: that order is compared too.
    private string Scrubbed(string text) => JsonText.Parse(text).TryGet(out JsonValue? value, out _)
        ? JsonText.Write(Scrubber.Apply(_options.Scrubbers, value), JsonOrder.Plain)
        : text;
}
