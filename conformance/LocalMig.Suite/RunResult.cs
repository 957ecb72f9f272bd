using LocalMig.Parameters;
using LocalMig.Spec;

namespace LocalMig.Suite;

/// <summary>All evidence of a run. Every report is a view of it.</summary>
public sealed record RunResult
{
    /// <summary>The target, as on the command line.</summary>
    public required string Target { get; init; }

    /// <summary>The profile.</summary>
    public required Profile Profile { get; init; }

    /// <summary>The least binding level that counted.</summary>
    public required Level Level { get; init; }

    /// <summary>The seed.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The part of the cases that was run.</summary>
    public required Shard Shard { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The controls, in the order they ran.</summary>
    public required IReadOnlyList<CaseEvidence> Controls { get; init; }

    /// <summary>The cases, in the order of the list of cases.</summary>
    public required IReadOnlyList<CaseEvidence> Cases { get; init; }

    /// <summary>What broke the run as a whole; null where it went through.</summary>
    public required string? Broken { get; init; }

    /// <summary>The exit code that says all this in one number.</summary>
    public ExitCode ExitCode
    {
        get
        {
            if (Broken is not null || Count(Verdict.Error) > 0)
                return ExitCode.Broken;
            if (Count(Verdict.Fail) + Count(Verdict.Timeout) + Count(Verdict.UnexpectedPass) > 0)
                return ExitCode.Failed;
            return Count(Verdict.Pass) + Count(Verdict.ExpectedFailure) > 0 ? ExitCode.Passed : ExitCode.NothingJudged;
        }
    }

    /// <summary>How many cases have a verdict.</summary>
    public int Count(Verdict verdict) => Cases.Count(c => c.Verdict == verdict);

    /// <summary>The requirements that count in this run, each with what the evidence says about it.</summary>
    public IReadOnlyList<RequirementOutcome> Requirements() =>
        [.. Spec.Requirements.All
            .Where(r => r.HoldsIn(Profile) && r.Level <= Level)
            .Select(r => RequirementOutcome.Of(r, Cases))];
}
