using LocalMig.Descriptors;
using LocalMig.Parameters;
using LocalMig.Qmp;
using LocalMig.Wire;

namespace LocalMig.Suite.Targets;

/// <summary>The monitor of a VM that somebody else started and may be using: only what is harmless to it is done.</summary>
/// <param name="path">The socket that the monitor listens on.</param>
public sealed class QmpTarget(string path) : IMonitorTarget
{
    /// <inheritdoc/>
    public string Name => "qmp:unix:" + path;

    /// <inheritdoc/>
    public TargetAbilities Abilities => TargetAbilities.Monitor | TargetAbilities.Shared;

    /// <inheritdoc/>
    public Profile? OwnProfile => null;

    /// <inheritdoc/>
    public string WhyNot(TargetAbilities missing) => missing == TargetAbilities.Vms
        ? "the VM behind a monitor is somebody else's: no VM is started, and nothing of it is changed"
        : $"the VM behind a monitor is somebody else's: {missing} is not to be had";

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

            return reply.Return?["local"] is null
                ? new ControlReport(false, "query-migrate-parameters does not list 'local'")
                : new ControlReport(true, "query-migrate-parameters lists 'local'");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
