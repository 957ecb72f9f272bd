using System.ComponentModel;
using System.Diagnostics;
using LocalMig.Descriptors;
using LocalMig.Parameters;
using LocalMig.Suite.Vms;
using LocalMig.Wire;

namespace LocalMig.Suite.Targets;

/// <summary>A real QEMU: a process per VM, of the machine type <c>none</c>.</summary>
public sealed class QemuTarget : IVmTarget, IMonitorTarget
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(30);

    private readonly string _binary;

    private QemuTarget(string binary) => _binary = binary;

    /// <inheritdoc/>
    public string Name => "qemu:" + _binary;

    /// <inheritdoc/>
    public TargetAbilities Abilities => TargetAbilities.Vms | TargetAbilities.Processes | TargetAbilities.Descriptors | TargetAbilities.Monitor;

    /// <inheritdoc/>
    public Profile? OwnProfile => null;

    /// <summary>Names a binary.</summary>
    /// <param name="binary">Its path, or a name on the search path.</param>
    /// <returns>The target, or that there is no such binary.</returns>
    public static Result<ITarget, string> Open(string binary)
    {
        ArgumentNullException.ThrowIfNull(binary);
        string? found = binary.Contains('/', StringComparison.Ordinal)
            ? binary
            : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, binary)).FirstOrDefault(File.Exists);
        return File.Exists(found) ? new QemuTarget(Path.GetFullPath(found)) : $"there is no binary '{binary}'";
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
        var start = new ProcessStartInfo(_binary) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true, RedirectStandardInput = true };
        foreach (string argument in (string[])["-nodefaults", "-no-user-config", "-display", "none", "-machine", "none", "-qmp", $"unix:{request.QmpPath},server=on,wait=off"])
            start.ArgumentList.Add(argument);
        if (request.Paused)
            start.ArgumentList.Add("-S");
        if (request.Incoming is { } incoming)
        {
            start.ArgumentList.Add("-incoming");
            start.ArgumentList.Add(incoming);
        }

        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            return e.Message;
        }

        var handle = new Handle(process, request, c);
        long end = Environment.TickCount64 + (long)StartPatience.TotalMilliseconds;
        while (!handle.HasExited && Environment.TickCount64 < end)
        {
            if (UnixListener.IsListening(request.QmpPath))
                return handle;
            Thread.Sleep(2);
        }

        string why = handle.HasExited ? "it ended at once; its output is in the wire log" : "its monitor did not come up";
        handle.Dispose();
        return why;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private sealed class Handle : IVmHandle
    {
        private readonly Process _process;
        private readonly string _socket;

        public Handle(Process process, VmRequest request, CaseContext c)
        {
            _process = process;
            _socket = request.QmpPath;
            process.ErrorDataReceived += (_, line) => Tell(line.Data);
            process.OutputDataReceived += (_, line) => Tell(line.Data);
            process.BeginErrorReadLine();
            process.BeginOutputReadLine();

            void Tell(string? line)
            {
                if (!string.IsNullOrEmpty(line))
                    c.Evidence.Wire(request.Name, WireDirection.Note, line);
            }
        }

        public int ProcessId => _process.Id;

        public bool HasExited => _process.HasExited;

        public IReadOnlyList<ProcessDescriptor> Descriptors() => HasExited ? [] : ProcessDescriptors.Of(ProcessId);

        public void Kill()
        {
            if (!_process.HasExited)
                _process.Kill();
            _process.WaitForExit();

            // A process that is killed cannot tidy up, and its socket is not the suite's to complain about.
            File.Delete(_socket);
        }

        public void Dispose()
        {
            Kill();
            _process.Dispose();
        }
    }
}
