using LocalMig.Parameters;
using LocalMig.Suite.Targets;
using LocalMig.Suite.Vms;

namespace LocalMig.Suite.Cases.Device;

/// <summary>One combination of parameter and switch on the source, parameter on the destination, and how the destination's backend
/// is prepared (specification, section 4, bullets 1 to 7): it has to be handed over, go as an ordinary migration, or fail.</summary>
internal sealed class SidedCase(bool sourceLocal, bool sourceSwitch, bool destinationLocal, Prepared prepared, bool upstream = false) : Case
{
    /// <summary>All combinations.</summary>
    public static IEnumerable<SidedCase> All => Combinations.Append(new SidedCase(true, true, false, Prepared.Waiting, upstream: true));

    private static IEnumerable<SidedCase> Combinations =>
        from sourceLocal in new[] { true, false }
        from sourceSwitch in new[] { true, false }
        from destinationLocal in new[] { true, false }
        from prepared in new[] { Prepared.Waiting, Prepared.OwnPermitted, Prepared.Own }
        select new SidedCase(sourceLocal, sourceSwitch, destinationLocal, prepared);

    /// <inheritdoc/>
    public override string Id =>
        $"DEVICE/source-{Word(sourceLocal, "local")}-{Word(sourceSwitch, "switch")}-destination-{Word(destinationLocal, "local")}-{PreparedWord}{(upstream ? "-queued-form" : "")}";

    /// <inheritdoc/>
    public override string Title =>
        $"source: 'local' {sourceLocal}, switch {sourceSwitch}; destination: 'local' {destinationLocal}, {PreparedTitle}".Replace("True", "true", StringComparison.Ordinal).Replace("False", "false", StringComparison.Ordinal);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Requirements => Sends ? WhenSent : WhenNotSent;

    /// <inheritdoc/>
    // The queued form looks at the backend alone (specification, section 7); the others want all three on both sides.
    public override IReadOnlyList<Profile> Profiles => (Sends && Waits && !destinationLocal, upstream) switch
    {
        (true, true) => [Profile.Upstream],
        (true, false) => [Profile.Proposal, Profile.V16],
        _ => [],
    };

    /// <inheritdoc/>
    public override TargetAbilities Needs => TargetAbilities.Vms | TargetAbilities.SocketBackends | TargetAbilities.Descriptors;

    private bool Sends => sourceLocal && sourceSwitch;

    private bool Waits => prepared == Prepared.Waiting;

    private IReadOnlyList<string> WhenSent => (Waits, destinationLocal, prepared) switch
    {
        (true, true, _) => ["LM-DEVICE-01"],
        (true, false, _) => upstream ? ["LM-DEVICE-35"] : ["LM-DEVICE-13", "LM-DEVICE-14", "LM-DEVICE-15"],
        (false, false, _) => ["LM-DEVICE-13", "LM-DEVICE-14", "LM-DEVICE-15"],
        (false, true, Prepared.Own) => ["LM-DEVICE-12", "LM-DEVICE-14", "LM-DEVICE-15"],
        _ => ["LM-DEVICE-14", "LM-DEVICE-15"],
    };

    private IReadOnlyList<string> WhenNotSent => (Waits, sourceLocal) switch
    {
        (true, true) => ["LM-DEVICE-17", "LM-DEVICE-18", "LM-TRANSFER-20", "LM-TRANSFER-21"],
        (true, false) => ["LM-DEVICE-16", "LM-DEVICE-18", "LM-TRANSFER-20", "LM-TRANSFER-21"],
        (false, true) when destinationLocal && prepared == Prepared.Own => ["LM-DEVICE-10", "LM-DEVICE-36"],
        (false, false) when sourceSwitch && !destinationLocal && prepared == Prepared.OwnPermitted => ["LM-DEVICE-08", "LM-DEVICE-09"],
        _ => ["LM-DEVICE-36"],
    };

    /// <inheritdoc/>
    public override void Run(CaseContext c)
    {
        CaseBackend backend = c.NewBackend();
        MigrationPair pair = MigrationPair.Start(c, new PairOptions
        {
            SourceLocal = sourceLocal,
            DestinationLocal = destinationLocal,
            Backends = [new PairedBackend(backend, sourceSwitch, prepared)],
        });
        MigrationEnd end = pair.Migrate();
        if (Sends && Waits && (destinationLocal || upstream))
            JudgeHandedOver(c, pair, backend, end);
        else if (!Sends && !Waits)
            JudgeOrdinary(c, pair, backend, end);
        else
            JudgeFailed(c, pair, backend, end);
    }

    private void JudgeHandedOver(CaseContext c, MigrationPair pair, CaseBackend backend, MigrationEnd end)
    {
        string requirement = destinationLocal ? "LM-DEVICE-01" : "LM-DEVICE-35";
        c.Require(requirement, "the end of the migration", end is { Source: "completed", Destination: "completed" }, "completed on both sides", end.ToString());
        c.ExpectEqual(requirement, "descriptors of the backend on the destination", backend.Queues, backend.HeldBy(pair.Destination).Count);
        c.Expect(requirement, "the backend behind the destination", backend.Works(out string what), "works", what.Length == 0 ? "works" : what);
    }

    private void JudgeOrdinary(CaseContext c, MigrationPair pair, CaseBackend backend, MigrationEnd end)
    {
        int handed = backend.HeldBy(pair.Destination).Count;
        foreach (string requirement in Requirements.Where(r => r != "LM-DEVICE-09"))
        {
            c.Require(requirement, "the end of the migration", end is { Source: "completed", Destination: "completed" }, "completed on both sides", end.ToString());
            c.ExpectEqual(requirement, "descriptors in the stream", 0, pair.Tap!.Stream.Descriptors.Count);
            c.ExpectEqual(requirement, "descriptors of the source's backend on the destination", 0, handed);
        }

        if (Requirements.Contains("LM-DEVICE-09", StringComparer.Ordinal))
        {
            int held = pair.Destination.Descriptors().Count;
            c.Expect("LM-DEVICE-09", "the backend of the destination", held > 0 && handed == 0, "its own", handed > 0 ? "the source's" : held > 0 ? "its own" : "none");
        }
    }

    private void JudgeFailed(CaseContext c, MigrationPair pair, CaseBackend backend, MigrationEnd end)
    {
        foreach (string requirement in Requirements.Where(r => r is "LM-DEVICE-12" or "LM-DEVICE-13" or "LM-DEVICE-16" or "LM-DEVICE-17"))
            c.Expect(requirement, "the end of the migration on the destination", end.Destination == "failed", "failed", end.Destination ?? "no end");
        if (Waits)
            c.Expect("LM-DEVICE-18", "a destination whose backend waited in vain", end.Destination != "completed", "does not complete", end.Destination ?? "no end");
        (string closed, string runsOn) = Sends ? ("LM-DEVICE-15", "LM-DEVICE-14") : ("LM-TRANSFER-20", "LM-TRANSFER-21");
        c.ExpectEqual(closed, "descriptors of the source's backend on the destination", 0, backend.HeldBy(pair.Destination).Count);
        bool runs = pair.Source.RunState() == "running" || pair.Source.Execute("cont").Error is null;
        c.Expect(runsOn, "the source after the failure", runs && end.Source == "failed", "failed, and runs on", runs ? end.Source ?? "no end" : "does not run");
        c.Expect(runsOn, "the source's backend after the failure", backend.Works(out string what), "works", what.Length == 0 ? "works" : what);
    }

    private static string Word(bool on, string what) => on ? what : "no-" + what;

    private string PreparedWord => prepared switch
    {
        Prepared.Waiting => "waits",
        Prepared.OwnPermitted => "own-with-switch",
        _ => "own",
    };

    private string PreparedTitle => prepared switch
    {
        Prepared.Waiting => "its backend waits",
        Prepared.OwnPermitted => "a backend of its own, switch on",
        _ => "a backend of its own, switch off",
    };
}
