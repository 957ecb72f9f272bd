using LocalMig.Descriptors;
using LocalMig.Devices;
using LocalMig.Suite.Targets;
using LocalMig.Suite.Vms;

namespace LocalMig.Suite.Cases.Transfer;

/// <summary>TAP backends: queues in their order, frames that go on coming back, a carrier that stays (specification, section 5, bullets
/// 5, 6 and 9; section 7, works).</summary>
internal static class TapCases
{
    private const TargetAbilities Abilities = TargetAbilities.Vms | TargetAbilities.Taps | TargetAbilities.Descriptors;
    private const int Queues = 4;

    /// <summary>In the order they run.</summary>
    public static IReadOnlyList<Case> All { get; } =
    [
        Of("tap", "a TAP of one queue is handed over", ["LM-TRANSFER-14", "LM-TRANSFER-15", "LM-TRANSFER-26"], static c => HandOver(c, 1)),
        Of("tap-queues-in-order", $"a TAP of {Queues} queues is handed over", ["LM-TRANSFER-14", "LM-TRANSFER-16"], InOrder),
        Of("tap-carrier", "the carrier of a TAP while it is handed over", ["LM-TRANSFER-38"], Carrier),
        Of("tap-live-frames", "numbered frames keep going through a TAP while it is handed over", ["LM-TRANSFER-25"], LiveFrames),
        Of("tap-load-fails", "a TAP that its destination does not want", ["LM-TRANSFER-20", "LM-TRANSFER-21"], Refused),
    ];

    private static ShortCase Of(string id, string title, IReadOnlyList<string> requirements, Action<CaseContext> run) =>
        new("TRANSFER/" + id, title, requirements, run) { Abilities = Abilities };

    private static void HandOver(CaseContext c, int queues)
    {
        TapCaseBackend tap = c.NewTap(queues: queues);
        MigrationPair pair = LiveCase.Pair(c, tap);
        LiveCase.ExpectWorks(c, "LM-TRANSFER-15", "the TAP behind the source", tap);
        LiveCase.RequireCompleted(c, "LM-TRANSFER-14", pair.Migrate());
        c.ExpectEqual("LM-TRANSFER-14", "queues of the TAP on the destination", queues, tap.HeldBy(pair.Destination).Count);
        LiveCase.ExpectWorks(c, "LM-TRANSFER-15", "the same interface behind the destination", tap);
        pair.Source.Quit();
        LiveCase.ExpectWorks(c, "LM-TRANSFER-26", "the TAP after the source has quit", tap);
    }

    private static void InOrder(CaseContext c)
    {
        TapCaseBackend tap = c.NewTap(queues: Queues);
        MigrationPair pair = LiveCase.Pair(c, tap);
        LiveCase.RequireCompleted(c, "LM-TRANSFER-14", pair.Migrate());
        IReadOnlyList<ProcessDescriptor> ours = tap.HeldBy(pair.Source), theirs = tap.HeldBy(pair.Destination);
        c.Require("LM-TRANSFER-14", "queues on both sides", ours.Count == Queues && theirs.Count == Queues, $"{Queues} and {Queues}", $"{ours.Count} and {theirs.Count}");
        for (int queue = 0; queue < Queues; queue++)
        {
            Sameness same = ours[queue].CompareTo(theirs[queue]);
            c.Expect("LM-TRANSFER-14", $"queue {queue} on both sides", same != Sameness.Different, "the same", $"{same}");
            c.Expect("LM-TRANSFER-16", $"the place of queue {queue}", same != Sameness.Different, "as on the source", $"{same}");
        }
    }

    private static void Carrier(CaseContext c)
    {
        TapCaseBackend tap = c.NewTap();
        MigrationPair pair = LiveCase.Pair(c, tap);
        InterfaceStatus before = tap.Network.Look(tap.InterfaceName).Value;
        LiveCase.RequireCompleted(c, "LM-TRANSFER-38", pair.Migrate());
        pair.Source.Quit();
        InterfaceStatus after = tap.Network.Look(tap.InterfaceName).Value;
        c.Expect("LM-TRANSFER-38", "the carrier afterwards", after.HasCarrier, "there", after.HasCarrier ? "there" : "gone");
        c.ExpectEqual("LM-TRANSFER-38", "changes of the carrier", before.CarrierChanges, after.CarrierChanges);
    }

    private static void LiveFrames(CaseContext c)
    {
        TapCaseBackend tap = c.NewTap();
        MigrationPair pair = LiveCase.Pair(c, tap);
        using FrameTraffic traffic = new(tap.Peer!);
        LiveCase.RequireCompleted(c, "LM-TRANSFER-25", pair.Migrate());
        string wrong = traffic.Finish(c.Patience);
        c.Expect("LM-TRANSFER-25", $"{traffic.Sent} numbered frames", wrong.Length == 0, "each comes back once, in order", wrong.Length == 0 ? "so it is" : wrong);
    }

    private static void Refused(CaseContext c)
    {
        TapCaseBackend tap = c.NewTap();
        MigrationPair pair = MigrationPair.Start(c, new PairOptions { Backends = [new PairedBackend(tap, true, Prepared.Own)] });
        MigrationEnd end = pair.Migrate();
        c.Require("LM-TRANSFER-21", "the end of the migration", end is { Source: "failed", Destination: "failed" }, "failed on both sides", end.ToString());
        LiveCase.ExpectNotHeld(c, "LM-TRANSFER-20", tap, pair.Destination);
        LiveCase.ExpectRunsOn(c, "LM-TRANSFER-21", pair.Source, tap);
    }
}
