using LocalMig.Parameters;
using LocalMig.Suite;
using LocalMig.Suite.Reports;
using LocalMig.Suite.Targets;
using LocalMig.Wire;

namespace LocalMig.Tool.Verify;

/// <summary>One run of <c>localmig verify</c>: opens the target, lists or runs, prints, and says the exit code.</summary>
/// <param name="console">Where to print.</param>
/// <param name="open">Opens a target by its name.</param>
/// <param name="cases">The cases to choose from.</param>
internal sealed class VerifySession(ToolConsole console, Func<string, Result<ITarget, string>> open, IReadOnlyList<Case> cases)
{
    private const int CasesWorthAProcess = 40;

    /// <summary>Runs.</summary>
    public ExitCode Run(VerifyArguments arguments)
    {
        if (!open(arguments.Target).TryGet(out ITarget? target, out string? wrong))
            return Refuse(wrong);
        using (target)
        {
            Profile profile = CaseRunner.ProfileOf(target, arguments.Options);
            var selection = new Selection(cases, target, profile, arguments.Options);
            if (selection.Matching.Count == 0)
            {
                return Refuse(arguments.Options.Filters.Count == 0
                    ? $"no case applies to profile {ResultsNames.Of(profile)}"
                    : $"no case matches --filter {string.Join(", ", arguments.Options.Filters)} in profile {ResultsNames.Of(profile)}");
            }

            return arguments.List ? List(selection, profile, arguments.Json) : Judge(target, profile, selection, arguments);
        }
    }

    private ExitCode List(Selection selection, Profile profile, bool json)
    {
        if (json)
        {
            console.Out.WriteLine(CaseCatalogue.Write(selection, profile));
            return ExitCode.Passed;
        }

        foreach (Case which in selection.Cases)
            console.Out.WriteLine($"{which.Id}: {which.Title} [{string.Join(", ", which.Requirements.Where(selection.Counts))}]");
        return ExitCode.Passed;
    }

    private ExitCode Judge(ITarget target, Profile profile, Selection selection, VerifyArguments arguments)
    {
        var text = new TextReport(console.Out);
        int jobs = arguments.Jobs ?? JobsFor(target, selection);
        // With workers, the cases of this process's own shard and each worker are the steps.
        int steps = jobs > 1 ? selection.Cases.Count(c => ShardedRun.Part(arguments.Options.Shard, 0, jobs).Holds(c.Id)) + jobs - 1 : selection.Cases.Count;
        RunResult result = VerifyProgress.Show(console, steps, arguments.Quiet, progress =>
        {
            RunResult Here(RunOptions options) => new CaseRunner(target, cases, options) { Finished = progress.CaseFinished }.Run();
            return jobs == 1
                ? Here(arguments.Options)
                : new ShardedRun((shard, folder) => VerifyWorker.Command(arguments, profile, shard, folder), shard => Here(arguments.Options with { Profile = profile, Shard = shard }))
                {
                    Finished = progress.ShardFinished,
                }.Run(target.Name, profile, selection, arguments.Options, jobs);
        });
        if (arguments.Verbose)
        {
            foreach (CaseEvidence evidence in result.Controls.Concat(result.Cases))
                text.WriteWire(evidence);
        }

        if (arguments.Json)
            console.Out.WriteLine(JsonReport.Write(result));
        else if (!arguments.Quiet)
            text.Write(result);
        if (arguments.Report is not null)
            return WriteReports(arguments.Report, result);
        return result.ExitCode;
    }

    // A target that starts its own VMs can be there several times at once; a process pays only for a good number of cases.
    private static int JobsFor(ITarget target, Selection selection) =>
        target.Abilities.HasFlag(TargetAbilities.Vms) ? Math.Clamp(selection.Cases.Count / CasesWorthAProcess, 1, Environment.ProcessorCount) : 1;

    private ExitCode WriteReports(string folder, RunResult result)
    {
        try
        {
            ReportFolder.Write(folder, result);
            return result.ExitCode;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            console.Error.WriteLine($"localmig: cannot write reports: {failed.Message}");
            return ExitCode.Broken;
        }
    }

    private ExitCode Refuse(string why)
    {
        console.Error.WriteLine($"localmig: {why}");
        return ExitCode.Usage;
    }
}
