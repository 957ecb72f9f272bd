using LocalMig.Descriptors;
using LocalMig.Devices;
using LocalMig.Machine;
using LocalMig.Parameters;
using LocalMig.Qapi;
using LocalMig.Qmp;
using LocalMig.Suite.Vms;
using LocalMig.Wire;

namespace LocalMig.Suite.Targets;

/// <summary>The reference implementation: VMs inside this process, each with a monitor on a socket of its own.</summary>
/// <param name="seams">The collaborators of its machines; null for the ordinary ones. With others it is a faulty implementation, to
/// try the suite on.</param>
public sealed class ReferenceTarget(VmSeams? seams = null) : IVmTarget, IMonitorTarget, ISchemaTarget
{
    private const TargetAbilities Always =
        TargetAbilities.Vms | TargetAbilities.Descriptors | TargetAbilities.SocketBackends | TargetAbilities.MemfdBackends | TargetAbilities.SchemaText
        | TargetAbilities.Monitor;

    /// <inheritdoc/>
    public string Name => "reference";

    /// <inheritdoc/>
    public TargetAbilities Abilities { get; } = NetworkNamespace.IsPermitted(out _) ? Always | TargetAbilities.Taps : Always;

    /// <inheritdoc/>
    public Profile? OwnProfile => null;

    /// <inheritdoc/>
    public string WhyNot(TargetAbilities missing) => missing switch
    {
        TargetAbilities.Taps => NetworkNamespace.IsPermitted(out string reason) ? "" : $"no TAP can be opened here: {reason}",
        TargetAbilities.Processes => "the reference's VMs share the suite's process",
        TargetAbilities.Recording or TargetAbilities.RecordedStream => "the reference is no recording",
        TargetAbilities.Vhost => "the reference has no vhost",
        TargetAbilities.Postcopy => "the reference starts no postcopy",
        TargetAbilities.Snapshots => "the reference saves no snapshots",
        _ => $"the reference has no {missing}",
    };

    /// <inheritdoc/>
    public ControlReport Control(CaseContext c) => VmControl.Run(c);

    /// <inheritdoc/>
    public Result<IVmHandle, string> Start(VmRequest request, CaseContext c)
    {
        var options = new VmOptions
        {
            Name = request.Name,
            Profile = c.Profile,
            RamSize = request.RamSize,
            Incoming = request.Incoming,
            Paused = request.Paused,
            Network = c.Network,
        };
        VmSeams used = (seams ?? VmSeams.Default) with { Warn = line => c.Evidence.Wire(request.Name, WireDirection.Note, line) };
        return VmServer.Start(options, request.QmpPath, used).TryGet(out VmServer? server, out QmpError? error)
            ? new Handle(server)
            : error.Desc;
    }

    /// <inheritdoc/>
    public Result<UnixChannel, string> Connect(CaseContext c) => VmMonitor.Connect(this, c);

    /// <inheritdoc/>
    public string SchemaText => ReferenceSchema.Text;

    /// <inheritdoc/>
    public void Dispose()
    {
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
