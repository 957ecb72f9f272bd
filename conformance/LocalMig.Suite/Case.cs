using LocalMig.Parameters;
using LocalMig.Suite.Targets;

namespace LocalMig.Suite;

/// <summary>Something to do with a target and to judge from what it shows. Stateless: everything of one run is in its
/// <see cref="CaseContext"/>.</summary>
public abstract class Case
{
    /// <summary>Stable: group, slash, words with hyphens: <c>PARAM/default-is-false</c>.</summary>
    public abstract string Id { get; }

    /// <summary>What the case does, in one line.</summary>
    public abstract string Title { get; }

    /// <summary>The requirements it judges. A run that ends without judging one of them is an error of the case.</summary>
    public abstract IReadOnlyList<string> Requirements { get; }

    /// <summary>What the target has to be able to do.</summary>
    public virtual TargetAbilities Needs => TargetAbilities.Vms;

    /// <summary>Whether it needs local migration itself: on a target without it the case is unsupported.</summary>
    public virtual bool NeedsFeature => true;

    /// <summary>The profiles it is written for; empty for all. Its requirements narrow this further.</summary>
    public virtual IReadOnlyList<Profile> Profiles => [];

    /// <summary>Drives the target and judges it. Ends normally, or through <see cref="CaseContext.Skip"/> and the like.</summary>
    public abstract void Run(CaseContext c);

    /// <inheritdoc/>
    public override string ToString() => Id;
}
