using LocalMig.Devices;
using LocalMig.Suite.Targets;
using LocalMig.Suite.Vms;
using LocalMig.Wire;

namespace LocalMig.Suite;

public sealed partial class CaseContext
{
    /// <summary>Makes a backend of the kind that the target has: a connected socket, which needs no permission, before a TAP.</summary>
    /// <param name="id">The device's id.</param>
    public CaseBackend NewBackend(string id = "dev0")
    {
        if (!Target.Abilities.HasFlag(TargetAbilities.SocketBackends))
            Skip(Target.WhyNot(TargetAbilities.SocketBackends));
        return NewSocket(id);
    }

    /// <summary>The network that TAPs of this case are in; null where the case has none.</summary>
    internal NetworkNamespace? Network { get; private set; }

    /// <summary>Makes a backend that is a TAP, in a network that the case has to itself. Before any VM is started.</summary>
    /// <param name="id">The netdev's id.</param>
    /// <param name="queues">How many queues.</param>
    public TapCaseBackend NewTap(string id = "net0", int queues = 1)
    {
        if (!Target.Abilities.HasFlag(TargetAbilities.Taps))
            Skip(Target.WhyNot(TargetAbilities.Taps));
        if (Network is null)
        {
            if (!NetworkNamespace.Create().TryGet(out NetworkNamespace? made, out ParseError? error))
                Skip($"no network namespace: {error}");
            Network = Own(made!);
        }

        return Own(new TapCaseBackend(this, id, queues, Network));
    }

    /// <summary>Makes a backend that is a connected socket.</summary>
    /// <param name="id">The device's id.</param>
    public SocketCaseBackend NewSocket(string id = "dev0") => Own(new SocketCaseBackend(this, id));
}
