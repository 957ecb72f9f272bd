namespace LocalMig.Suite.Streams;

/// <summary>How one requirement is judged by a stream, recorded or tapped.</summary>
/// <param name="Slug">The case's id behind its group and kind.</param>
/// <param name="Requirement">The requirement.</param>
/// <param name="Lacking">What a stream without evidence lacks, to follow "the stream holds no".</param>
/// <param name="Look">Looks for evidence, and judges.</param>
internal sealed record StreamJudge(string Slug, string Requirement, string Lacking, Action<StreamLook> Look)
{
    /// <summary>Whether only local migration gives evidence of it.</summary>
    public bool NeedsFeature { get; init; } = true;

    /// <summary>The group of the requirement: <c>LM-STREAM-01</c> is in STREAM.</summary>
    public string Group => Requirement.Split('-')[1];

    /// <summary>Judges; skips the case where the stream holds no evidence.</summary>
    public void Run(CaseContext c, StreamEvidence stream)
    {
        if (!Judges(c, stream))
            c.Skip($"the stream holds no {Lacking}");
    }

    /// <summary>Judges, where the stream holds evidence, and tells whether it does.</summary>
    public bool Judges(CaseContext c, StreamEvidence stream)
    {
        var look = new StreamLook(c, stream, Requirement);
        Look(look);
        return look.Judged > 0;
    }
}
