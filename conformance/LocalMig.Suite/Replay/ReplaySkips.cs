using LocalMig.Qmp;

namespace LocalMig.Suite.Replay;

/// <summary>What of a recording is not replayed, and why. A side that cannot be had takes the others along: what they are asked to do
/// they do with it.</summary>
internal sealed class ReplaySkips
{
    private readonly List<ReplaySkip> _done = [];
    private readonly Dictionary<string, string> _sides = new(StringComparer.Ordinal);
    private (string Side, string Reason)? _input;
    private ReplaySkip? _current;

    /// <summary>All parts, in order.</summary>
    public IReadOnlyList<ReplaySkip> All => _current is null ? _done : [.. _done, _current];

    /// <summary>A side cannot be had, until it is started again.</summary>
    public void Begin(string side, string reason) => _sides[side] = side.Length == 0 ? reason : $"{side}: {reason}";

    /// <summary>What was sent cannot be sent again: neither can its answers be compared, up to the next command.</summary>
    public void BeginInput(string side, string reason) => _input = (side, reason);

    /// <summary>A side is started, or something else is sent to it.</summary>
    public void End(string side) => _sides.Remove(side);

    /// <summary>Whether a line is skipped; it is counted then.</summary>
    public bool Takes(TranscriptLine line)
    {
        if (line.Direction == TranscriptDirection.Sent && _input?.Side == line.Side)
            _input = null;
        string? reason = _sides.Values.FirstOrDefault() ?? (_input is { } input && input.Side == line.Side ? input.Reason : null);
        if (reason is null)
        {
            Close();
            return false;
        }

        if (_current?.Reason != reason)
            Close();
        Count(line, reason);
        return true;
    }

    /// <summary>Counts a line that turned out to be skipped.</summary>
    public void Count(TranscriptLine line, string reason)
    {
        _current ??= new ReplaySkip(line.LineNumber, line.LineNumber, 0, reason);
        int answer = line.Direction == TranscriptDirection.Received ? 1 : 0;
        _current = _current with { Last = line.LineNumber, Answers = _current.Answers + answer };
    }

    private void Close()
    {
        if (_current is not null)
            _done.Add(_current);
        _current = null;
    }
}
