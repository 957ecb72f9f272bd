using LocalMig.Parameters;
using LocalMig.Qmp;
using LocalMig.Suite.Targets;
using LocalMig.Suite.Vms;

namespace LocalMig.Suite.Cases.Channel;

/// <summary>Descriptors and the channel that they take (specification, sections 3 and 7).</summary>
internal static class HandOverCases
{
    private const TargetAbilities WithBackends = TargetAbilities.Vms | TargetAbilities.SocketBackends | TargetAbilities.Descriptors;

    public static IReadOnlyList<Case> All { get; } =
    [
        new ShortCase("CHANNEL/off-carries-no-descriptor", "With 'local' false, no descriptor is attached to the main channel, whatever the switches say", ["LM-CHANNEL-30"], OffCarriesNone) { Abilities = WithBackends },
        new ShortCase("CHANNEL/listening-from-the-start", "A destination that listens since its start takes part", ["LM-CHANNEL-40"], ListeningFromTheStart) { Abilities = WithBackends, In = [Profile.Upstream] },
        new ShortCase("CHANNEL/multifd", "With multifd, the descriptors stay on the main channel", ["LM-CHANNEL-41"], Multifd) { Abilities = WithBackends, In = [Profile.Upstream] },
    ];

    private static void OffCarriesNone(CaseContext c)
    {
        CaseBackend first = c.NewBackend("first");
        CaseBackend second = c.NewBackend("second");
        MigrationPair pair = MigrationPair.Start(c, new PairOptions
        {
            SourceLocal = false,
            DestinationLocal = false,
            Backends = [new PairedBackend(first, SourceSwitch: true, Prepared.OwnPermitted), new PairedBackend(second, SourceSwitch: false, Prepared.Own)],
        });
        MigrationEnd end = pair.Migrate();
        c.Expect("LM-CHANNEL-30", "the end of the migration", end is { Source: "completed", Destination: "completed" }, "completed on both sides", end.ToString());
        c.ExpectEqual("LM-CHANNEL-30", "descriptors on the main channel", 0, pair.Tap!.Stream.Descriptors.Count);
    }

    private static void ListeningFromTheStart(CaseContext c)
    {
        string path = Path.Combine(c.Folder, "mig");
        CaseBackend backend = c.NewBackend();
        CaseVm source = c.StartSource();
        backend.Open(source, permitted: true);
        CaseVm destination = c.StartDestination("dst", "unix:" + path);
        source.SetLocal(true);
        destination.SetLocal(true);
        QmpReply waits = backend.Await(destination);
        c.Require("LM-CHANNEL-40", "the backend of a destination that listens already", waits.IsOk, "{}", waits.Said());
        QmpReply starts = source.Migrate("unix:" + path);
        c.Require("LM-CHANNEL-40", "migrate", starts.IsOk, "{}", starts.Said());
        c.ExpectEqual("LM-CHANNEL-40", "the end of the migration on the source", "completed", source.AwaitEnd(c));
        c.ExpectEqual("LM-CHANNEL-40", "the end of the migration on the destination", "completed", destination.AwaitEnd(c));
        c.Expect("LM-CHANNEL-40", "the backend on the destination", backend.Works(out string what), "works", what.Length == 0 ? "works" : what);
    }

    private static void Multifd(CaseContext c)
    {
        CaseBackend backend = c.NewBackend();
        MigrationPair pair = MigrationPair.Start(c, new PairOptions { Backends = [new PairedBackend(backend)] });
        foreach (CaseVm vm in new[] { pair.Source, pair.Destination })
        {
            if (vm.SwitchOn("multifd") is { IsOk: false } refused)
                c.Skip($"the target has no multifd: {refused.Said()}");
        }

        QmpReply waits = pair.Destination.Incoming("unix:" + pair.Path);
        if (!waits.IsOk)
            c.Skip($"the target has no multifd: {waits.Said()}");
        QmpReply starts = pair.Source.Migrate("unix:" + pair.Tap!.Path);
        c.Require("LM-CHANNEL-41", "migrate", starts.IsOk, "{}", starts.Said());
        MigrationEnd end = pair.WaitEnd();
        c.Expect("LM-CHANNEL-41", "the end of the migration", end is { Source: "completed", Destination: "completed" }, "completed on both sides", end.ToString());
        c.ExpectEqual("LM-CHANNEL-41", "descriptors on the main channel", backend.Queues, pair.Tap.Stream.Descriptors.Count);
        c.Expect("LM-CHANNEL-41", "the backend on the destination", backend.Works(out string what), "works", what.Length == 0 ? "works" : what);
    }
}
