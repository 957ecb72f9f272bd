using LocalMig.Descriptors;
using LocalMig.Json;
using LocalMig.Parameters;
using LocalMig.Qapi;
using LocalMig.Qmp;
using LocalMig.Suite.Vms;
using LocalMig.Wire;

namespace LocalMig.Suite.Targets;

/// <summary>The monitor of a VM that somebody else started and may be using: only what is harmless to it is done, unless it may be
/// changed.</summary>
/// <param name="path">The socket that the monitor listens on.</param>
/// <param name="destructive">Whether the VM may be changed: its parameters set, itself stopped and continued. It is never ended.</param>
public sealed class QmpTarget(string path, bool destructive = false) : ILentVmTarget
{
    /// <inheritdoc/>
    public string Name => "qmp:unix:" + path + (destructive ? " --destructive" : "");

    /// <inheritdoc/>
    public TargetAbilities Abilities => TargetAbilities.Monitor | (destructive ? TargetAbilities.Changeable : TargetAbilities.None);

    /// <inheritdoc/>
    public Profile? OwnProfile => null;

    /// <inheritdoc/>
    public string WhyNot(TargetAbilities missing) => missing switch
    {
        TargetAbilities.Vms => "behind a monitor is one VM, somebody else's: no other is started",
        TargetAbilities.Changeable => "the VM behind a monitor is somebody else's: it is not changed without --destructive",
        TargetAbilities.SchemaText => "a monitor tells its schema by introspection alone",
        TargetAbilities.Definitions => "a monitor is more than a schema",
        TargetAbilities.Recording or TargetAbilities.RecordedStream => "a monitor is no recording",
        _ => $"a monitor gives no {missing}",
    };

    /// <inheritdoc/>
    public string MonitorPath => path;

    /// <inheritdoc/>
    public Result<IVmHandle, string> Lend(CaseContext c) => LentVm.Take(path, c);

    /// <inheritdoc/>
    public Result<UnixChannel, string> Connect(CaseContext c)
    {
        ArgumentNullException.ThrowIfNull(c);
        return UnixChannel.Connect(path, c.Deadline).TryGet(out UnixChannel? channel, out ParseError? error) ? channel : error.ToString();
    }

    /// <inheritdoc/>
    public ControlReport Control(CaseContext c)
    {
        ArgumentNullException.ThrowIfNull(c);
        if (!QmpClient.Connect(path, c.Deadline).TryGet(out QmpClient? client, out ParseError? error))
        {
            c.Stop($"the monitor does not answer: {error}");
            throw new InvalidOperationException();
        }

        using (client)
        {
            if (!client.Negotiate(c.Deadline).TryGet(out _, out error)
                || !client.Execute("query-migrate-parameters", null, c.Deadline).TryGet(out QmpReply? reply, out error))
            {
                c.Stop($"the monitor does not answer: {error}");
                throw new InvalidOperationException();
            }

            if (reply.Return?["local"] is not null)
                return new ControlReport(true, "query-migrate-parameters lists 'local'");

            // One that has the parameter and does not list it is wrong, not without the feature.
            return client.Execute("query-qmp-schema", null, c.Deadline).TryGet(out QmpReply? answer, out _) && Takes(answer.Return)
                ? new ControlReport(true, "migrate-set-parameters takes 'local'")
                : new ControlReport(false, "query-migrate-parameters does not list 'local'");
        }
    }

    private static bool Takes(JsonValue? schema) =>
        schema is not null && Introspection.Read(schema).TryGet(out Schema? read, out _) && read.Command("migrate-set-parameters")?.Arguments?.Member("local") is not null;

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
