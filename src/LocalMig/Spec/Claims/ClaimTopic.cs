using LocalMig.Parameters;

namespace LocalMig.Spec.Claims;

/// <summary>Something that the documentation of parameter <c>local</c> can claim, and the requirements that say the same.</summary>
/// <param name="Name">What it is about.</param>
/// <param name="Expected">Whether the documentation has to say it (specification, section 6).</param>
/// <param name="Words">A claim is about it where each group has a phrase in it. Lower case.</param>
/// <param name="Requirements">The requirements, by id.</param>
public sealed record ClaimTopic(string Name, bool Expected, IReadOnlyList<IReadOnlyList<string>> Words, IReadOnlyList<string> Requirements)
{
    /// <summary>The requirements that hold in a profile.</summary>
    public IEnumerable<Requirement> RequirementsIn(Profile profile)
    {
        foreach (string id in Requirements)
        {
            if (Spec.Requirements.TryFind(id, out Requirement? requirement) && (requirement.Profiles.Count == 0 || requirement.Profiles.Contains(profile)))
                yield return requirement;
        }
    }
}
