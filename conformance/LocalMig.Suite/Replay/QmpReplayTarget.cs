using LocalMig.Descriptors;
using LocalMig.Wire;

namespace LocalMig.Suite.Replay;

/// <summary>Monitors of VMs that run already: each stands for a side, and for one process of it.</summary>
/// <param name="sockets">The socket of each side; the one without a name is for whichever side comes first.</param>
public sealed class QmpReplayTarget(IReadOnlyDictionary<string, string> sockets) : IReplayTarget
{
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private string? _first;

    /// <inheritdoc/>
    public Result<UnixChannel, ParseError> Connect(string side, string commandLine, bool restart)
    {
        if (!sockets.TryGetValue(side, out string? path))
        {
            _first ??= side;
            if (side != _first || !sockets.TryGetValue("", out path))
                return ParseError.In(Errors.TranscriptReplay, side, "no monitor is named for this side");
        }

        if (!_used.Add(side) && restart)
            return ParseError.In(Errors.TranscriptReplay, side, "the recording starts a new process, and the VM behind a monitor is somebody else's");
        return UnixChannel.Connect(path, Deadline.After(TimeSpan.FromSeconds(30)));
    }

    /// <inheritdoc/>
    public bool Kill(string side) => false;

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
