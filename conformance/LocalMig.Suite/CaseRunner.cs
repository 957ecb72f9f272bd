using LocalMig.Parameters;
using LocalMig.Suite.Targets;

namespace LocalMig.Suite;

/// <summary>Runs the selected cases against a target, between two controls.</summary>
public sealed class CaseRunner
{
    private readonly ITarget _target;
    private readonly RunOptions _options;
    private readonly Selection _selection;
    private readonly Profile _profile;
    private readonly CaseExecution _execution;
    private readonly List<CaseEvidence> _controls = [];
    private readonly List<CaseEvidence> _cases = [];

    /// <summary>Prepares a run.</summary>
    public CaseRunner(ITarget target, IEnumerable<Case> cases, RunOptions options)
    {
        _target = target;
        _options = options;
        _profile = ProfileOf(target, options);
        _selection = new Selection(cases, target, _profile, options);
        _execution = new CaseExecution(target, _profile, options, _selection.Counts);
    }

    /// <summary>Called after each case and control, on the thread that runs them.</summary>
    public Action<CaseEvidence>? Finished { get; init; }

    /// <summary>The cases that will run.</summary>
    public Selection Selection => _selection;

    /// <summary>The profile of a run: the one that was asked for, the one that the target shows, the proposal's.</summary>
    public static Profile ProfileOf(ITarget target, RunOptions options) => options.Profile ?? target.OwnProfile ?? Profile.Proposal;

    /// <summary>Runs everything.</summary>
    public RunResult Run()
    {
        DateTimeOffset started = DateTimeOffset.UtcNow;
        string? broken = RunAll();
        return new RunResult
        {
            Target = _target.Name,
            Profile = _profile,
            Level = _options.Level,
            Seed = _options.Seed,
            Shard = _options.Shard,
            Started = started,
            Duration = DateTimeOffset.UtcNow - started,
            Controls = _controls,
            Cases = _cases,
            Broken = broken,
        };
    }

    // Gives what broke the run, or null.
    private string? RunAll()
    {
        ControlReport? report = Control("CONTROL/first");
        if (report is null)
            return Abandon(_selection.Cases, $"the target does not answer: {_controls[^1].Reason}");

        for (int i = 0; i < _selection.Cases.Count; i++)
        {
            Case which = _selection.Cases[i];
            CaseEvidence evidence = WhyNot(which, report) ?? _execution.Run(which);
            bool answers = !IsBad(evidence.Verdict) || (!_execution.Hung && Control("CONTROL/after-" + which.Id.Replace('/', '-')) is not null);
            if (!answers)
            {
                string why = _execution.Hung ? $"{which.Id} did not come back" : "the target stopped answering";
                evidence = evidence with { Verdict = Verdict.Error, Reason = Join(why, evidence.Reason) };
                Add(evidence);
                return Abandon(_selection.Cases.Skip(i + 1), $"{why} (in {which.Id})");
            }

            Add(evidence);
        }

        return Control("CONTROL/last") is null ? $"the target stopped answering: {_controls[^1].Reason}" : null;
    }

    private ControlReport? Control(string id)
    {
        (CaseEvidence evidence, ControlReport? report) = _execution.Control(id);
        _controls.Add(evidence);
        Finished?.Invoke(evidence);
        return evidence.Verdict == Verdict.Pass ? report : null;
    }

    private CaseEvidence? WhyNot(Case which, ControlReport report)
    {
        TargetAbilities missing = which.Needs & ~_target.Abilities;
        if (missing != TargetAbilities.None)
        {
            // The lowest bit: the most basic ability that is missing.
            TargetAbilities first = missing & (TargetAbilities)(-(int)missing);
            return NotRun(which, Verdict.Skip, _target.WhyNot(first));
        }

        return which.NeedsFeature && !report.HasFeature
            ? NotRun(which, Verdict.Unsupported, $"the target has no local migration: {report.Evidence}")
            : null;
    }

    private string Abandon(IEnumerable<Case> rest, string why)
    {
        foreach (Case which in rest)
            Add(NotRun(which, Verdict.Error, why));
        return why;
    }

    private CaseEvidence NotRun(Case which, Verdict verdict, string reason) => new(
        which.Id, which.Title, [.. which.Requirements.Where(_selection.Counts)], verdict, reason,
        CaseSeed.Of(_options.Seed, which.Id), TimeSpan.Zero, [], []);

    private void Add(CaseEvidence evidence)
    {
        _cases.Add(evidence);
        Finished?.Invoke(evidence);
    }

    private static bool IsBad(Verdict verdict) => verdict is Verdict.Fail or Verdict.Error or Verdict.Timeout;

    private static string Join(string first, string second) => second.Length == 0 ? first : $"{first}: {second}";
}
