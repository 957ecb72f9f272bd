using System.Diagnostics;
using LocalMig.Parameters;
using LocalMig.Suite.Reports;

namespace LocalMig.Suite;

/// <summary>Runs the cases in several processes at once, a shard each, and puts their evidence together. Processes, because
/// a case counts the descriptors of its own process. The first shard is this process's own.</summary>
/// <param name="worker">Gives the command that runs a shard and writes its results.json into a folder.</param>
/// <param name="here">Runs a shard in this process.</param>
public sealed class ShardedRun(Func<Shard, string, ProcessStartInfo> worker, Func<Shard, RunResult> here)
{
    /// <summary>Called when a worker has ended.</summary>
    public Action<Shard>? Finished { get; init; }

    /// <summary>Runs all shards and waits for them.</summary>
    /// <param name="target">The target, for the result.</param>
    /// <param name="profile">The profile of the run.</param>
    /// <param name="selection">What has to be run; a case that no worker reports is an error.</param>
    /// <param name="options">The options of the run; its shard is split further.</param>
    /// <param name="jobs">How many processes, this one among them; at least 1.</param>
    public RunResult Run(string target, Profile profile, Selection selection, RunOptions options, int jobs)
    {
        DateTimeOffset started = DateTimeOffset.UtcNow;
        string folder = Directory.CreateTempSubdirectory("localmig-jobs-").FullName;
        try
        {
            var parts = new (RunResult? Result, string? Broken)[jobs];
            // All workers are there before the first case here counts what this process holds.
            Process?[] workers = [.. Enumerable.Range(1, jobs - 1).Select(k => Start(Part(options.Shard, k, jobs), Path.Combine(folder, $"{k}")))];
            parts[0] = (here(Part(options.Shard, 0, jobs)), null);
            for (int k = 1; k < jobs; k++)
            {
                Shard shard = Part(options.Shard, k, jobs);
                using Process? process = workers[k - 1];
                parts[k] = Wait(process, shard, Path.Combine(folder, $"{k}"));
                Finished?.Invoke(shard);
            }

            return Merge(parts, new RunResult
            {
                Target = target,
                Profile = profile,
                Level = options.Level,
                Seed = options.Seed,
                Shard = options.Shard,
                Started = started,
                Duration = DateTimeOffset.UtcNow - started,
                Controls = [],
                Cases = [],
                Broken = null,
            }, selection);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // The cases of shard i/n are those whose hash leaves i-1 by n; by n*jobs they leave i-1, i-1+n, ...
    /// <summary>The part of a shard that one of several processes runs.</summary>
    /// <param name="whole">The shard to split.</param>
    /// <param name="k">Which process, from 0.</param>
    /// <param name="jobs">How many.</param>
    public static Shard Part(Shard whole, int k, int jobs) => new(whole.Index + whole.Count * k, whole.Count * jobs);

    private Process? Start(Shard shard, string folder)
    {
        Directory.CreateDirectory(folder);
        return Process.Start(worker(shard, folder));
    }

    private static (RunResult? Result, string? Broken) Wait(Process? process, Shard shard, string folder)
    {
        if (process is null)
            return (null, $"the worker for shard {shard} could not be started");
        process.WaitForExit();
        string results = Path.Combine(folder, "results.json");
        if (!File.Exists(results))
            return (null, $"the worker for shard {shard} ended with code {process.ExitCode} and left no results");
        RunResult? read = JsonReport.TryRead(File.ReadAllText(results), out string reason);
        return (read, read is null ? $"the results of shard {shard}: {reason}" : null);
    }

    private static RunResult Merge((RunResult? Result, string? Broken)[] parts, RunResult empty, Selection selection)
    {
        var done = parts.SelectMany(p => p.Result?.Cases ?? []).ToDictionary(c => c.CaseId, StringComparer.Ordinal);
        string? broken = parts.Select(p => p.Broken ?? p.Result?.Broken).FirstOrDefault(b => b is not null);
        CaseEvidence[] cases = [.. selection.Cases.Select(c => done.TryGetValue(c.Id, out CaseEvidence? evidence) ? evidence : Lost(c, broken, empty.Seed))];
        return empty with
        {
            Controls = [.. parts.SelectMany(p => p.Result?.Controls ?? [])],
            Cases = cases,
            Broken = broken,
        };
    }

    private static CaseEvidence Lost(Case which, string? broken, ulong seed) => new(
        which.Id, which.Title, which.Requirements, Verdict.Error, broken ?? "no worker reported it",
        CaseSeed.Of(seed, which.Id), TimeSpan.Zero, [], []);
}
