using LocalMig.Parameters;
using LocalMig.Suite.Targets;

namespace LocalMig.Suite.Cases.Transfer;

/// <summary>What only some targets can do at all; the others skip with their reason (specification, section 7, also).</summary>
internal static class AbsentCases
{
    /// <summary>In the order they run.</summary>
    public static IReadOnlyList<Case> All { get; } =
    [
        new ShortCase("TRANSFER/postcopy", "a postcopy that really starts", ["LM-TRANSFER-40"], static c => c.Skip("no target drives a postcopy yet"))
        {
            In = [Profile.Upstream],
            Abilities = TargetAbilities.Vms | TargetAbilities.Postcopy,
        },
        new ShortCase("TRANSFER/snapshot", "a snapshot with 'local' true", ["LM-TRANSFER-41"], static c => c.Skip("no target drives a snapshot yet"))
        {
            In = [Profile.Upstream],
            Abilities = TargetAbilities.Vms | TargetAbilities.Snapshots,
        },
    ];
}
