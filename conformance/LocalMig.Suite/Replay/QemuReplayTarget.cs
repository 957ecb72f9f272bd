using System.Diagnostics;
using LocalMig.Descriptors;
using LocalMig.Suite.Targets;
using LocalMig.Wire;

namespace LocalMig.Suite.Replay;

/// <summary>A real QEMU, started as the recording says that it was, in the folder of the replay.</summary>
/// <param name="binary">The binary.</param>
/// <param name="folder">Stands for the recorder's folder.</param>
public sealed class QemuReplayTarget(string binary, ReplayFolder folder) : IReplayTarget
{
    // What a recording without a command line is about: a monitor and no machine.
    private const string Default = "qemu -nodefaults -display none -M none";

    private readonly Dictionary<string, (QemuProcess Process, string Socket)> _processes = new(StringComparer.Ordinal);
    private int _count;

    /// <inheritdoc/>
    public Result<UnixChannel, ParseError> Connect(string side, string commandLine, bool restart)
    {
        ArgumentNullException.ThrowIfNull(commandLine);
        if (restart && _processes.Remove(side, out (QemuProcess Process, string Socket) old))
            old.Process.Dispose();
        if (!_processes.TryGetValue(side, out (QemuProcess Process, string Socket) running))
        {
            string socket = Path.Combine(folder.Path, $"q{_count++}.qmp");
            RecordedCommandLine line = RecordedCommandLine.Read(commandLine.Length == 0 ? Default : commandLine);
            folder.MakeMemory(line);
            string last = "";
            if (!QemuProcess.Start(Command(line, socket), socket, text => last = text).TryGet(out QemuProcess? process, out string? why))
                return ParseError.In(Errors.TranscriptReplay, side, last.Length == 0 ? why : $"{why}: {last}");
            running = (process, socket);
            _processes[side] = running;
        }

        return UnixChannel.Connect(running.Socket, Deadline.After(TimeSpan.FromSeconds(30)));
    }

    /// <inheritdoc/>
    public bool Kill(string side)
    {
        if (!_processes.Remove(side, out (QemuProcess Process, string Socket) killed))
            return false;
        killed.Process.Dispose();
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach ((QemuProcess process, _) in _processes.Values)
            process.Dispose();
    }

    private ProcessStartInfo Command(RecordedCommandLine line, string socket)
    {
        var start = new ProcessStartInfo(binary);
        foreach ((string name, string value) in line.Options)
        {
            // Firmware is found where this binary has it.
            if (name is "-L" or "-qmp")
                continue;
            start.ArgumentList.Add(name);
            if (value.Length > 0)
                start.ArgumentList.Add(Accelerated(folder.Rewrite(value)));
        }

        start.ArgumentList.Add("-qmp");
        start.ArgumentList.Add($"unix:{socket},server=on,wait=off");
        return start;
    }

    private static string Accelerated(string value) => File.Exists("/dev/kvm")
        ? value
        : value == "kvm" ? "tcg" : value.Replace("accel=kvm", "accel=tcg", StringComparison.Ordinal);
}
