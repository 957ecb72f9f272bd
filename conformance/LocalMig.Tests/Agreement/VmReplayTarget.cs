using LocalMig.Descriptors;
using LocalMig.Machine;
using LocalMig.Parameters;
using LocalMig.Qmp;
using LocalMig.Suite.Replay;
using LocalMig.Wire;

namespace LocalMig.Tests.Agreement;

/// <summary>The reference machine, started as the recording says that QEMU was.</summary>
internal sealed class VmReplayTarget(QemuGeneration generation) : IReplayTarget
{
    private readonly Dictionary<string, VmServer> _machines = new(StringComparer.Ordinal);
    private int _count;

    public string Folder { get; } = Directory.CreateTempSubdirectory("localmig-replay-").FullName;

    public Result<UnixChannel, ParseError> Connect(string side, string commandLine, bool restart)
    {
        if (restart && _machines.Remove(side, out VmServer? old))
            old.Dispose();
        if (!_machines.TryGetValue(side, out VmServer? machine))
        {
            VmOptions options = new()
            {
                Profile = Profile.Proposal,
                Generation = generation,
                Paused = commandLine.EndsWith(" -S", StringComparison.Ordinal),
                Incoming = commandLine.EndsWith(" -incoming defer", StringComparison.Ordinal) ? "defer" : null,
            };
            if (!VmServer.Start(options, Path.Combine(Folder, $"qmp{_count++}")).TryGet(out machine, out QmpError? refused))
                return ParseError.At(Errors.ChannelListen, -1, refused.Desc);
            _machines[side] = machine;
        }

        return UnixChannel.Connect(machine.QmpPath, Deadline.After(TimeSpan.FromSeconds(60)));
    }

    public void Dispose()
    {
        foreach (VmServer machine in _machines.Values)
            machine.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
