using LocalMig.Suite.Targets;
using LocalMig.Suite.Vms;

namespace LocalMig.Suite.Cases.Transfer;

/// <summary>What the live cases of the group have in common.</summary>
internal static class LiveCase
{
    /// <summary>What they need of a target.</summary>
    public const TargetAbilities Abilities = TargetAbilities.Vms | TargetAbilities.SocketBackends | TargetAbilities.Descriptors;

    /// <summary>A case.</summary>
    public static ShortCase Of(string id, string title, IReadOnlyList<string> requirements, Action<CaseContext> run) =>
        new("TRANSFER/" + id, title, requirements, run) { Abilities = Abilities };

    /// <summary>A pair whose one backend, a connected socket, is to be handed over.</summary>
    public static MigrationPair Pair(CaseContext c, CaseBackend backend, PairOptions? options = null) =>
        MigrationPair.Start(c, (options ?? new PairOptions()) with { Backends = [new PairedBackend(backend)] });

    /// <summary>Demands that a migration went well; what follows would mean nothing otherwise.</summary>
    public static void RequireCompleted(CaseContext c, string requirement, MigrationEnd end) => c.Require(
        requirement, "the end of the migration", end is { Source: "completed", Destination: "completed" }, "completed on both sides", end.ToString());

    /// <summary>Judges that a backend works: whatever goes in comes back once.</summary>
    public static void ExpectWorks(CaseContext c, string requirement, string which, CaseBackend backend)
    {
        bool works = backend.Works(out string what);
        c.Expect(requirement, which, works, "works", works ? "works" : what);
    }

    /// <summary>Judges that a side holds no descriptor of a backend.</summary>
    public static void ExpectNotHeld(CaseContext c, string requirement, CaseBackend backend, CaseVm vm) =>
        c.ExpectEqual(requirement, $"descriptors of the source's backend on {vm.Name}", 0, vm.HasExited ? 0 : backend.HeldBy(vm).Count);

    /// <summary>Judges that the source runs on with its backend after a migration that did not come about.</summary>
    public static void ExpectRunsOn(CaseContext c, string requirement, CaseVm source, CaseBackend backend)
    {
        string state = source.RunState();
        c.Expect(requirement, "the source afterwards", state == "running", "running", state);
        ExpectWorks(c, requirement, "the source's backend afterwards", backend);
    }
}
