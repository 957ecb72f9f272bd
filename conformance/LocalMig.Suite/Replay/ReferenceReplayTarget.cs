using LocalMig.Descriptors;
using LocalMig.Machine;
using LocalMig.Parameters;
using LocalMig.Qmp;
using LocalMig.Wire;

namespace LocalMig.Suite.Replay;

/// <summary>The reference implementation, its machines started as the recording says that QEMU was.</summary>
/// <param name="folder">Where sockets are made.</param>
/// <param name="profile">The form of the feature.</param>
/// <param name="generation">Whose texts and parsing it follows.</param>
public sealed class ReferenceReplayTarget(ReplayFolder folder, Profile profile, QemuGeneration generation) : IReplayTarget
{
    // A port that devices can be plugged into is no device of the machine.
    private static readonly Glob[] Known = [new("-M *"), new("-machine *"), new("-m *"), new("-S *"), new("-incoming *"), new("-device pcie-root-port*"), new("-object memory-backend-*")];

    private readonly Dictionary<string, VmServer> _machines = new(StringComparer.Ordinal);
    private int _count;

    /// <inheritdoc/>
    public Result<UnixChannel, ParseError> Connect(string side, string commandLine, bool restart)
    {
        ArgumentNullException.ThrowIfNull(commandLine);
        if (restart && _machines.Remove(side, out VmServer? old))
            old.Dispose();
        if (!_machines.TryGetValue(side, out VmServer? machine))
        {
            RecordedCommandLine line = RecordedCommandLine.Read(commandLine);
            if (WhyNot(line) is { } reason)
                return ParseError.In(Errors.TranscriptReplay, side, reason);
            VmOptions options = new()
            {
                Profile = profile,
                Generation = generation,
                Paused = line.Paused,
                Incoming = line.Incoming.Count == 0 ? null : folder.Rewrite(line.Incoming[0]),
                RamSize = line.Memory ?? new VmOptions().RamSize,
            };
            if (!VmServer.Start(options, Path.Combine(folder.Path, $"r{_count++}.qmp")).TryGet(out machine, out QmpError? refused))
                return ParseError.In(Errors.TranscriptReplay, side, refused.Desc);
            _machines[side] = machine;
        }

        return UnixChannel.Connect(machine.QmpPath, Deadline.After(TimeSpan.FromSeconds(5)));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (VmServer machine in _machines.Values)
            machine.Dispose();
    }

    private static string? WhyNot(RecordedCommandLine line)
    {
        (string Name, string Value) unknown = line.Essential.FirstOrDefault(static o => !Array.Exists(Known, k => k.Matches($"{o.Name} {o.Value}")));
        if (unknown.Name is not null)
            return $"the reference starts no machine with {unknown.Name} {unknown.Value}".TrimEnd();
        return line.Incoming.Count > 1 || line.Incoming is [['{', ..]] ? "the reference takes one address to listen at, as a URI" : null;
    }
}
