using LocalMig.Descriptors;
using LocalMig.Json;
using LocalMig.Qmp;
using LocalMig.Wire;

namespace LocalMig.Suite.Vms;

/// <summary>A VM of a case, with its monitor: commands, events, status, descriptors. Everything that goes over the monitor is in
/// the wire log.</summary>
public sealed class CaseVm : IDisposable
{
    private static readonly TimeSpan ExitPatience = TimeSpan.FromSeconds(10);

    private readonly CaseContext _context;
    private readonly IVmHandle _handle;
    private readonly QmpClient _monitor;

    internal CaseVm(CaseContext context, string name, IVmHandle handle, QmpClient monitor)
    {
        _context = context;
        _handle = handle;
        _monitor = monitor;
        Name = name;
    }

    /// <summary>What the wire log calls it: <c>src</c>, <c>dst</c>.</summary>
    public string Name { get; }

    /// <summary>The process it runs in.</summary>
    public int ProcessId => _handle.ProcessId;

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _handle.HasExited;

    /// <summary>The monitor itself.</summary>
    public QmpClient Monitor => _monitor;

    /// <summary>The events so far, in order.</summary>
    public IReadOnlyList<QmpEvent> Events => _monitor.Events.From();

    /// <summary>Executes a command. Ends the case where the monitor does not answer.</summary>
    /// <param name="command">The command.</param>
    /// <param name="arguments">Its arguments; null for none.</param>
    /// <param name="descriptor">A descriptor to send along; the caller keeps it.</param>
    public QmpReply Execute(string command, JsonValue? arguments = null, OwnedFd? descriptor = null)
    {
        if (_monitor.Execute(command, arguments, _context.Deadline, descriptor).TryGet(out QmpReply? reply, out ParseError? error))
            return reply;
        _context.Stop($"{Name} does not answer {command}: {error}");
        return null!;
    }

    /// <summary>Executes a command with members as arguments.</summary>
    public QmpReply Execute(string command, params IEnumerable<(string Name, JsonValue Value)> arguments) =>
        Execute(command, JsonValue.Object(arguments));

    /// <summary>Executes a command that has to succeed for the case to go on; what it returned. Ends the case otherwise.</summary>
    public JsonValue Do(string command, params IEnumerable<(string Name, JsonValue Value)> arguments) => Succeeded(command, Execute(command, arguments));

    /// <summary>Gives the VM a descriptor under a name.</summary>
    public void GetFd(string name, OwnedFd descriptor) =>
        Succeeded("getfd", Execute("getfd", JsonValue.Object(("fdname", name)), descriptor));

    /// <summary>Sets the parameter 'local'. Ends the case where that fails.</summary>
    public void SetLocal(bool value) => Do("migrate-set-parameters", ("local", value));

    /// <summary>Sets a capability. Ends the case where that fails.</summary>
    public void SetCapability(string name, bool value) => Do(
        "migrate-set-capabilities",
        ("capabilities", JsonValue.Array(JsonValue.Object(("capability", name), ("state", value)))));

    /// <summary>The parameters, as the query lists them.</summary>
    public JsonValue Parameters() => Do("query-migrate-parameters");

    /// <summary>The run state: "running".</summary>
    public string RunState() => Do("query-status")["status"] is { Kind: JsonKind.String } status ? status.AsString : "";

    /// <summary>The migration status: "none" where there was no migration yet.</summary>
    public string MigrationStatus() => Do("query-migrate")["status"] is { Kind: JsonKind.String } status ? status.AsString : "none";

    /// <summary>The text of the migration's error; empty where there is none.</summary>
    public string MigrationError() => Do("query-migrate")["error-desc"] is { Kind: JsonKind.String } text ? text.AsString : "";

    /// <summary>The course of the migration so far: the statuses of the MIGRATION events, with STOP and RESUME between them.</summary>
    public IReadOnlyList<string> Course() => [.. Events.Select(Step).OfType<string>()];

    /// <summary>Waits for one of these statuses to be reported, and gives the first one; null where the case has no more patience or the VM is gone.</summary>
    /// <param name="skip">How many events of earlier migrations to pass over (<see cref="Events"/>' count then).</param>
    /// <param name="statuses">The statuses.</param>
    public string? WaitStatus(int skip, params IReadOnlyList<string> statuses)
    {
        QmpEvent? reached = _monitor.Events.Wait(e => StatusOf(e) is { } status && statuses.Contains(status, StringComparer.Ordinal), Deadline.After(_context.Patience), skip);
        return reached is null ? null : StatusOf(reached);
    }

    /// <summary>What it holds for its devices.</summary>
    public IReadOnlyList<ProcessDescriptor> Descriptors() => _handle.Descriptors();

    /// <summary>Ends it as the kernel ends a process that is killed.</summary>
    public void Kill()
    {
        _context.Evidence.Wire(Name, WireDirection.Note, "killed");
        _context.HasKilled = true;
        _handle.Kill();
    }

    /// <summary>Tells it to quit and waits until it has ended.</summary>
    /// <returns>Whether it ended in time.</returns>
    public bool Quit()
    {
        if (HasExited)
            return true;
        long end = Environment.TickCount64 + (long)ExitPatience.TotalMilliseconds;
        _monitor.Execute("quit", null, Deadline.After(ExitPatience));
        return WaitExit(TimeSpan.FromMilliseconds(Math.Max(0, end - Environment.TickCount64)));
    }

    /// <summary>Waits until it has ended.</summary>
    public bool WaitExit(TimeSpan time)
    {
        long end = Environment.TickCount64 + (long)time.TotalMilliseconds;
        while (!HasExited && Environment.TickCount64 < end)
            Thread.Sleep(1);
        return HasExited;
    }

    /// <summary>Lets it quit, or ends it where it does not. One that somebody else started is left running.</summary>
    public void Dispose()
    {
        if (_handle.IsOurs)
            Quit();
        _monitor.Dispose();
        _handle.Dispose();
    }

    private static string? StatusOf(QmpEvent e) =>
        e.Name == "MIGRATION" && e.Data?["status"] is { Kind: JsonKind.String } status ? status.AsString : null;

    private static string? Step(QmpEvent e) => e.Name is "STOP" or "RESUME" ? e.Name : StatusOf(e);

    private JsonValue Succeeded(string command, QmpReply reply)
    {
        if (reply.Error is not null)
            _context.Stop($"{Name}: {command} failed: {reply.Error.Desc}");
        return reply.Return ?? JsonValue.EmptyObject;
    }
}
