using LocalMig.Descriptors;
using LocalMig.Qmp;

namespace LocalMig.Suite.Replay;

/// <summary>Does what a recorder did besides talking to the monitors: connect to where a machine listens, kill one, hand over a file.
/// A recording tells of it in words at most.</summary>
public interface IReplayBystander
{
    /// <summary>Sees each line of the recording before it is replayed.</summary>
    /// <param name="line">The line.</param>
    /// <returns>What was done just before this line, once everything before it has come; null where nothing was.</returns>
    ReplayDeed? Before(TranscriptLine line);

    /// <summary>Gives the descriptor that went along with a line; the caller owns it. Null where one end of a socket pair will do.</summary>
    /// <param name="line">The line that was sent.</param>
    OwnedFd? Descriptor(TranscriptLine line);
}

/// <summary>Something that was done besides.</summary>
/// <param name="Act">Does it; null where the killing is all.</param>
/// <param name="Killed">The side that is killed; null where none is.</param>
public sealed record ReplayDeed(Action? Act, string? Killed = null);
