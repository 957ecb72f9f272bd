using LocalMig.Parameters;
using LocalMig.Suite.Targets;

namespace LocalMig.Suite;

/// <summary>A case given as a function: for families of cases that differ in one thing.</summary>
/// <param name="id">See <see cref="Case.Id"/>.</param>
/// <param name="title">See <see cref="Case.Title"/>.</param>
/// <param name="requirements">See <see cref="Case.Requirements"/>.</param>
/// <param name="run">See <see cref="Case.Run"/>.</param>
public sealed class ShortCase(string id, string title, IReadOnlyList<string> requirements, Action<CaseContext> run) : Case
{
    /// <inheritdoc/>
    public override string Id => id;

    /// <inheritdoc/>
    public override string Title => title;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Requirements => requirements;

    /// <inheritdoc/>
    public override TargetAbilities Needs => Abilities;

    /// <inheritdoc/>
    public override bool NeedsFeature => Feature;

    /// <inheritdoc/>
    public override IReadOnlyList<Profile> Profiles => In;

    /// <summary>See <see cref="Case.Needs"/>.</summary>
    public TargetAbilities Abilities { get; init; } = TargetAbilities.Vms;

    /// <summary>See <see cref="Case.NeedsFeature"/>.</summary>
    public bool Feature { get; init; } = true;

    /// <summary>See <see cref="Case.Profiles"/>.</summary>
    public IReadOnlyList<Profile> In { get; init; } = [];

    /// <inheritdoc/>
    public override void Run(CaseContext c) => run(c);
}
