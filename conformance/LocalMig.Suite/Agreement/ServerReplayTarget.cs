using LocalMig.Descriptors;
using LocalMig.Qmp;
using LocalMig.Suite.Replay;
using LocalMig.Wire;

namespace LocalMig.Suite.Agreement;

/// <summary>The reference's server, with the commands of a recorded version behind it: for what was recorded of the protocol itself.</summary>
internal sealed class ServerReplayTarget : IReplayTarget
{
    private readonly QmpServer _server;

    public ServerReplayTarget(RecordedVersion version, string folder)
    {
        _server = new QmpServer(UnixListener.Bind(Path.Combine(folder, "qmp")).Value, version, version.Version, version.Generation);
        _server.Start();
    }

    public Result<UnixChannel, ParseError> Connect(string side, string commandLine, bool restart) =>
        UnixChannel.Connect(_server.Path, Deadline.After(TimeSpan.FromSeconds(60)));

    public bool Kill(string side) => false;

    public void Dispose() => _server.Dispose();
}
