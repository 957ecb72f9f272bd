using LocalMig.Suite.Streams;
using LocalMig.Suite.Targets;
using LocalMig.Suite.Vms;

namespace LocalMig.Suite.Cases.Stream;

/// <summary>A case that lets a target migrate through a tap and judges one requirement by the stream.</summary>
/// <param name="judge">How the stream is judged.</param>
/// <param name="withTap">Whether a TAP of several queues is handed over; otherwise a connected socket, which needs no permission.</param>
internal sealed class TappedStreamCase(StreamJudge judge, bool withTap = true) : Case
{
    private const int Queues = 3;

    /// <inheritdoc/>
    public override string Id { get; } = $"{judge.Group}/{judge.Slug}";

    /// <inheritdoc/>
    public override string Title => $"Migrates through a tap and looks into the stream for a {judge.Lacking}";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Requirements { get; } = [judge.Requirement];

    /// <inheritdoc/>
    public override TargetAbilities Needs => TargetAbilities.Vms | (withTap ? TargetAbilities.Taps : TargetAbilities.SocketBackends);

    /// <inheritdoc/>
    public override void Run(CaseContext c) => judge.Run(c, Migrate(c, withTap ? c.NewTap(queues: Queues) : c.NewSocket()));

    /// <summary>Hands a backend over and gives the stream that did it. Ends the case where the migration does not complete.</summary>
    public static StreamEvidence Migrate(CaseContext c, CaseBackend backend)
    {
        MigrationPair pair = MigrationPair.Start(c, new PairOptions { Backends = [new PairedBackend(backend)] });
        MigrationEnd end = pair.Migrate();
        if (end is not { Source: "completed", Destination: "completed" })
            c.Stop($"the migration did not complete: {end}");
        if (!pair.Tap!.WaitForEnd(c.TimeLeft))
            c.Stop("the stream did not end");
        return StreamEvidence.Of(pair.Tap.Stream);
    }
}
