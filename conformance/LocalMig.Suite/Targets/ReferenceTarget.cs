using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using LocalMig.Descriptors;
using LocalMig.Devices;
using LocalMig.Machine;
using LocalMig.Parameters;
using LocalMig.Qapi.Definitions;
using LocalMig.Qapi.Source;
using LocalMig.Qmp;
using LocalMig.Spec;
using LocalMig.Suite.Faults;
using LocalMig.Suite.Vms;
using LocalMig.Wire;

namespace LocalMig.Suite.Targets;

/// <summary>The reference implementation: VMs inside this process, or each in a process of its own, with a monitor on a socket.</summary>
/// <param name="seams">The collaborators of its machines; null for the ordinary ones. With others it is a faulty implementation, to
/// try the suite on.</param>
/// <param name="program">Gives the command of this program, to which <c>serve</c> and its options are added; null where VMs can only
/// be inside.</param>
/// <param name="always">Whether every VM is a process of its own.</param>
/// <param name="fault">The deviation that it has; null for none.</param>
public sealed class ReferenceTarget(VmSeams? seams = null, Func<ProcessStartInfo>? program = null, bool always = false, Fault? fault = null) : IVmTarget, IMonitorTarget, ISchemaTarget
{
    private const TargetAbilities Always =
        TargetAbilities.Vms | TargetAbilities.Descriptors | TargetAbilities.SocketBackends | TargetAbilities.MemfdBackends | TargetAbilities.SchemaText
        | TargetAbilities.Monitor | TargetAbilities.Changeable;

    private static readonly ConcurrentDictionary<Profile, SchemaSource> Schemas = new();

    /// <inheritdoc/>
    public string Name => (always ? "serve" : "reference") + (fault is null ? "" : $" --fault {fault.Name}");

    /// <inheritdoc/>
    public TargetAbilities Abilities { get; } = Always
        | (program is null ? TargetAbilities.None : TargetAbilities.Processes)
        | (!always && NetworkNamespace.IsPermitted(out _) ? TargetAbilities.Taps : TargetAbilities.None);

    /// <inheritdoc/>
    public Profile? OwnProfile => null;

    /// <inheritdoc/>
    public string WhyNot(TargetAbilities missing) => missing switch
    {
        TargetAbilities.Taps when always => "a VM in a process of its own is not in the network of the case",
        TargetAbilities.Taps => NetworkNamespace.IsPermitted(out string reason) ? "" : $"no TAP can be opened here: {reason}",
        TargetAbilities.Processes => "the reference's VMs share the suite's process",
        TargetAbilities.Recording or TargetAbilities.RecordedStream => "the reference is no recording",
        TargetAbilities.Vhost => "the reference has no vhost",
        TargetAbilities.Postcopy => "the reference starts no postcopy",
        TargetAbilities.Snapshots => "the reference saves no snapshots",
        TargetAbilities.Definitions => "the reference is more than a schema",
        _ => $"the reference has no {missing}",
    };

    /// <inheritdoc/>
    public ControlReport Control(CaseContext c) => VmControl.Run(c);

    /// <inheritdoc/>
    public Result<IVmHandle, string> Start(VmRequest request, CaseContext c)
    {
        if (always || request.OwnProcess)
        {
            return program is null
                ? WhyNot(TargetAbilities.Processes)
                : ProcessHandle.Start(Serve(program(), request, c.Profile, fault), line => c.Evidence.Wire(request.Name, WireDirection.Note, line));
        }

        var options = new VmOptions
        {
            Name = request.Name,
            Profile = c.Profile,
            RamSize = request.RamSize,
            Incoming = request.Incoming,
            Paused = request.Paused,
            Network = c.Network,
        };
        VmSeams whole = seams ?? VmSeams.Default;
        VmSeams used = (fault?.Seams(whole, options) ?? whole) with { Warn = line => c.Evidence.Wire(request.Name, WireDirection.Note, line) };
        return VmServer.Start(options, request.QmpPath, used).TryGet(out VmServer? server, out QmpError? error)
            ? new Handle(server)
            : error.Desc;
    }

    /// <inheritdoc/>
    public Result<UnixChannel, string> Connect(CaseContext c) => VmMonitor.Connect(this, c);

    /// <inheritdoc/>
    public SchemaSource Schema(Profile profile) => fault is null
        ? Schemas.GetOrAdd(profile, static profile => Read(ProfileDocumentation.ReferenceSchema(profile)))
        : Read(fault.SchemaText(ProfileDocumentation.ReferenceSchema(profile)));

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private static SchemaSource Read(string text)
    {
        const string path = "reference.qapi";
        var files = new MemorySchemaFiles(new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal) { [Path.GetFullPath(path)] = Encoding.UTF8.GetBytes(text) });
        return SchemaSource.Read(path, files).TryGet(out SchemaSource? schema, out string? unreadable) ? schema : throw new InvalidOperationException(unreadable);
    }

    private static ProcessStartInfo Serve(ProcessStartInfo start, VmRequest request, Profile profile, Fault? fault)
    {
        List<string> words =
        [
            "serve", "--qmp", request.QmpPath, "--name", request.Name, "--profile", Reports.ResultsNames.Of(profile),
            "--memory", request.RamSize.ToString(CultureInfo.InvariantCulture),
        ];
        if (request.Incoming is not null)
            words.AddRange(["--incoming", request.Incoming]);
        if (request.Paused)
            words.Add("--paused");
        if (fault is not null)
            words.AddRange(["--fault", fault.Name]);
        words.ForEach(start.ArgumentList.Add);
        return start;
    }

    private sealed class Handle(VmServer server) : IVmHandle
    {
        private readonly Lock _ending = new();
        private bool _ended;

        public int ProcessId => Environment.ProcessId;

        // A process that ends takes everything with it; so does a machine here, as soon as somebody looks.
        public bool HasExited
        {
            get
            {
                if (server.Vm.ExitStatus is null)
                    return false;
                End();
                return true;
            }
        }

        public IReadOnlyList<ProcessDescriptor> Descriptors() => HasExited ? [] : server.Vm.HeldDescriptors();

        public void Kill() => End();

        public void Dispose() => End();

        private void End()
        {
            lock (_ending)
            {
                if (_ended)
                    return;
                _ended = true;
                server.Dispose();
            }
        }
    }
}
