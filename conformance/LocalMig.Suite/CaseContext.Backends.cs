using LocalMig.Suite.Targets;
using LocalMig.Suite.Vms;

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

    /// <summary>Makes a backend that is a connected socket.</summary>
    /// <param name="id">The device's id.</param>
    public SocketCaseBackend NewSocket(string id = "dev0") => Own(new SocketCaseBackend(this, id));
}
