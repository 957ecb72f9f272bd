using LocalMig.Parameters;
using LocalMig.Qmp;
using LocalMig.Suite.Targets;
using LocalMig.Suite.Vms;

namespace LocalMig.Suite.Cases.Device;

/// <summary>Devices with a TAP: who opens it, and what happens where the two sides do not match (specification, sections 4 and 7).</summary>
internal static class TapCases
{
    private const TargetAbilities Taps = TargetAbilities.Vms | TargetAbilities.Taps | TargetAbilities.Descriptors;
    private const string HasOwn = "TAP is already initialized and cannot receive incoming fd";

    /// <summary>In the order they run.</summary>
    public static IReadOnlyList<Case> All { get; } =
    [
        HandedOver(1),
        HandedOver(4),
        With("tap-source-opens", "a source with 'local' true and the switch on opens its TAP", SourceOpens, Profile.Upstream, "LM-DEVICE-30"),
        With("tap-before-local", "a destination's TAP made before 'local' was set", BeforeLocal, Profile.Upstream, "LM-DEVICE-28", "LM-DEVICE-29", "LM-TRANSFER-20"),
        With("tap-more-queues", "a source with four queues, a destination with two", MoreQueues, null, "LM-DEVICE-33", "LM-TRANSFER-20", "LM-TRANSFER-21"),
    ];

    private static ShortCase With(string id, string title, Action<CaseContext> run, Profile? profile, params IReadOnlyList<string> requirements) =>
        new("DEVICE/" + id, title, requirements, run) { Abilities = Taps, In = profile is null ? [] : [profile.Value] };

    private static ShortCase HandedOver(int queues) => With(
        $"tap-{queues}-queues",
        $"a TAP of {queues} queues is handed over",
        c =>
        {
            TapCaseBackend tap = c.NewTap(queues: queues);
            MigrationPair pair = MigrationPair.Start(c, new PairOptions { Backends = [new PairedBackend(tap)] });
            c.Expect("LM-DEVICE-01", "the TAP behind the source", tap.Works(out string before), "works", Word(before));
            MigrationEnd end = pair.Migrate();
            c.Require("LM-DEVICE-01", "the end of the migration", end is { Source: "completed", Destination: "completed" }, "completed on both sides", end.ToString());
            c.ExpectEqual("LM-DEVICE-01", "descriptors of the TAP on the destination", queues, tap.HeldBy(pair.Destination).Count);
            c.Expect("LM-DEVICE-01", "the TAP behind the destination", tap.Works(out string after), "works", Word(after));
        },
        null,
        "LM-DEVICE-01");

    private static void SourceOpens(CaseContext c)
    {
        TapCaseBackend tap = c.NewTap(queues: 2);
        CaseVm source = c.StartSource();
        source.SetLocal(true);
        QmpReply added = source.Execute(
            "netdev_add",
            ("type", "tap"), ("id", tap.Id), ("queues", (long)tap.Queues), ("ifname", tap.InterfaceName), ("script", ""), ("downscript", ""), (CaseBackend.SwitchOf(c.Profile), true));
        c.Expect("LM-DEVICE-30", "netdev_add on the source", added.Error is null, "success", added.Error?.Desc ?? "success");
        c.ExpectEqual("LM-DEVICE-30", "descriptors of the TAP on the source", tap.Queues, tap.HeldBy(source).Count);
    }

    private static void BeforeLocal(CaseContext c)
    {
        TapCaseBackend tap = c.NewTap();
        // Made while 'local' is false, and set afterwards.
        MigrationPair pair = MigrationPair.Start(c, new PairOptions
        {
            DestinationLocal = false,
            Backends = [new PairedBackend(tap, Destination: Prepared.OwnPermitted)],
        });
        int own = pair.Destination.Descriptors().Count(d => d.Description.StartsWith("/dev/net/tun", StringComparison.Ordinal));
        c.Require("LM-DEVICE-28", "TAPs of the destination", own == 1, "1", own.ToString(System.Globalization.CultureInfo.InvariantCulture));
        pair.Destination.SetLocal(true);
        MigrationEnd end = pair.Migrate();
        string text = pair.Destination.MigrationError();
        c.Expect("LM-DEVICE-29", "the end of the migration on the destination", end.Destination == "failed", "failed", end.Destination ?? "no end");
        c.Expect("LM-DEVICE-29", "the error of the destination", text.Contains(HasOwn, StringComparison.Ordinal), HasOwn, text);
        c.ExpectEqual("LM-TRANSFER-20", "descriptors of the source's TAP on the destination", 0, tap.HeldBy(pair.Destination).Count);
    }

    private static void MoreQueues(CaseContext c)
    {
        TapCaseBackend tap = c.NewTap(queues: 4);
        TapCaseBackend fewer = c.NewTap(queues: 2);
        MigrationPair pair = MigrationPair.Start(c, new PairOptions());
        tap.Open(pair.Source, permitted: true);
        if (fewer.Await(pair.Destination).Error is { } refused)
            c.Stop($"the destination's device was refused: {refused.Desc}");
        MigrationEnd end = pair.Migrate();
        c.Expect("LM-DEVICE-33", "the end of the migration on the destination", end.Destination == "failed", "failed", end.Destination ?? "no end");
        c.ExpectEqual("LM-TRANSFER-20", "descriptors of the source's TAP on the destination", 0, tap.HeldBy(pair.Destination).Count);
        c.Expect("LM-TRANSFER-21", "the source's TAP after the failure", tap.Works(out string what), "works", Word(what));
    }

    private static string Word(string what) => what.Length == 0 ? "works" : what;
}
