using LocalMig.Descriptors;
using LocalMig.Machine;
using LocalMig.Qmp;
using LocalMig.Wire;

namespace LocalMig.Suite.Differential;

/// <summary>The reference as a peer, in this process.</summary>
/// <param name="generation">Whose behaviour it is to have.</param>
public sealed class ReferencePeer(QemuGeneration generation) : IPeer
{
    private readonly string _folder = Directory.CreateTempSubdirectory("localmig-differential-").FullName;
    private VmServer? _server;

    /// <inheritdoc/>
    public string Name => "reference";

    /// <inheritdoc/>
    public bool HasEnded => _server is { } server && server.Vm.Exited.IsCompleted;

    /// <inheritdoc/>
    public string LastWords => "";

    /// <inheritdoc/>
    public Result<UnixChannel, string> Connect(Deadline deadline)
    {
        if (HasEnded)
            Stop();
        if (_server is null)
        {
            if (!VmServer.Start(new VmOptions { Generation = generation }, Path.Combine(_folder, "qmp")).TryGet(out VmServer? started, out QmpError? refused))
                return refused.Desc;
            _server = started;
        }

        return UnixChannel.Connect(_server.QmpPath, deadline).TryGet(out UnixChannel? channel, out ParseError? failed) ? channel : failed.ToString();
    }

    /// <inheritdoc/>
    public void Stop()
    {
        _server?.Dispose();
        _server = null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop();
        Directory.Delete(_folder, recursive: true);
    }
}
