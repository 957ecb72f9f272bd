using LocalMig.Suite.Streams;
using LocalMig.Suite.Targets;

namespace LocalMig.Suite.Cases.Stream;

/// <summary>A case that lets a target migrate through a tap and judges the form of the whole stream.</summary>
internal sealed class TappedFormCase : Case
{
    /// <inheritdoc/>
    public override string Id => "STREAM/form";

    /// <inheritdoc/>
    public override string Title => "Migrates through a tap and looks at the form of the whole stream";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Requirements { get; } = [.. FormatJudges.All.Select(judge => judge.Requirement)];

    /// <inheritdoc/>
    public override TargetAbilities Needs => TargetAbilities.Vms | TargetAbilities.SocketBackends;

    /// <inheritdoc/>
    public override void Run(CaseContext c)
    {
        StreamEvidence stream = TappedStreamCase.Migrate(c, c.NewSocket());
        // Where the stream cannot be read on, what came before the break is no evidence, and the break itself is.
        bool judged = false;
        foreach (StreamJudge judge in FormatJudges.All)
            judged |= judge.Judges(c, stream);
        if (!judged)
            c.Skip("the stream holds no descriptor");
    }
}
