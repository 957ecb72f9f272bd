using LocalMig.Channels;
using LocalMig.Descriptors;
using LocalMig.Json;
using LocalMig.Machine;
using LocalMig.Parameters;
using LocalMig.Qmp;
using LocalMig.Wire;

namespace LocalMig.Suite.Replay;

/// <summary>The reference implementation, its machines started as the recording says that QEMU was.</summary>
/// <param name="folder">Where sockets are made.</param>
/// <param name="profile">The form of the feature.</param>
/// <param name="generation">Whose texts and parsing it follows.</param>
/// <param name="hasLocal">Whether it has the parameter <c>local</c>; a released QEMU has not.</param>
public sealed class ReferenceReplayTarget(ReplayFolder folder, Profile profile, QemuGeneration generation, bool hasLocal = true) : IReplayTarget
{
    private const long ZeroMemory = 1 << 20;
    private const string Nic = "virtio-net-pci";

    // A port that devices can be plugged into is no device of the machine.
    private static readonly Glob[] Known = [new("-M *"), new("-machine *"), new("-m *"), new("-S *"), new("-incoming *"), new("-device pcie-root-port*"), new($"-device {Nic}"), new("-object memory-backend-*")];

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
            if (!Start(line).TryGet(out VmServer? server, out QmpError? refused))
                return ParseError.In(Errors.TranscriptReplay, side, refused.Desc);
            _machines[side] = machine = new Machine(server);
        }

        return UnixChannel.Connect(machine.Path, Deadline.After(TimeSpan.FromSeconds(30)));
    }

    /// <inheritdoc/>
    public bool Kill(string side)
    {
        if (!_machines.Remove(side, out Machine? machine))
            return false;
        string[] sockets = [.. machine.Server.Vm.Incoming.ListeningAt.OfType<UnixAddress>().Select(static a => a.Path)];
        machine.Dispose();

        // A process that is killed leaves its socket, where nobody listens: to connect to a plain file says the same.
        foreach (string path in sockets)
            File.WriteAllBytes(path, []);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Machine machine in _machines.Values)
            machine.Dispose();
    }

    private Result<VmServer, QmpError> Start(RecordedCommandLine line)
    {
        VmOptions options = new()
        {
            Profile = profile,
            HasLocal = hasLocal,
            Generation = generation,
            Machine = line.Machine ?? Vm.MachineName,
            Paused = line.Paused,
            Incoming = line.Incoming.Count == 0 ? null : folder.Rewrite(line.Incoming[0]),

            // Memory that is an object of its own is full; any other was of zeroes, mostly, and gone over in no time.
            RamSize = line.Machine == "none" ? 0 : line is { HasMemoryObject: true, Memory: { } size } ? size : ZeroMemory,
        };
        if (!VmServer.Start(options, Path.Combine(folder.Path, $"r{_count++}.qmp")).TryGet(out VmServer? server, out QmpError? refused))
            return refused;
        foreach (string device in line.Devices.Where(static d => d == Nic))
        {
            if (!server.Vm.Execute("device_add", JsonValue.Object(("driver", device))).TryGet(out _, out refused))
            {
                server.Dispose();
                return refused;
            }
        }

        return server;
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
            Server = server;
            Path = server.QmpPath;
            _end = Task.Run(() =>
            {
                server.WaitForExit(_quit.Token);
                server.Dispose();
            });
        }

        public VmServer Server { get; }

        public string Path { get; }

        public void Dispose()
        {
            _quit.Cancel();
            _end.Wait();
            _quit.Dispose();
        }
    }
}
