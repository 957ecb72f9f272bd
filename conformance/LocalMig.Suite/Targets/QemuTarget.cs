using System.Diagnostics;
using LocalMig.Descriptors;
using LocalMig.Parameters;
using LocalMig.Suite.Vms;
using LocalMig.Wire;

namespace LocalMig.Suite.Targets;

/// <summary>A real QEMU: a process per VM, of the machine type <c>none</c>.</summary>
public sealed class QemuTarget : IVmTarget, IMonitorTarget
{
    private readonly string _binary;

    private QemuTarget(string binary) => _binary = binary;

    /// <inheritdoc/>
    public string Name => "qemu:" + _binary;

    /// <inheritdoc/>
    public TargetAbilities Abilities => TargetAbilities.Vms | TargetAbilities.Processes | TargetAbilities.Descriptors | TargetAbilities.Monitor | TargetAbilities.Changeable;

    /// <inheritdoc/>
    public Profile? OwnProfile => null;

    /// <summary>Names a binary.</summary>
    /// <param name="binary">Its path, or a name on the search path.</param>
    /// <returns>The target, or that there is no such binary.</returns>
    public static Result<ITarget, string> Open(string binary) =>
        Find(binary) is { } found ? new QemuTarget(found) : Missing(binary);

    /// <summary>What is said of a binary that is not there.</summary>
    internal static string Missing(string binary) => $"there is no binary '{binary}'";

    /// <summary>The full path of a binary; null where there is none.</summary>
    internal static string? Find(string binary)
    {
        ArgumentNullException.ThrowIfNull(binary);
        string? found = binary.Contains('/', StringComparison.Ordinal)
            ? binary
            : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, binary)).FirstOrDefault(File.Exists);
        return File.Exists(found) ? Path.GetFullPath(found) : null;
    }

    /// <inheritdoc/>
    public string WhyNot(TargetAbilities missing) => missing switch
    {
        TargetAbilities.SchemaText => "a binary tells its schema by introspection alone",
        TargetAbilities.Recording => "a binary is no recording",
        _ => $"a machine of type 'none' has no {missing}",
    };

    /// <inheritdoc/>
    public ControlReport Control(CaseContext c) => VmControl.Run(c);

    /// <inheritdoc/>
    public Result<UnixChannel, string> Connect(CaseContext c) => VmMonitor.Connect(this, c);

    /// <inheritdoc/>
    public Result<IVmHandle, string> Start(VmRequest request, CaseContext c)
    {
        ArgumentNullException.ThrowIfNull(request);
        ProcessStartInfo start = CommandLine(_binary, request.QmpPath);
        if (request.Paused)
            start.ArgumentList.Add("-S");
        if (request.Incoming is { } incoming)
        {
            start.ArgumentList.Add("-incoming");
            start.ArgumentList.Add(incoming);
        }

        return QemuProcess.Start(start, request.QmpPath, line => c.Evidence.Wire(request.Name, WireDirection.Note, line)).TryGet(out QemuProcess? process, out string? why)
            ? new Handle(process)
            : $"{why}; what it printed is in the wire log";
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    /// <summary>How a machine of type <c>none</c> is started that has its monitor at a path.</summary>
    internal static ProcessStartInfo CommandLine(string binary, string qmpPath) => new(
        binary, ["-nodefaults", "-no-user-config", "-display", "none", "-machine", "none", "-qmp", $"unix:{qmpPath},server=on,wait=off"]);

    private sealed class Handle(QemuProcess process) : IVmHandle
    {
        public int ProcessId => process.Id;

        public bool HasExited => process.HasExited;

        public IReadOnlyList<ProcessDescriptor> Descriptors() => HasExited ? [] : ProcessDescriptors.Of(ProcessId);

        public void Kill() => process.Kill();

        public void Dispose() => process.Dispose();
    }
}
