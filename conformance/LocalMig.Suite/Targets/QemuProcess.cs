using System.ComponentModel;
using System.Diagnostics;
using LocalMig.Descriptors;
using LocalMig.Wire;

namespace LocalMig.Suite.Targets;

/// <summary>A real QEMU that runs, its monitor on a Unix socket.</summary>
internal sealed class QemuProcess : IDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly string _socket;

    private QemuProcess(Process process, string socket, Action<string> say)
    {
        _process = process;
        _socket = socket;
        process.ErrorDataReceived += (_, line) => Tell(line.Data);
        process.OutputDataReceived += (_, line) => Tell(line.Data);
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();

        void Tell(string? line)
        {
            if (!string.IsNullOrEmpty(line))
                say(line);
        }
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Starts a binary and waits until its monitor listens.</summary>
    /// <param name="start">The binary and its arguments, that of the monitor among them.</param>
    /// <param name="socket">The monitor's socket.</param>
    /// <param name="say">Takes what it prints, line by line, on threads of its own.</param>
    public static Result<QemuProcess, string> Start(ProcessStartInfo start, string socket, Action<string> say)
    {
        start.UseShellExecute = false;
        start.RedirectStandardError = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardInput = true;
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            return e.Message;
        }

        var started = new QemuProcess(process, socket, say);
        long end = Environment.TickCount64 + (long)StartPatience.TotalMilliseconds;
        while (!started.HasExited && Environment.TickCount64 < end)
        {
            if (UnixListener.IsListening(socket))
                return started;
            Thread.Sleep(2);
        }

        // What it printed before it ended is read to its end here.
        bool ended = started.HasExited;
        started.Dispose();
        return ended ? "it ended at once" : "its monitor did not come up";
    }

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
