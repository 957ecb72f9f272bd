using LocalMig.Json;
using LocalMig.Parameters;
using LocalMig.Suite.Targets;
using LocalMig.Suite.Vms;

namespace LocalMig.Suite.Cases.Param;

/// <summary>What setting the parameter does not do (specification, section 2, bullets 3, 6 and 7).</summary>
internal static class IndependenceCases
{
    private const TargetAbilities Sockets = TargetAbilities.Vms | TargetAbilities.SocketBackends | TargetAbilities.Descriptors;

    /// <summary>In the order they run.</summary>
    public static IReadOnlyList<Case> All { get; } =
    [
        new ShortCase("PARAM/looks-at-no-channel", "set beside TLS and a mode that 'local' does not go with", ["LM-PARAM-08"], LooksAtNoChannel),
        new ShortCase("PARAM/touches-no-device", "set to and fro while a device works", ["LM-PARAM-09"], TouchesNoDevice) { Abilities = Sockets },
        new ShortCase("PARAM/others-leave-it", "every other kind of parameter set while 'local' is true", ["LM-PARAM-18"], OthersLeaveIt) { Abilities = ParamCase.Setting },
        new ShortCase("PARAM/leaves-the-others", "'local' set, the others compared", ["LM-PARAM-19"], LeavesTheOthers) { Abilities = ParamCase.Setting },
        new ShortCase("PARAM/each-side-its-own", "set on one side, queried on the other", ["LM-PARAM-20"], EachSideItsOwn),
        new ShortCase("PARAM/not-in-the-stream", "a migration between sides that differ", ["LM-PARAM-21"], NotInTheStream),
        new ShortCase("PARAM/counts-when-device-state-is-saved", "cleared while the source waits before the switchover", ["LM-PARAM-23"], CountsWhenSaved)
        {
            Abilities = Sockets,
            In = [Profile.Upstream],
        },
    ];

    private static void LooksAtNoChannel(CaseContext c)
    {
        CaseVm vm = c.StartSource();
        vm.Do("migrate-set-parameters", ("tls-creds", "tls0"), ("mode", "cpr-transfer"));
        c.ExpectEqual("LM-PARAM-08", "the reply beside tls-creds and mode cpr-transfer", "{}", Replies.Show(vm.Execute("migrate-set-parameters", ("local", true))));
        CaseVm destination = c.StartDestination();
        CaseVm listening = c.StartDestination("tcp", "tcp:127.0.0.1:0");
        c.ExpectEqual("LM-PARAM-08", "the reply on a destination that listens on TCP", "{}", Replies.Show(listening.Execute("migrate-set-parameters", ("local", true))));
        c.ExpectEqual("LM-PARAM-08", "the reply on a destination", "{}", Replies.Show(destination.Execute("migrate-set-parameters", ("local", true))));
    }

    private static void TouchesNoDevice(CaseContext c)
    {
        CaseVm vm = c.StartSource();
        CaseBackend backend = c.NewBackend();
        backend.Open(vm, permitted: true);
        IReadOnlyList<string> before = Held(vm);
        foreach (bool value in new[] { true, false, true })
        {
            vm.SetLocal(value);
            c.Expect("LM-PARAM-09", $"the device after 'local' {Replies.Show(value)}", backend.Works(out string what), "works", what.Length == 0 ? "works" : what);
            IReadOnlyList<string> after = Held(vm);
            c.Expect("LM-PARAM-09", "the descriptors of the device", after.SequenceEqual(before, StringComparer.Ordinal), string.Join(", ", before), string.Join(", ", after));
        }

        IReadOnlyList<string> Held(CaseVm of) => [.. backend.HeldBy(of).Select(d => d.ToString())];
    }

    private static void OthersLeaveIt(CaseContext c)
    {
        CaseVm vm = c.AnyVm();
        vm.SetLocal(true);
        foreach ((string name, JsonValue value) in new (string, JsonValue)[]
        {
            ("downtime-limit", 500), ("cpu-throttle-tailslow", true), ("multifd-compression", "none"), ("tls-hostname", "host"), ("max-bandwidth", 1 << 30),
        })
        {
            vm.Do("migrate-set-parameters", (name, value));
            c.ExpectEqual("LM-PARAM-18", $"'local' after '{name}' was set", "true", Replies.Show(vm.Parameters()["local"]));
        }

        vm.Do("migrate-set-parameters");
        c.ExpectEqual("LM-PARAM-18", "'local' after an update without members", "true", Replies.Show(vm.Parameters()["local"]));
    }

    private static void LeavesTheOthers(CaseContext c)
    {
        CaseVm vm = c.AnyVm();
        JsonValue before = Others(vm);
        foreach (bool value in new[] { true, false })
        {
            vm.SetLocal(value);
            JsonValue after = Others(vm);
            c.Expect("LM-PARAM-19", $"the other parameters after 'local' {Replies.Show(value)}", after.Equals(before), Replies.Show(before), Replies.Show(after));
        }

        static JsonValue Others(CaseVm of) => JsonValue.Object(of.Parameters().Members.Where(m => m.Name != "local"));
    }

    private static void EachSideItsOwn(CaseContext c)
    {
        CaseVm source = c.StartSource();
        CaseVm destination = c.StartDestination();
        source.SetLocal(true);
        c.ExpectEqual("LM-PARAM-20", "'local' of the destination after the source's was set", "false", Replies.Show(destination.Parameters()["local"]));
        source.SetLocal(false);
        destination.SetLocal(true);
        c.ExpectEqual("LM-PARAM-20", "'local' of the source after the destination's was set", "false", Replies.Show(source.Parameters()["local"]));
    }

    private static void NotInTheStream(CaseContext c)
    {
        foreach (bool source in new[] { true, false })
        {
            MigrationPair pair = MigrationPair.Start(c, new PairOptions { SourceLocal = source, DestinationLocal = !source });
            MigrationEnd end = pair.Migrate();
            c.Require("LM-PARAM-21", "the end of the migration", end is { Source: "completed", Destination: "completed" }, "completed on both sides", end.ToString());
            c.ExpectEqual("LM-PARAM-21", $"'local' of the destination after a migration from a source with {Replies.Show(source)}", Replies.Show(!source), Replies.Show(pair.Destination.Parameters()["local"]));
        }
    }

    private static void CountsWhenSaved(CaseContext c)
    {
        CaseBackend backend = c.NewBackend();
        MigrationPair pair = MigrationPair.Start(c, new PairOptions { Backends = [new PairedBackend(backend, Destination: Prepared.Own)] });
        pair.Source.SetCapability("pause-before-switchover", true);
        pair.Begin();
        c.Require("LM-PARAM-23", "the source", pair.Source.WaitStatus(0, "pre-switchover", "failed") == "pre-switchover", "pre-switchover", pair.Source.MigrationStatus());
        pair.Source.SetLocal(false);
        pair.Source.Do("migrate-continue", ("state", "pre-switchover"));
        MigrationEnd end = pair.WaitEnd();
        c.Expect("LM-PARAM-23", "the end of the migration", end is { Source: "completed", Destination: "completed" }, "completed on both sides", end.ToString());
        c.ExpectEqual("LM-PARAM-23", "descriptors in the stream", 0, pair.Tap!.Stream.Descriptors.Count);
    }
}
