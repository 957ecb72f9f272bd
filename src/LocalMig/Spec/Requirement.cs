using LocalMig.Parameters;

namespace LocalMig.Spec;

/// <summary>One statement of the specification that can hold or be broken.</summary>
/// <param name="Id">Stable: <c>LM-CHANNEL-03</c>. An id never changes its meaning and is never given out twice.</param>
/// <param name="Level">How binding it is.</param>
/// <param name="Text">The statement, in our own words, as one or two sentences.</param>
/// <param name="Source">Where it comes from: section and bullet of the specification.</param>
/// <param name="Profiles">The profiles it holds in; empty where it holds in all of them.</param>
public sealed record Requirement(string Id, Level Level, string Text, string Source, IReadOnlyList<Profile> Profiles)
{
    /// <summary>The group within the id: <c>CHANNEL</c> of <c>LM-CHANNEL-03</c>.</summary>
    public string Group => Id.Split('-')[1];

    /// <summary>Whether it holds in a profile.</summary>
    public bool HoldsIn(Profile profile) => Profiles.Count == 0 || Profiles.Contains(profile);
}
