using System.Diagnostics;
using LocalMig.Parameters;
using LocalMig.Suite.Targets;

namespace LocalMig.Suite;

/// <summary>Runs one case on a thread of its own, looks for leaks after it, and gives its evidence.</summary>
internal sealed class CaseExecution(ITarget target, Profile profile, RunOptions options, Func<string, bool> counts)
{
    // What a case may overrun its time with: every wait inside ends at the deadline, tidying up comes after, and may wait for machines to quit.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LeakPatience = TimeSpan.FromSeconds(2);

    private const string LeftBehind = "LM-TRANSFER-42";

    /// <summary>Whether a case did not come back: its thread is still about, and nothing after it can be trusted.</summary>
    public bool Hung { get; private set; }

    /// <summary>Runs a case.</summary>
    public CaseEvidence Run(Case which) => Run(
        which.Id, which.Title, which.Requirements, which.Run, judges: true, leaks: !which.Needs.HasFlag(TargetAbilities.Recording));

    /// <summary>Runs the target's control.</summary>
    public (CaseEvidence Evidence, ControlReport? Report) Control(string id)
    {
        ControlReport? report = null;
        CaseEvidence evidence = Run(id, "The target answers", [], c => report = target.Control(c), judges: false, leaks: false);
        return (evidence, report);
    }

    private CaseEvidence Run(string id, string title, IReadOnlyList<string> requirements, Action<CaseContext> run, bool judges, bool leaks)
    {
        ulong seed = CaseSeed.Of(options.Seed, id);
        var context = new CaseContext(target, profile, seed, options.Timeout, options.Patience ?? (options.Timeout * 2 / 3), counts);
        // A case that only reads holds nothing, and there are thousands of them in a run over recordings.
        ProcessResources? before = leaks ? ProcessResources.Now() : null;
        long start = Stopwatch.GetTimestamp();
        (Verdict Verdict, string Reason) end = (Verdict.Timeout, $"did not end within {options.Timeout.TotalSeconds:0.#} s");
        var thread = new Thread(() => end = Drive(context, run)) { Name = id, IsBackground = true };
        thread.Start();
        if (!thread.Join(options.Timeout + Grace))
            Hung = true;
        else if (before is not null)
            LookForLeaks(context, before);
        else
            context.RemoveFolder();

        TimeSpan duration = Stopwatch.GetElapsedTime(start);
        string[] applicable = [.. requirements.Where(counts)];
        (IReadOnlyList<WireRecord> wire, IReadOnlyList<Expectation> expectations) = context.Evidence.Close();
        (Verdict verdict, string reason) = Judgement.OfCase(end.Verdict, end.Reason, applicable, expectations, judges);
        return new CaseEvidence(id, title, applicable, verdict, reason, seed, duration, expectations, wire);
    }

    private static (Verdict Verdict, string Reason) Drive(CaseContext context, Action<CaseContext> run)
    {
        (Verdict, string) end;
        try
        {
            run(context);
            end = (Verdict.Pass, "");
        }
        catch (CaseEnd early)
        {
            end = (early.Verdict, early.Message);
        }
        catch (Exception broken)
        {
            // A case that throws says nothing about the target. The trace is for whoever repairs the case.
            context.Note(broken.ToString());
            end = (Verdict.Error, $"{broken.GetType().Name}: {broken.Message}");
        }

        try
        {
            context.Dispose();
        }
        catch (Exception broken)
        {
            context.Note(broken.ToString());
            end = (Verdict.Error, $"while tidying up: {broken.GetType().Name}: {broken.Message}");
        }

        return end;
    }

    private static void LookForLeaks(CaseContext context, ProcessResources before)
    {
        string[] left = [.. context.RemoveFolder().Select(path => $"socket file {Path.GetFileName(path)}"), .. before.Leaked(LeakPatience)];
        bool startsVms = context.Target.Abilities.HasFlag(TargetAbilities.Vms);
        if (startsVms || left.Length > 0)
            context.Expect(LeftBehind, "what is left after the case", left.Length == 0, "nothing", left.Length == 0 ? "nothing" : string.Join(", ", left));
    }
}
