using LocalMig.Descriptors;
using LocalMig.Json;
using LocalMig.Qmp;
using LocalMig.Suite.Vms;
using LocalMig.Wire;

namespace LocalMig.Suite.Targets;

/// <summary>Somebody else's VM while a case has it: it is never ended, and gets its parameters back.</summary>
internal sealed class LentVm : IVmHandle
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly string _path;
    private readonly CaseContext _context;
    private readonly JsonValue _parameters;

    private LentVm(string path, CaseContext context, JsonValue parameters)
    {
        _path = path;
        _context = context;
        _parameters = parameters;
    }

    /// <inheritdoc/>
    public bool IsOurs => false;

    /// <inheritdoc/>
    public int ProcessId => throw new NotSupportedException("the process behind a monitor is not known");

    /// <inheritdoc/>
    public bool HasExited => false;

    /// <summary>Remembers what its parameters are.</summary>
    public static Result<IVmHandle, string> Take(string path, CaseContext c) => Ask(path, c.Deadline, Parameters).TryGet(out JsonValue? now, out string? why)
        ? new LentVm(path, c, now)
        : why;

    /// <inheritdoc/>
    public IReadOnlyList<ProcessDescriptor> Descriptors() => throw new NotSupportedException("the process behind a monitor is not known");

    /// <inheritdoc/>
    public void Kill() => throw new NotSupportedException("somebody else's VM is not killed");

    /// <inheritdoc/>
    public void Dispose()
    {
        Result<JsonValue, string> set = Ask(_path, Deadline.After(Patience), SetBack);
        if (!set.IsOk)
            _context.Note($"the parameters were not set back: {set.Error}");
    }

    private Result<JsonValue, string> SetBack(QmpClient client, Deadline deadline)
    {
        if (!Parameters(client, deadline).TryGet(out JsonValue? now, out string? why))
            return why;
        (string, JsonValue)[] changed = [.. _parameters.Members.Where(m => !m.Value.Equals(now[m.Name]))];
        return changed.Length == 0 ? now : Execute(client, "migrate-set-parameters", JsonValue.Object(changed), deadline);
    }

    private static Result<JsonValue, string> Parameters(QmpClient client, Deadline deadline) => Execute(client, "query-migrate-parameters", null, deadline);

    private static Result<JsonValue, string> Ask(string path, Deadline deadline, Func<QmpClient, Deadline, Result<JsonValue, string>> ask)
    {
        if (!QmpClient.Connect(path, deadline).TryGet(out QmpClient? client, out ParseError? error))
            return error.ToString();
        using (client)
            return client.Negotiate(deadline).TryGet(out _, out error) ? ask(client, deadline) : error.ToString();
    }

    private static Result<JsonValue, string> Execute(QmpClient client, string command, JsonValue? arguments, Deadline deadline)
    {
        if (!client.Execute(command, arguments, deadline).TryGet(out QmpReply? reply, out ParseError? error))
            return error.ToString();
        return reply.Error is { } refused ? refused.Desc : reply.Value;
    }
}
