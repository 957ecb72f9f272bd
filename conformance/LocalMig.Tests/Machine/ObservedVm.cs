using System.Diagnostics;
using LocalMig.Descriptors;
using LocalMig.Json;
using LocalMig.Machine;
using LocalMig.Qmp;
using LocalMig.Wire;

namespace LocalMig.Tests.Machine;

/// <summary>A machine whose events and warnings are kept, driven without a QMP connection.</summary>
internal sealed class ObservedVm : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly List<string> _events = [];
    private readonly List<string> _warnings = [];

    public ObservedVm(VmOptions options, VmSeams? seams = null)
    {
        Vm = Vm.Create(options, (seams ?? VmSeams.Default) with { Warn = Keep }).Value;
        Vm.Observe(happened =>
        {
            lock (_events)
                _events.Add(Short(happened));
        });
    }

    public Vm Vm { get; }

    /// <summary>The events so far: "STOP", "MIGRATION active", "MIGRATION_PASS 2".</summary>
    public IReadOnlyList<string> Events
    {
        get
        {
            lock (_events)
                return [.. _events];
        }
    }

    public IReadOnlyList<string> Warnings
    {
        get
        {
            lock (_warnings)
                return [.. _warnings];
        }
    }

    public string Status => Ok("query-migrate")["status"]?.AsString ?? "none";

    public string RunState => Ok("query-status")["status"]!.AsString;

    public string? ErrorDescription => Ok("query-migrate")["error-desc"]?.AsString;

    public Result<JsonValue, QmpError> Execute(string command, JsonValue? arguments = null, OwnedFd? descriptor = null) =>
        Vm.Execute(command, arguments, descriptor);

    /// <summary>Executes a command that has to succeed.</summary>
    public JsonValue Ok(string command, JsonValue? arguments = null, OwnedFd? descriptor = null)
    {
        Result<JsonValue, QmpError> result = Execute(command, arguments, descriptor);
        Assert.True(result.IsOk, $"{command}: {result.Error?.Desc}");
        return result.Value;
    }

    /// <summary>Executes a command that has to fail, and gives the text.</summary>
    public string Refused(string command, JsonValue? arguments = null, OwnedFd? descriptor = null)
    {
        Result<JsonValue, QmpError> result = Execute(command, arguments, descriptor);
        Assert.False(result.IsOk, $"{command} succeeded");
        return result.Error!.Desc;
    }

    public void SetParameter(string name, JsonValue value) => Ok("migrate-set-parameters", JsonValue.Object((name, value)));

    public void SetCapabilities(params string[] names) => Ok("migrate-set-capabilities", JsonValue.Object((
        "capabilities",
        JsonValue.Array([.. names.Select(static n => JsonValue.Object(("capability", n), ("state", true)))]))));

    public void Migrate(string uri) => Ok("migrate", Uri(uri));

    public void Listen(string uri, bool exitOnError = false) =>
        Ok("migrate-incoming", JsonValue.Object(("uri", uri), ("exit-on-error", exitOnError)));

    public static JsonValue Uri(string uri) => JsonValue.Object(("uri", uri));

    /// <summary>Waits until the migration has one of these statuses.</summary>
    public string WaitStatus(params string[] statuses)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!statuses.Contains(Status))
        {
            Assert.True(watch.Elapsed < Patience, $"status {Status} instead of {string.Join(" or ", statuses)}; {ErrorDescription}");
            Thread.Sleep(1);
        }

        return Status;
    }

    public string WaitEnd() => WaitStatus("completed", "failed", "cancelled");

    public void Dispose() => Vm.Dispose();

    private void Keep(string line)
    {
        lock (_warnings)
            _warnings.Add(line);
    }

    private static string Short(QmpEvent happened) => (happened.Data?["status"] ?? happened.Data?["pass"]) switch
    {
        { Kind: JsonKind.String } status => $"{happened.Name} {status.AsString}",
        { } pass => $"{happened.Name} {pass.AsInt64}",
        null => happened.Name,
    };
}
