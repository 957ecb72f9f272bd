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
    public override void Run(CaseContext c) => judge.Run(c, ((StreamTarget)c.Target).Stream);
}
