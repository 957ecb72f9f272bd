using LocalMig.Descriptors;
using LocalMig.Json;
using LocalMig.Machine.Devices;
using LocalMig.Parameters;
using LocalMig.Qmp;
using LocalMig.Wire;

namespace LocalMig.Machine;

/// <summary>A machine without a CPU: run state, memory, devices with backends, and the two halves of a migration.</summary>
/// <remarks>Everything in it happens under one lock. Commands hold it while they execute; the threads of a migration take it for
/// each change and never while they wait for the other side.</remarks>
public sealed partial class Vm : IDisposable
{
    /// <summary>The kind of machine where nothing else was said.</summary>
    public const string MachineName = "localmig";

    private bool _disposed;

    private Vm(VmOptions options, VmSeams seams)
    {
        Options = options;
        Seams = seams;
        Ram = new GuestRam(options.RamSize);
        Parameters = options.HasLocal
            ? seams.Defaults(options.Profile, options.Generation)
            : MigrationParameters.Released(options.Generation);
        Capabilities = MigrationCapabilities.Defaults(options.Generation);
        Devices = new DeviceSet(options.Profile);
        Place = seams.Site(new Site(this));
        Models = seams.Models(options.Profile);
        Outgoing = new Outgoing(this);
        Incoming = new Incoming(this, options.Incoming is not null);
        if (options.Incoming is null)
            Ram.Fill(options.RamSeed);
    }

    /// <summary>What it was made of.</summary>
    public VmOptions Options { get; }

    /// <summary>The collaborators it was given.</summary>
    public VmSeams Seams { get; }

    /// <summary>The guest's memory. It is the caller's to look at while the machine neither sends nor loads.</summary>
    public GuestRam Ram { get; }

    /// <summary>Devices and network backends.</summary>
    public DeviceSet Devices { get; }

    /// <summary>The kinds of devices it can have.</summary>
    public IReadOnlyList<DeviceModel> Models { get; }

    /// <summary>The migration parameters (specification, section 2).</summary>
    public MigrationParameters Parameters { get; internal set; }

    /// <summary>The migration capabilities.</summary>
    public MigrationCapabilities Capabilities { get; internal set; }

    /// <summary>The descriptors that getfd keeps.</summary>
    public NamedDescriptors Descriptors { get; } = new();

    /// <summary>The half that sends.</summary>
    public Outgoing Outgoing { get; }

    /// <summary>The half that receives.</summary>
    public Incoming Incoming { get; }

    /// <summary>What devices see of the machine.</summary>
    internal DeviceSite Place { get; }

    /// <summary>The one lock.</summary>
    internal Lock Gate { get; } = new();

    /// <summary>Makes a machine. It runs, waits for <c>cont</c>, or waits for a migration, as its options say.</summary>
    /// <param name="options">What it is made of.</param>
    /// <param name="seams">Its collaborators; null for the ordinary ones.</param>
    /// <returns>The machine, or why it cannot listen for its migration.</returns>
    public static Result<Vm, QmpError> Create(VmOptions options, VmSeams? seams = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        Vm vm = new(options, seams ?? VmSeams.Default);
        if (options.Incoming is null)
        {
            if (!options.Paused)
                vm.Resume();
            return vm;
        }

        vm.SetRunState(RunState.InMigrate);
        if (options.Incoming == "defer")
            return vm;
        QmpCall call = new(static () => null);
        QmpError? refused;
        lock (vm.Gate)
            refused = vm.Incoming.Start(JsonValue.Object(("uri", options.Incoming)), call);
        call.RunAfterwards();
        if (refused is null)
            return vm;
        vm.Dispose();
        return refused;
    }

    /// <summary>Ends the machine and closes everything it holds. Waits for its threads.</summary>
    public void Dispose()
    {
        lock (Gate)
        {
            if (_disposed)
                return;
            _disposed = true;
        }

        Exit(0);
        Outgoing.Dispose();
        Incoming.Dispose();
        lock (Gate)
        {
            Devices.StopPolling();
            Devices.Dispose();
            Descriptors.Dispose();
        }
    }

    private sealed class Site(Vm vm) : DeviceSite
    {
        public override Profile Profile => vm.Options.Profile;

        public override bool Incoming => vm.RunState == RunState.InMigrate;

        public override bool Local => vm.Parameters.Local;

        public override TapNetdev? Netdev(string id) => vm.Devices.FindNetdev(id);

        public override OwnedFd? TakeDescriptor(string name) => vm.Descriptors.Take(name);

        public override BackendPort Port(BackendPort port) => vm.Seams.Port(port);

        public override T InNetwork<T>(Func<T> action) => vm.Options.Network is { } network ? network.Run(action) : action();
    }
}
