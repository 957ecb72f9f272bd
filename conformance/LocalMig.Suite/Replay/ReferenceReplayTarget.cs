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

    private readonly Dictionary<string, Machine> _machines = new(StringComparer.Ordinal);
    private int _count;

    /// <inheritdoc/>
    public Result<UnixChannel, ParseError> Connect(string side, string commandLine, bool restart)
    {
        ArgumentNullException.ThrowIfNull(commandLine);
        if (restart && _machines.Remove(side, out Machine? old))
            old.Dispose();
        if (!_machines.TryGetValue(side, out Machine? machine))
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
            if (!VmServer.Start(options, Path.Combine(folder.Path, $"r{_count++}.qmp")).TryGet(out VmServer? server, out QmpError? refused))
                return ParseError.In(Errors.TranscriptReplay, side, refused.Desc);
            _machines[side] = machine = new Machine(server);
        }

        return UnixChannel.Connect(machine.Path, Deadline.After(TimeSpan.FromSeconds(30)));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Machine machine in _machines.Values)
            machine.Dispose();
    }

    private static string? WhyNot(RecordedCommandLine line)
    {
        (string Name, string Value) unknown = line.Essential.FirstOrDefault(static o => !Array.Exists(Known, k => k.Matches($"{o.Name} {o.Value}")));
        if (unknown.Name is not null)
            return $"the reference starts no machine with {unknown.Name} {unknown.Value}".TrimEnd();
        return line.Incoming.Count > 1 || line.Incoming is [['{', ..]] ? "the reference takes one address to listen at, as a URI" : null;
    }

    // Where a process would end, its monitor ends with the machine.
    private sealed class Machine : IDisposable
    {
        private readonly CancellationTokenSource _quit = new();
        private readonly Task _end;

        public Machine(VmServer server)
        {
            Path = server.QmpPath;
            _end = Task.Run(() =>
            {
                server.WaitForExit(_quit.Token);
                server.Dispose();
            });
        }

        public string Path { get; }

        public void Dispose()
        {
            _quit.Cancel();
            _end.Wait();
            _quit.Dispose();
        }
    }
}
