using System.Diagnostics;
using LocalMig.Descriptors;
using LocalMig.Suite.Vms;
using LocalMig.Wire;

namespace LocalMig.Suite.Targets;

/// <summary>A VM in a process of its own. The program says "ready" on its standard output when its monitor listens.</summary>
internal sealed class ProcessHandle : IVmHandle
{
    /// <summary>What the program says when its monitor listens.</summary>
    public const string Ready = "ready";

    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(5);

    private readonly Process _process;

    private readonly Thread _drain;

    private ProcessHandle(Process process, Action<string> say)
    {
        _process = process;
        // Ends with the process: its end of the pipe is closed then.
        _drain = new Thread(() => Drain(process, say)) { Name = "standard error", IsBackground = true };
        _drain.Start();
    }

    /// <inheritdoc/>
    public int ProcessId => _process.Id;

    /// <inheritdoc/>
    public bool HasExited => _process.HasExited;

    /// <summary>Starts a program and waits until it is ready.</summary>
    /// <param name="program">The command.</param>
    /// <param name="say">Takes its standard error, line by line, on a thread of its own.</param>
    public static Result<IVmHandle, string> Start(ProcessStartInfo program, Action<string> say)
    {
        program.RedirectStandardOutput = true;
        program.RedirectStandardError = true;
        Process? process;
        try
        {
            process = Process.Start(program);
        }
        catch (System.ComponentModel.Win32Exception failed)
        {
            return $"{program.FileName}: {failed.Message}";
        }

        if (process is null)
            return $"{program.FileName} did not start";
        var handle = new ProcessHandle(process, say);
        if (process.StandardOutput.ReadLine() == Ready)
            return handle;
        process.WaitForExit(EndPatience);
        string why = process.HasExited ? $"{program.FileName} ended with status {process.ExitCode}" : $"{program.FileName} is not ready";
        handle.Dispose();
        return why;
    }

    /// <inheritdoc/>
    public IReadOnlyList<ProcessDescriptor> Descriptors() => HasExited ? [] : ProcessDescriptors.Of(ProcessId);

    /// <inheritdoc/>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit(EndPatience);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited)
            Kill();
        _drain.Join(EndPatience);
        // Whoever took the streams has to close them; the process does not.
        _process.StandardOutput.Dispose();
        _process.StandardError.Dispose();
        _process.Dispose();
    }

    private static void Drain(Process process, Action<string> say)
    {
        try
        {
            while (process.StandardError.ReadLine() is { } line)
                say(line);
        }
        catch (Exception gone) when (gone is ObjectDisposedException or IOException or InvalidOperationException)
        {
            // The process was disposed while this waited.
        }
    }
}
