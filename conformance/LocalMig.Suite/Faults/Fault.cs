using LocalMig.Machine;
using LocalMig.Parameters;
using LocalMig.Spec;

namespace LocalMig.Suite.Faults;

/// <summary>A wrong implementation: the reference with one deviation that somebody could make, at one seam.</summary>
/// <param name="Name">For the command line: words with hyphens. It never changes.</param>
/// <param name="Mistake">What the implementer did, in one sentence.</param>
/// <param name="Breaks">The requirements that are broken by it. What follows from that may break others.</param>
public sealed record Fault(string Name, string Mistake, params IReadOnlyList<string> Breaks)
{
    private static readonly Profile[] Preferred = [Profile.Proposal, Profile.Upstream, Profile.V16];

    /// <summary>Takes the collaborators of a machine, and what the machine is made of; gives the collaborators with the deviation.</summary>
    public Func<VmSeams, VmOptions, VmSeams> Seams { get; init; } = static (seams, _) => seams;

    /// <summary>What the implementation shows as the text of its schema.</summary>
    public Func<string, string> SchemaText { get; init; } = static text => text;

    /// <summary>The profiles that it can be made in; empty for all.</summary>
    public IReadOnlyList<Profile> Profiles { get; init; } = [];

    /// <summary>Whether every machine is a process of its own, because the deviation ends or hurts the process.</summary>
    public bool OwnProcess { get; init; }

    /// <summary>Whether something never comes that a case waits for.</summary>
    public bool Hangs { get; init; }

    /// <summary>Patterns of further cases in which it shows: for a requirement that every case judges, and none of its own.</summary>
    public IReadOnlyList<string> Cases { get; init; } = [];

    /// <summary>The profile in which it is tried: the first one that has it and all requirements that it breaks.</summary>
    public Profile TriedIn => Preferred.First(p =>
        (Profiles.Count == 0 || Profiles.Contains(p)) && Breaks.All(id => Requirements.TryFind(id, out Requirement? r) && r.HoldsIn(p)));

    /// <inheritdoc/>
    public override string ToString() => Name;
}
