using LocalMig.Parameters;
using LocalMig.Spec;

namespace LocalMig.Suite;

/// <summary>What to run and how.</summary>
public sealed record RunOptions
{
    /// <summary>The profile; null takes the target's own, or else the proposal's.</summary>
    public Profile? Profile { get; init; }

    /// <summary>Patterns of which one has to match the case's id, its group, or a requirement that it judges; empty for all.</summary>
    public IReadOnlyList<Glob> Filters { get; init; } = [];

    /// <summary>The least binding level that counts.</summary>
    public Level Level { get; init; } = Level.May;

    /// <summary>The part of the cases to run.</summary>
    public Shard Shard { get; init; } = Shard.Whole;

    /// <summary>What all chance comes from.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>How long one case may run.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a case waits for one thing that has to come; null for two thirds of <see cref="Timeout"/>, so that there is time
    /// left to say what did not.</summary>
    public TimeSpan? Patience { get; init; }
}
