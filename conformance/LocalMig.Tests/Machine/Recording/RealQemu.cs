using System.Diagnostics;
using LocalMig.Json;
using LocalMig.Qmp;
using LocalMig.Tests.Descriptors;
using LocalMig.Wire;

namespace LocalMig.Tests.Machine.Recording;

/// <summary>A real QEMU with a monitor. Killed where it does not quit by itself.</summary>
internal sealed class RealQemu : IDisposable
{
    private readonly Process _process;
    private readonly string _monitor;
    private QmpClient? _client;

    private RealQemu(Process process, string monitor)
    {
        _process = process;
        _monitor = monitor;
        // What it prints is part of a failure's message; nobody reads it otherwise.
        process.ErrorDataReceived += (_, line) => Messages += line.Data is null ? "" : line.Data + "\n";
        process.BeginErrorReadLine();
    }

    /// <summary>Where QEMU 11.1.3 is, or would be.</summary>
    public static string Binary => Environment.GetEnvironmentVariable("LOCALMIG_QEMU_11") is { Length: > 0 } named ? named : "/opt/localmig/qemu-11/qemu-system-x86_64";

    /// <summary>What it printed.</summary>
    public string Messages { get; private set; } = "";

    /// <summary>Starts one; its monitor is connected when something is asked, as a destination by CPR has none before it has its state.</summary>
    public static RealQemu Start(string monitor, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Binary) { UseShellExecute = false, RedirectStandardError = true };
        foreach (string argument in (IEnumerable<string>)["-nodefaults", "-no-user-config", "-display", "none", "-qmp", $"unix:{monitor},server=on,wait=off", .. arguments])
            start.ArgumentList.Add(argument);
        return new RealQemu(Process.Start(start)!, monitor);
    }

    /// <summary>Executes a command that must succeed.</summary>
    public JsonValue Execute(string command, string? arguments = null)
    {
        QmpReply reply = Client().Execute(command, arguments is null ? null : JsonText.Parse(arguments).Value, Soon.Deadline).Value;
        Assert.True(reply.IsOk, $"{command}: {reply.Error}; {Messages}");
        return reply.Value;
    }

    /// <summary>Waits until its migration has come to an end; gives how.</summary>
    public string MigrationEnds()
    {
        string? status = null;
        Until(() => (status = Execute("query-migrate")["status"]?.AsString) is "completed" or "failed");
        return status!;
    }

    /// <summary>The state that its machine is in.</summary>
    public string RunState() => Execute("query-status")["status"]!.AsString;

    /// <summary>Waits for something that is asked for again and again.</summary>
    public void Until(Func<bool> what)
    {
        var deadline = Soon.Deadline;
        while (!what())
        {
            Assert.False(deadline.IsPast || _process.HasExited, Messages);
            Thread.Sleep(10);
        }
    }

    public void Dispose()
    {
        _client?.Dispose();
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private QmpClient Client()
    {
        if (_client is not null)
            return _client;
        QmpClient? client = null;
        Until(() => QmpClient.Connect(_monitor, Soon.Deadline).TryGet(out client, out _));
        Assert.True(client!.Negotiate(Soon.Deadline).TryGet(out _, out ParseError? error), $"{error}; {Messages}");
        return _client = client;
    }
}
