using LocalMig.Suite.Replay;

namespace LocalMig.Suite.Differential;

/// <summary>How two implementations are compared.</summary>
public sealed record DifferentialOptions
{
    /// <summary>What is taken out of answers before they are compared.</summary>
    public IReadOnlyList<Scrubber> Scrubbers { get; init; } = [Replay.Scrubbers.Times, Replay.Scrubbers.Versions];

    /// <summary>What is known already.</summary>
    public KnownDisagreements Known { get; init; } = KnownDisagreements.None;

    /// <summary>How long to wait for an answer.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Disagreements nobody has looked at after which the run ends.</summary>
    public int MostUnsorted { get; init; } = 20;

    /// <summary>Told of each disagreement nobody has looked at, before and after it is made smaller.</summary>
    public Action<Disagreement>? Found { get; init; }

    /// <summary>Told now and then how many inputs were compared.</summary>
    public Action<int>? Progress { get; init; }
}
