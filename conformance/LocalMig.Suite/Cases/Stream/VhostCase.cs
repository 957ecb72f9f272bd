using LocalMig.Suite.Targets;
using LocalMig.Suite.Vms;

namespace LocalMig.Suite.Cases.Stream;

/// <summary>The descriptors of vhost stay behind: the destination opens vhost-net itself once its load has ended.</summary>
internal sealed class VhostCase : Case
{
    private const string Device = "/dev/vhost-net";

    /// <inheritdoc/>
    public override string Id => "STREAM/vhost-opened-by-the-destination";

    /// <inheritdoc/>
    public override string Title => "Migrates a TAP with vhost and looks who opened vhost-net";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Requirements { get; } = ["LM-STREAM-10", "LM-STREAM-11"];

    /// <inheritdoc/>
    public override TargetAbilities Needs => TargetAbilities.Vms | TargetAbilities.Taps | TargetAbilities.Vhost | TargetAbilities.Descriptors;

    /// <inheritdoc/>
    public override void Run(CaseContext c)
    {
        MigrationPair pair = MigrationPair.Start(c, new PairOptions { Backends = [new PairedBackend(c.NewTap())] });
        int before = Count(pair.Destination);
        MigrationEnd end = pair.Migrate();
        if (end is not { Source: "completed", Destination: "completed" })
            c.Stop($"the migration did not complete: {end}");
        int sent = pair.Tap!.Stream.Descriptors.Count(descriptor => descriptor.Description.Contains(Device, StringComparison.Ordinal));
        c.ExpectEqual("LM-STREAM-10", "descriptors of vhost-net in the stream", 0, sent);
        c.Expect("LM-STREAM-11", "descriptors of vhost-net on the destination", before == 0 && Count(pair.Destination) > 0, "none before the load, some after it", $"{before} before, {Count(pair.Destination)} after");
    }

    private static int Count(CaseVm vm) => vm.Descriptors().Count(descriptor => descriptor.Description.Contains(Device, StringComparison.Ordinal));
}
