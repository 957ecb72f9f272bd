using LocalMig.Parameters;
using LocalMig.Spec;
using LocalMig.Suite.Targets;

namespace LocalMig.Suite;

/// <summary>The cases of a run: those whose requirements count in its profile and at its level, and that match its filter.</summary>
public sealed class Selection
{
    private const TargetAbilities Recorded = TargetAbilities.Recording | TargetAbilities.RecordedStream | TargetAbilities.Definitions;

    private readonly Profile _profile;
    private readonly Level _level;

    /// <summary>Selects among cases.</summary>
    /// <param name="cases">The cases.</param>
    /// <param name="target">What they will be run against.</param>
    /// <param name="profile">The profile of the run.</param>
    /// <param name="options">Filters, level and shard.</param>
    public Selection(IEnumerable<Case> cases, ITarget target, Profile profile, RunOptions options)
    {
        _profile = profile;
        _level = options.Level;
        // Cases that read something recorded or written down judge what other cases try out: where it can be tried, they are beside the point.
        TargetAbilities beside = target.Abilities.HasFlag(TargetAbilities.Vms) ? Recorded : TargetAbilities.None;
        Case[] applicable = [.. cases.Where(c => (c.Needs & beside) == TargetAbilities.None && Applies(c))];
        Matching = [.. applicable.Where(c => options.Filters.Count == 0 || options.Filters.Any(f => Matches(f, c)))];
        Cases = [.. Matching.Where(c => options.Shard.Holds(c.Id))];
    }

    /// <summary>The cases that match, of all shards.</summary>
    public IReadOnlyList<Case> Matching { get; }

    /// <summary>The cases to run: those that match, of this shard.</summary>
    public IReadOnlyList<Case> Cases { get; }

    /// <summary>Whether a requirement counts in this run.</summary>
    public bool Counts(string requirement) =>
        Requirements.TryFind(requirement, out Requirement? found) && found.HoldsIn(_profile) && found.Level <= _level;

    private bool Applies(Case c) =>
        (c.Profiles.Count == 0 || c.Profiles.Contains(_profile)) && c.Requirements.Any(Counts);

    private bool Matches(Glob filter, Case c) =>
        filter.Matches(c.Id)
        || filter.Matches(c.Id[..c.Id.IndexOf('/', StringComparison.Ordinal)])
        || c.Requirements.Any(r => Counts(r) && filter.Matches(r));
}
