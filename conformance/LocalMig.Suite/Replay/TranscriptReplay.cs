using System.Text;
using LocalMig.Descriptors;
using LocalMig.Json;
using LocalMig.Qmp;
using LocalMig.Wire;

namespace LocalMig.Suite.Replay;

/// <summary>Holds a recorded conversation once more: sends what was sent, and compares what comes with what came then.</summary>
public sealed class TranscriptReplay : IDisposable
{
    // What a recorder does with a new process before it goes on.
    private static readonly string[] SilentCommands =
    [
        "{\"execute\":\"qmp_capabilities\"}\n",
        "{\"execute\":\"migrate-set-capabilities\",\"arguments\":{\"capabilities\":[{\"capability\":\"events\",\"state\":true}]}}\n",
    ];

    private readonly Transcript _transcript;
    private readonly IReplayTarget _target;
    private readonly ReplayOptions _options;
    private readonly ReplayComparison _comparison;
    private readonly bool _takesNewOnes;
    private readonly Dictionary<string, ReplaySide> _sides = new(StringComparer.Ordinal);
    private readonly HashSet<string> _ended = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _commandLines = new(StringComparer.Ordinal);
    private readonly HashSet<string> _restarts = new(StringComparer.Ordinal);
    private readonly ReplaySkips _skips = new();
    private readonly List<ReplayAnswer> _answers = [];
    private readonly List<UnixChannel> _channels = [];
    private string _heading = "";
    private string? _problem;
    private int _line;

    private TranscriptReplay(Transcript transcript, IReplayTarget target, ReplayOptions options)
    {
        _transcript = transcript;
        _target = target;
        _options = options;
        _comparison = new ReplayComparison(options.Scrubbers);
        _takesNewOnes = transcript.Any(static l => l.Kind == TranscriptKind.Note && TranscriptNotes.IsSilentRestart(l.Text));
    }

    /// <summary>Replays a transcript.</summary>
    /// <param name="transcript">The recording.</param>
    /// <param name="target">With whom; stays the caller's.</param>
    /// <param name="options">What to take out before comparing, and how long to wait.</param>
    public static ReplayResult Run(Transcript transcript, IReplayTarget target, ReplayOptions options)
    {
        ArgumentNullException.ThrowIfNull(transcript);
        ArgumentNullException.ThrowIfNull(options);
        using TranscriptReplay replay = new(transcript, target, options);
        foreach (ReplayStep step in ReplayPlan.Of(transcript))
        {
            if (replay._problem is null)
                replay.Take(step);
        }

        replay.GatherAll(options.Settle);
        foreach (string name in replay._sides.Keys.ToList())
            replay.Drop(name);
        return new ReplayResult([.. replay._answers.OrderBy(static a => a.Line)], options.Scrubbers, replay._problem) { Skipped = replay._skips.All };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (ReplaySide side in _sides.Values)
            side.Dispose();
        foreach (UnixChannel channel in _channels)
            channel.Dispose();
    }

    private void Take(ReplayStep step)
    {
        TranscriptLine line = step.Line;
        if (_options.Bystander?.Before(line) is { } deed)
            Do(deed);
        _line = line.LineNumber;
        if (line.Kind == TranscriptKind.Note)
        {
            TakeNote(line);
            return;
        }

        if (_skips.Takes(line))
            return;
        if (line.Direction == TranscriptDirection.Received)
        {
            Expect(line);
            return;
        }

        GatherAll(TimeSpan.Zero);
        switch (line.Kind)
        {
            case TranscriptKind.Open:
                Connect(line);
                break;
            case TranscriptKind.HalfClose:
                _sides.GetValueOrDefault(line.Side)?.Connection.EndSending();
                break;
            case TranscriptKind.Close:
                Drop(line.Side);
                break;
            case TranscriptKind.Eof:
                AwaitEnd(line);
                break;
            default:
                Send(step);
                break;
        }
    }

    private void Do(ReplayDeed deed)
    {
        GatherAll(TimeSpan.Zero);
        deed.Act?.Invoke();
        if (deed.Killed is not { } side)
            return;

        // The recorder never read what the killed one had still to say.
        if (_sides.Remove(side, out ReplaySide? killed))
            killed.Dispose();
        if (!_target.Kill(side))
            _problem ??= $"line {_line}: '{side}' cannot be killed here";
    }

    private void TakeNote(TranscriptLine line)
    {
        if (line.Text.StartsWith("##", StringComparison.Ordinal))
            _heading = line.Text.TrimStart('#', ' ');
        if (TranscriptNotes.IsSilentRestart(line.Text))
        {
            GatherAll(TimeSpan.Zero);
            RestartSilently(line, "");
        }

        if (TranscriptNotes.CommandLine(line.Text) is not ({ } side, { } commandLine))
            return;
        GatherAll(TimeSpan.Zero);
        _commandLines[side] = commandLine;
        _restarts.Add(side);
        _skips.End(side);
        Drop(side);
    }

    private void Expect(TranscriptLine line)
    {
        bool greeting = line.Kind == TranscriptKind.Greeting;
        if (!_sides.TryGetValue(line.Side, out ReplaySide? known) || (greeting && known.IsGreeted))
        {
            GatherAll(TimeSpan.Zero);
            if (!Connect(line))
                return;
        }

        if (greeting)
            _sides[line.Side].IsGreeted = true;
        _sides[line.Side].Expect(line);
    }

    private void Send(ReplayStep step)
    {
        TranscriptLine line = step.Line;
        if (!_sides.ContainsKey(line.Side) && _ended.Contains(line.Side))
        {
            // The recorder went on talking to a process that had died; or to a new one, of which he wrote down nothing.
            if (!IsAnswered(step.Index))
                return;
            RestartSilently(line, line.Side);
        }

        if (!_sides.TryGetValue(line.Side, out ReplaySide? side))
        {
            _problem ??= $"line {line.LineNumber}: nobody is connected to '{line.Side}'";
            return;
        }

        ReadOnlyMemory<byte> bytes = _options.Complete?.Invoke(line, _heading) ?? line.Bytes;
        if (line.FullLength is { } length && bytes.Length != length)
        {
            string reason = $"{length} bytes were sent, and the recording holds only the first {line.Bytes.Length}";
            _skips.BeginInput(line.Side, reason);
            _skips.Count(line, reason);
            return;
        }

        // Whoever does not listen any more will not answer either, and that is what is compared.
        if (step.End is { } end && !_options.Differs(end))
            side.Connection.AwaitEnd(Deadline.After(_options.Patience));
        using OwnedFd? special = line.Descriptors > 0 ? _options.Bystander?.Descriptor(line) : null;
        _ = side.Connection.Send(_options.Rewrite(bytes).Span, line.Descriptors > 0 ? special ?? Paired() : null, Deadline.After(_options.Patience));
    }

    private bool IsAnswered(int index)
    {
        string side = _transcript[index].Side;
        TranscriptLine? next = _transcript.Skip(index + 1).FirstOrDefault(l => l.Side == side && l.Kind != TranscriptKind.Note);
        return next?.Direction == TranscriptDirection.Received;
    }

    // One end of a connected pair; the other stays open as long as the replay.
    private OwnedFd Paired()
    {
        (UnixChannel first, UnixChannel second) = UnixChannel.Pair();
        _channels.Add(first);
        _channels.Add(second);
        return first.Fd;
    }

    private bool Connect(TranscriptLine line)
    {
        string name = line.Side;
        string commandLine = _commandLines.GetValueOrDefault(name, "");
        Drop(name);
        if (!_target.Connect(name, commandLine, _restarts.Remove(name)).TryGet(out UnixChannel? channel, out ParseError? failed))
        {
            if (failed.Code == Errors.TranscriptReplay.Code)
            {
                _skips.Begin(name, failed.Detail);
                _skips.Takes(line);
            }
            else
            {
                _problem ??= $"line {line.LineNumber}: {failed}";
            }

            return false;
        }

        _ended.Remove(name);
        _sides[name] = new ReplaySide(name, new ReplayConnection(channel), _comparison, _options);
        return true;
    }

    // The recorder started a new process, negotiated and switched the events on, and wrote down nothing of it.
    private void RestartSilently(TranscriptLine line, string name)
    {
        _restarts.Add(name);
        if (!Connect(line with { Side = name }))
            return;
        ReplaySide side = _sides[name];
        side.IsGreeted = true;
        side.Connection.Next(Deadline.After(_options.Patience));
        foreach (string command in SilentCommands)
        {
            side.Connection.Send(Encoding.ASCII.GetBytes(command), null, Deadline.After(_options.Patience));
            side.Connection.Next(Deadline.After(_options.Patience));
        }
    }

    private void Drop(string name)
    {
        if (!_sides.Remove(name, out ReplaySide? side))
            return;
        _answers.AddRange(side.Finish(_line));
        side.Dispose();
    }

    private void AwaitEnd(TranscriptLine line)
    {
        if (!_sides.TryGetValue(line.Side, out ReplaySide? side))
            return;
        _answers.AddRange(side.GatherToEnd(line.LineNumber));
        _answers.Add(new ReplayAnswer(line.LineNumber, line.Side, "(end)", side.Connection.IsOver ? "(end)" : null, []));
        _ended.Add(line.Side);
        Drop(line.Side);
    }

    private void GatherAll(TimeSpan settle)
    {
        foreach (string name in _sides.Keys.ToList())
        {
            List<ReplayAnswer> answers = _sides[name].Gather(settle, _line);
            _answers.AddRange(answers);
            if (_takesNewOnes && answers.Exists(HasCompletedInstead))
                RestartSilently(_transcript[0], name);
        }
    }

    // A recorder that took a new process whenever one had completed would have done so here, where one completes that failed then.
    private static bool HasCompletedInstead(ReplayAnswer answer) =>
        answer is { IsSame: false, Expected: { } then, Actual: { } now } && IsCompleted(now) && !IsCompleted(then);

    private static bool IsCompleted(string line) =>
        JsonText.Parse(line).TryGet(out JsonValue? message, out _) && message["return"] is { Kind: JsonKind.Object } answer
        && answer["status"] is { Kind: JsonKind.String, AsString: "completed" };
}
