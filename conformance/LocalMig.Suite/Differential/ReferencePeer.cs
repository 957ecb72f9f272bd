using LocalMig.Descriptors;
using LocalMig.Machine;
using LocalMig.Qmp;
using LocalMig.Wire;

namespace LocalMig.Suite.Differential;

/// <summary>The reference as a peer, in this process.</summary>
/// <param name="generation">Whose behaviour it is to have.</param>
/// <param name="incoming">The kind of machine that waits for a migration, as <c>-incoming defer</c> has a real one do; null for one that does not wait.</param>
public sealed class ReferencePeer(QemuGeneration generation, string? incoming = null) : IPeer
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
            // What waits stands for a real machine without anything, and so without memory.
            VmOptions options = incoming is not null
                ? new VmOptions { Generation = generation, Machine = incoming, RamSize = 0, Incoming = "defer" }
                : new VmOptions { Generation = generation };
            if (!VmServer.Start(options, Path.Combine(_folder, "qmp")).TryGet(out VmServer? started, out QmpError? refused))
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
