using LocalMig.Suite.Streams;
using LocalMig.Suite.Targets;

namespace LocalMig.Suite.Cases.Stream;

/// <summary>A case that reads a recorded stream and judges one requirement by it.</summary>
internal sealed class RecordedStreamCase(StreamJudge judge) : Case
{
    /// <inheritdoc/>
    public override string Id { get; } = $"{judge.Group}/stream-{judge.Slug}";

    /// <inheritdoc/>
    public override string Title => $"Looks into a recorded stream for a {judge.Lacking}";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Requirements { get; } = [judge.Requirement];

    /// <inheritdoc/>
    public override TargetAbilities Needs => TargetAbilities.RecordedStream;

    /// <inheritdoc/>
    public override bool NeedsFeature => judge.NeedsFeature;

    /// <inheritdoc/>
    public override void Run(CaseContext c)
    {
        StreamEvidence stream = ((StreamTarget)c.Target).Stream;

        // What travels beside a stream is judged together with it: where that shows no local migration, neither does this.
        if (!stream.IsAside && !stream.HasFeature)
            c.Unsupported("the stream has no descriptor, and no field of one");
        judge.Run(c, stream);
    }
}
