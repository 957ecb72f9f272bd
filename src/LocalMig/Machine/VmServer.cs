using LocalMig.Descriptors;
using LocalMig.Json;
using LocalMig.Machine.Commands;
using LocalMig.Qmp;
using LocalMig.Wire;

namespace LocalMig.Machine;

/// <summary>A machine with a QMP monitor on a Unix socket of its own: what one process, or one of several in a process, offers.</summary>
public sealed class VmServer : IDisposable
{
    private readonly QmpServer _server;

    private VmServer(Vm vm, UnixListener listener)
    {
        Vm = vm;
        _server = new QmpServer(
            listener,
            vm.Seams.Commands(vm, new Table(vm)),
            VersionCommands.Version(vm.Options.Generation),
            vm.Options.Generation,
            accepted: vm.Seams.Monitor);
        vm.Observe(_server.Emit);
    }

    /// <summary>The machine.</summary>
    public Vm Vm { get; }

    /// <summary>Where the monitor listens.</summary>
    public string QmpPath => _server.Path;

    /// <summary>Makes a machine and its monitor, and serves.</summary>
    /// <param name="options">What the machine is made of.</param>
    /// <param name="qmpPath">Where the monitor listens: the path of a socket file, which is removed in the end.</param>
    /// <param name="seams">The machine's collaborators; null for the ordinary ones.</param>
    /// <returns>The two, or why there is no monitor or why the machine cannot listen for its migration, as QEMU says it.</returns>
    public static Result<VmServer, QmpError> Start(VmOptions options, string qmpPath, VmSeams? seams = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!UnixListener.Bind(qmpPath).TryGet(out UnixListener? listener, out ParseError? error))
            return QmpError.Generic(error.QemuText ?? error.Detail);
        if (!Vm.Create(options, seams).TryGet(out Vm? vm, out QmpError? refused))
        {
            listener.Dispose();
            return options.Incoming is null ? refused : QmpError.Generic($"-incoming {options.Incoming}: {refused.Desc}");
        }

        VmServer made = new(vm, listener);
        made._server.Start();
        return made;
    }

    /// <summary>Serves one machine until it ends: the whole of <c>localmig serve</c>.</summary>
    /// <param name="options">What the machine is made of.</param>
    /// <param name="qmpPath">Where the monitor listens.</param>
    /// <param name="say">Takes each line for standard error.</param>
    /// <param name="cancellation">Ends the machine as quit does.</param>
    /// <returns>The exit status: 0 after quit or cancellation; 1 where the machine could not start, or a load failed.</returns>
    public static int Run(VmOptions options, string qmpPath, Action<string> say, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(say);
        if (!Start(options, qmpPath, new VmSeams { Warn = say }).TryGet(out VmServer? server, out QmpError? error))
        {
            say(error.Desc);
            return 1;
        }

        using (server)
            return server.WaitForExit(cancellation);
    }

    /// <summary>Waits until the machine ends.</summary>
    /// <param name="cancellation">Ends it as quit does.</param>
    /// <returns>The exit status.</returns>
    public int WaitForExit(CancellationToken cancellation = default)
    {
        using (cancellation.UnsafeRegister(static vm => ((Vm)vm!).Exit(0), Vm))
            return Vm.Exited.GetAwaiter().GetResult();
    }

    /// <summary>Ends the machine, its monitor and their threads.</summary>
    public void Dispose()
    {
        Vm.Dispose();
        _server.Dispose();
    }

    private sealed class Table(Vm vm) : ICommandTable
    {
        public bool TryFind(string name, out bool allowsOutOfBand)
        {
            allowsOutOfBand = vm.Schema.Command(name)?.AllowOob ?? false;
            return vm.Schema.Command(name) is not null && CommandTable.Find(name) is not null;
        }

        public Result<JsonValue, QmpError> Execute(QmpCommand command, QmpCall call) => vm.Execute(command.Name, command.Arguments, call);
    }
}
