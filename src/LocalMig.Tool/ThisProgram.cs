using System.Diagnostics;

namespace LocalMig.Tool;

/// <summary>How this program is started again: for workers of <c>verify --jobs</c>, and for VMs in processes of their own.</summary>
internal static class ThisProgram
{
    /// <summary>The command, to which arguments are added.</summary>
    public static ProcessStartInfo Command()
    {
        string process = Environment.ProcessPath ?? "localmig";
        var start = new ProcessStartInfo(process) { UseShellExecute = false };
        // Compiled ahead of time, this process is the program; otherwise it is the dotnet host that runs it.
        if (string.Equals(Path.GetFileNameWithoutExtension(process), "dotnet", StringComparison.Ordinal))
            start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "LocalMig.Tool.dll"));

        // The runtime ends its compiling thread after four seconds without work and starts it again later. A thread takes a pipe to
        // start: a VM that may open no descriptor more would die of it. A day, in hexadecimal milliseconds, keeps the thread.
        start.Environment["DOTNET_TC_BackgroundWorkerTimeoutMs"] = "5265C00";
        return start;
    }
}
