using LocalMig.Descriptors;
using LocalMig.Wire;

namespace LocalMig.Suite.Replay;

/// <summary>Whom a recorded conversation is held with once more.</summary>
public interface IReplayTarget : IDisposable
{
    /// <summary>Makes a connection to the monitor of a side.</summary>
    /// <param name="side">The side's name in the transcript; empty where it has only one.</param>
    /// <param name="commandLine">How the recorder started it; empty where it does not tell.</param>
    /// <param name="restart">Whether the recorder had started a new process; otherwise this is another connection to the same one.</param>
    /// <returns>The connection, which the caller owns; or why there is none.</returns>
    Result<UnixChannel, ParseError> Connect(string side, string commandLine, bool restart);

    /// <summary>Kills a side as a recorder did: it tidies nothing up, and what was its socket stays behind.</summary>
    /// <param name="side">The side's name in the transcript.</param>
    /// <returns>Whether that can be done here.</returns>
    bool Kill(string side);
}
