using LocalMig.Parameters;
using LocalMig.Suite.Targets;
using LocalMig.Suite.Vms;

namespace LocalMig.Suite.Cases.Device;

/// <summary>Devices without support, several devices, devices that do not match (specification, section 4).</summary>
internal static class SupportCases
{
    private const TargetAbilities Sockets = TargetAbilities.Vms | TargetAbilities.SocketBackends | TargetAbilities.Descriptors;
    private const string Waited = "FD was not loaded during incoming migration";

    /// <summary>In the order they run.</summary>
    public static IReadOnlyList<Case> All { get; } =
    [
        new ShortCase("DEVICE/no-device", "'local' true on both sides, and no device at all", ["LM-DEVICE-06", "LM-DEVICE-07"], c =>
            JudgeOrdinary(c, MigrationPair.Start(c, new PairOptions()), "LM-DEVICE-06", "LM-DEVICE-07")),
        new ShortCase("DEVICE/no-support", "'local' true on both sides, and a device that cannot hand anything over", ["LM-DEVICE-02", "LM-DEVICE-36"], NoSupport) { Abilities = Sockets },
        new ShortCase("DEVICE/own-switch-each", "two devices, one switched on and one off", ["LM-DEVICE-11"], OwnSwitchEach) { Abilities = Sockets },
        new ShortCase("DEVICE/waited-in-vain-text", "what a destination says that waited in vain", ["LM-DEVICE-19"], WaitedText) { Abilities = Sockets, In = [Profile.Upstream] },
        new ShortCase("DEVICE/other-id", "the source's device has another id than the destination's", ["LM-DEVICE-34"], OtherId) { Abilities = Sockets, In = [Profile.Upstream] },
    ];

    private static void NoSupport(CaseContext c)
    {
        MigrationPair pair = MigrationPair.Start(c, new PairOptions());
        foreach (CaseVm vm in new[] { pair.Source, pair.Destination })
            vm.Do("device_add", ("driver", "localmig-plain"), ("id", "plain0"));
        JudgeOrdinary(c, pair, "LM-DEVICE-36", "LM-DEVICE-02");
    }

    private static void JudgeOrdinary(CaseContext c, MigrationPair pair, string ends, string sends)
    {
        MigrationEnd end = pair.Migrate();
        c.ExpectEqual(sends, "descriptors in the stream", 0, pair.Tap!.Stream.Descriptors.Count);
        c.Expect(ends, "the end of the migration", end is { Source: "completed", Destination: "completed" }, "completed on both sides", end.ToString());
    }

    private static void OwnSwitchEach(CaseContext c)
    {
        CaseBackend on = c.NewBackend("on0");
        CaseBackend off = c.NewBackend("off0");
        MigrationPair pair = MigrationPair.Start(c, new PairOptions
        {
            Backends = [new PairedBackend(on), new PairedBackend(off, SourceSwitch: false, Prepared.Own)],
        });
        MigrationEnd end = pair.Migrate();
        c.Require("LM-DEVICE-11", "the end of the migration", end is { Source: "completed", Destination: "completed" }, "completed on both sides", end.ToString());
        c.ExpectEqual("LM-DEVICE-11", "descriptors in the stream", on.Queues, pair.Tap!.Stream.Descriptors.Count);
        c.ExpectEqual("LM-DEVICE-11", "descriptors of the device switched on, on the destination", on.Queues, on.HeldBy(pair.Destination).Count);
        c.ExpectEqual("LM-DEVICE-11", "descriptors of the device switched off, on the destination", 0, off.HeldBy(pair.Destination).Count);
        c.Expect("LM-DEVICE-11", "the device switched on, behind the destination", on.Works(out string what), "works", what.Length == 0 ? "works" : what);
    }

    private static void WaitedText(CaseContext c)
    {
        MigrationPair pair = MigrationPair.Start(c, new PairOptions { Backends = [new PairedBackend(c.NewBackend(), SourceSwitch: false)] });
        MigrationEnd end = pair.Migrate();
        c.Require("LM-DEVICE-19", "the end of the migration on the destination", end.Destination == "failed", "failed", end.Destination ?? "no end");
        string text = pair.Destination.MigrationError();
        c.Expect("LM-DEVICE-19", "the error of the destination", text.Contains(Waited, StringComparison.Ordinal), Waited, text);
    }

    private static void OtherId(CaseContext c)
    {
        CaseBackend sent = c.NewBackend("one0");
        CaseBackend awaited = c.NewBackend("two0");
        MigrationPair pair = MigrationPair.Start(c, new PairOptions());
        sent.Open(pair.Source, permitted: true);
        awaited.Await(pair.Destination);
        MigrationEnd end = pair.Migrate();
        c.Expect("LM-DEVICE-34", "the end of the migration on the destination", end.Destination == "failed", "failed", end.Destination ?? "no end");
        c.ExpectEqual("LM-DEVICE-34", "descriptors of the source's backend on the destination", 0, sent.HeldBy(pair.Destination).Count);
    }
}
