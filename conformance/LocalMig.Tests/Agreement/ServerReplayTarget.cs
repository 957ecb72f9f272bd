using LocalMig.Descriptors;
using LocalMig.Qmp;
using LocalMig.Suite.Replay;
using LocalMig.Wire;

namespace LocalMig.Tests.Agreement;

/// <summary>Our server, with the commands of a recorded version behind it.</summary>
internal sealed class ServerReplayTarget : IReplayTarget
{
    private readonly string _folder = Directory.CreateTempSubdirectory("localmig-replay-").FullName;
    private readonly QmpServer _server;

    public ServerReplayTarget(RecordedVersion version)
    {
        _server = new QmpServer(UnixListener.Bind(Path.Combine(_folder, "qmp")).Value, version, version.Version, version.Generation);
        _server.Start();
    }

    public Result<UnixChannel, ParseError> Connect(string side, string commandLine, bool restart) =>
        UnixChannel.Connect(_server.Path, Deadline.After(TimeSpan.FromSeconds(60)));

    public void Dispose()
    {
        _server.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
