using FsCheck;
using FsCheck.Fluent;
using LocalMig.Json;
using LocalMig.Machine;
using LocalMig.Wire;

namespace LocalMig.Tests.Machine;

/// <summary>Any sequence of commands on both sides of a migration keeps what must never break: at most one side reads from the
/// backend, somebody always holds it, and statuses follow each other as the tables say.</summary>
public sealed class MigrationPropertyTests
{
    private const int MostSteps = 24;

    private static readonly string[] Steps =
    [
        "source local on", "source local off", "source return path", "source pause", "source no pause", "source slow", "source fast",
        "source migrate", "source migrate", "source migrate", "source migrate tcp", "source cancel", "source continue", "source stop",
        "source cont", "destination local on", "destination local off", "destination incoming", "destination incoming",
        "destination incoming tcp", "destination stop", "destination cont", "destination cancel", "wait",
    ];

    // Left to chance alone, most sequences would never get the two sides together.
    private static readonly string[][] Beginnings =
    [
        [],
        ["destination incoming"],
        ["source local on", "destination incoming"],
        ["source local on", "source return path", "destination incoming"],
        ["source local on", "source return path", "source pause", "destination incoming", "source migrate"],
        ["source local on", "source slow", "destination incoming", "source migrate", "wait"],
    ];

    public static Arbitrary<Scenario> Scenarios() => Arb.From(
        from beginning in Gen.Elements(Beginnings)
        from length in Gen.Choose(1, MostSteps)
        from steps in Gen.Elements(Steps).ArrayOf(length)
        from permitted in Gen.Frequency((3, Gen.Constant(true)), (1, Gen.Constant(false)))
        from waits in Gen.Frequency((3, Gen.Constant(true)), (1, Gen.Constant(false)))
        from older in Gen.Elements(false, true)
        select new Scenario([.. beginning, .. steps], permitted, waits, older),
        static s => Enumerable.Range(0, s.Steps.Length).Select(i => s with { Steps = [.. s.Steps.Where((_, j) => j != i)] }));

    [Property(MaxTest = 100, Arbitrary = [typeof(MigrationPropertyTests)])]
    public void Whatever_both_sides_are_told(Scenario scenario)
    {
        (string[] steps, bool permitted, bool waits, bool older) = scenario;
        DirectoryInfo folder = Directory.CreateTempSubdirectory("lm");
        QemuGeneration generation = older ? QemuGeneration.Qemu7 : QemuGeneration.Qemu11;
        using ObservedVm source = new(new VmOptions { Generation = generation, RamSize = 128 << 10 });
        using ObservedVm destination = new(new VmOptions { Generation = generation, RamSize = 128 << 10, Incoming = "defer" });
        source.SetCapabilities("events");
        destination.SetCapabilities("events");
        destination.SetParameter("local", true);
        using SocketPeer peer = SocketPeer.AddTo(source, permitted);
        if (waits)
            SocketPeer.AddWaitingTo(destination);
        Pairing pairing = new(source, destination, $"unix:{folder.FullName}/m");
        foreach (string step in steps)
        {
            pairing.Take(step);
            pairing.Check();
        }

        pairing.Settle();
        pairing.Check();
        if (source.RunState == "running")
            Assert.True(Polling(source));
        if (source.RunState == "running" || (waits && destination.RunState == "running"))
            Assert.True(peer.IsEchoed(), "somebody runs and nobody echoes");
        Legal(source, (from, to) => MigrationStatuses.MayFollowOutgoing(from, to, generation));
        if (!older)
            Legal(destination, MigrationStatuses.MayFollowIncoming);
        folder.Delete(recursive: true);
    }

    private static bool Polling(ObservedVm vm) => vm.Vm.Devices.All.Any(static d => d.Port is { IsPolling: true });

    private static void Legal(ObservedVm vm, Func<MigrationStatus, MigrationStatus, bool> mayFollow)
    {
        const string head = "MIGRATION ";
        MigrationStatus last = MigrationStatus.None;
        foreach (string name in vm.Events.Where(static e => e.StartsWith(head, StringComparison.Ordinal)).Select(static e => e[head.Length..]))
        {
            MigrationStatus next = MigrationStatuses.Parse(name)!.Value;
            Assert.True(mayFollow(last, next), $"{last} to {next} in {string.Join(", ", vm.Events)}");
            last = next;
        }
    }

    public sealed record Scenario(string[] Steps, bool Permitted, bool Waits, bool Older)
    {
        public override string ToString() => $"permitted {Permitted}, waits {Waits}, older {Older}: {string.Join("; ", Steps)}";
    }

    private sealed class Pairing(ObservedVm source, ObservedVm destination, string uri)
    {
        public void Take(string step)
        {
            switch (step)
            {
                case "source local on" or "source local off":
                    source.SetParameter("local", step.EndsWith("on", StringComparison.Ordinal));
                    break;
                case "destination local on" or "destination local off":
                    destination.SetParameter("local", step.EndsWith("on", StringComparison.Ordinal));
                    break;
                case "source return path":
                    Capability("return-path", state: true);
                    break;
                case "source pause" or "source no pause":
                    Capability("pause-before-switchover", step == "source pause");
                    break;
                case "source slow" or "source fast":
                    source.SetParameter("max-bandwidth", step == "source slow" ? 200_000L : 0L);
                    break;
                case "source migrate" or "source migrate tcp":
                    source.Execute("migrate", ObservedVm.Uri(step.EndsWith("tcp", StringComparison.Ordinal) ? "tcp:127.0.0.1:1" : uri));
                    break;
                case "destination incoming" or "destination incoming tcp":
                    bool tcp = step.EndsWith("tcp", StringComparison.Ordinal);
                    destination.Execute("migrate-incoming", Listening(tcp ? "tcp:127.0.0.1:0" : uri));
                    break;
                case "source continue":
                    source.Execute("migrate-continue", JsonValue.Object(("state", "pre-switchover")));
                    break;
                // Letting a source run again whose machine runs elsewhere is what an operator answers for, not the reference.
                case "source cont" when source.RunState == "postmigrate":
                    break;
                case "wait":
                    Thread.Sleep(5);
                    break;
                default:
                    (ObservedVm side, string verb) = step.StartsWith("source", StringComparison.Ordinal)
                        ? (source, step["source ".Length..])
                        : (destination, step["destination ".Length..]);
                    side.Execute(verb == "cancel" ? "migrate_cancel" : verb);
                    break;
            }
        }

        /// <summary>The destination is looked at first: once it reads, the source never does again.</summary>
        public void Check()
        {
            bool theirs = Polling(destination);
            bool ours = Polling(source);
            Assert.False(theirs && ours, $"both read; {string.Join(", ", source.Events)}; {string.Join(", ", destination.Events)}");
            Assert.Contains(source.Vm.Devices.Ports.Concat(destination.Vm.Devices.Ports), static p => p.IsFilled);
        }

        /// <summary>Lets everything come to its end.</summary>
        public void Settle()
        {
            source.SetParameter("max-bandwidth", 0L);
            while (MigrationStatuses.Parse(source.Status)!.Value.IsRunning())
            {
                source.Execute("migrate-continue", JsonValue.Object(("state", "pre-switchover")));
                Check();
                Thread.Sleep(1);
            }

            SpinWait.SpinUntil(() => !destination.Vm.Incoming.IsLoading, TimeSpan.FromSeconds(60));
        }

        // The older generation always ends with a load that fails.
        private JsonValue Listening(string address) => destination.Vm.Options.Generation == QemuGeneration.Qemu7
            ? ObservedVm.Uri(address)
            : JsonValue.Object(("uri", address), ("exit-on-error", false));

        private void Capability(string name, bool state) => source.Execute("migrate-set-capabilities", JsonValue.Object((
            "capabilities",
            JsonValue.Array(JsonValue.Object(("capability", name), ("state", state))))));
    }
}
