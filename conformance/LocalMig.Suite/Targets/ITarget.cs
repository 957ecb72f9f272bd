using LocalMig.Parameters;

namespace LocalMig.Suite.Targets;

/// <summary>An implementation, or what was recorded of one, seen through what can be done with it.</summary>
public interface ITarget : IDisposable
{
    /// <summary>As on the command line: <c>reference</c>, <c>transcript:FILE</c>.</summary>
    string Name { get; }

    /// <summary>What can be done with it.</summary>
    TargetAbilities Abilities { get; }

    /// <summary>The profile that the target itself shows, where it does (a recording); null where the run's decides.</summary>
    Profile? OwnProfile { get; }

    /// <summary>Why it lacks an ability, as part of a sentence: "a recording starts no VM".</summary>
    /// <param name="missing">One ability that is not among <see cref="Abilities"/>.</param>
    string WhyNot(TargetAbilities missing);

    /// <summary>Shows that the target answers, and whether it has the feature. Runs first and last; ends through
    /// <see cref="CaseContext.Stop"/> where it does not answer.</summary>
    ControlReport Control(CaseContext c);
}
