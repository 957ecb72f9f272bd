using LocalMig.Suite.Targets;

namespace LocalMig.Suite.Cases.Param;

/// <summary>Cases that one VM is enough for, fresh or not (<see cref="CaseContext.AnyVm"/>).</summary>
internal static class ParamCase
{
    /// <summary>Asks, and sets nothing.</summary>
    public const TargetAbilities Asking = TargetAbilities.Monitor;

    /// <summary>Sets parameters.</summary>
    public const TargetAbilities Setting = TargetAbilities.Monitor | TargetAbilities.Changeable;
}
