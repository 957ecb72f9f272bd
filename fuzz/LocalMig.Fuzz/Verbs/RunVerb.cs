using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using LocalMig.Fuzz.Engine;

namespace LocalMig.Fuzz.Verbs;

/// <summary><c>localmig-fuzz run</c>: fuzzes one target, or all of them one after the other.</summary>
internal static class RunVerb
{
    public static Command Create()
    {
        var target = new Argument<string>("TARGET") { Description = "A target, or 'all'; then the time is shared among them." };
        var time = new Option<string>("--time") { Description = "How long: 60s, 10m, 1h.", DefaultValueFactory = _ => "60s" };
        var engine = new Option<string>("--engine") { Description = "The loop inside the process, or AFL++.", DefaultValueFactory = _ => "inproc" };
        engine.AcceptOnlyFromAmong("inproc", "afl");
        var workers = new Option<int>("--workers") { Description = "Processes: of the target, or targets at once.", DefaultValueFactory = _ => 1 };
        var seed = new Option<ulong?>("--seed") { Description = "Where chance begins; a new one where not given. It is printed." };
        var executions = new Option<long>("--executions") { Description = "Ends a worker after so many, where not 0." };
        var sync = new Option<string?>("--sync") { Description = "The folder that the workers share; machines may share one as well." };
        var name = new Option<string>("--name") { Description = "The worker's name in that folder.", DefaultValueFactory = _ => "main" };
        var verb = new Command("run", "Fuzzes. Exit code 1 where there is a finding.") { target, time, engine, workers, seed, executions, sync, name };
        verb.SetAction(line =>
        {
            if (!TryTime(line.GetValue(time)!, out TimeSpan span))
                return FuzzCommand.Refuse($"'{line.GetValue(time)}' is no time: 60s, 10m, 1h");
            IReadOnlyList<FuzzTarget> targets = line.GetValue(target) == "all"
                ? [.. FuzzTargets.All().Where(static t => t.Name != SelfTestVerb.Target)]
                : FuzzTargets.Find(line.GetValue(target)!) is { } one ? [one] : [];
            if (targets.Count == 0)
                return FuzzCommand.Refuse($"no target '{line.GetValue(target)}'; 'list' tells them");
            ulong start = line.GetValue(seed) ?? BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8));
            if (line.GetValue(engine) == "afl")
                return AflRun.Run(targets, span, line.GetValue(workers), line.GetValue(sync), line.GetValue(name)!, start);
            var options = new RunOptions(span, start, line.GetValue(executions), 0);
            Console.WriteLine($"seed {start}");
            return targets.Count == 1
                ? One(targets[0], options, line.GetValue(workers), line.GetValue(sync), line.GetValue(name)!)
                : All(targets, options, Math.Max(1, line.GetValue(workers)), line.GetValue(sync));
        });
        return verb;
    }

    /// <summary>Reads a time: a number with s, m or h behind it.</summary>
    public static bool TryTime(string text, out TimeSpan time)
    {
        time = default;
        int factor = text.Length == 0 ? 0 : text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, _ => 0 };
        if (factor == 0 || !double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number))
            return false;
        time = TimeSpan.FromSeconds(number * factor);
        return true;
    }

    private static int One(FuzzTarget target, RunOptions options, int workers, string? sync, string name)
    {
        string shared = sync ?? Path.Combine(Places.Work, target.Name);
        using var overseer = new Overseer();
        for (int i = 0; i < workers; i++)
            overseer.Add(new Worker(target, shared, workers == 1 ? name : $"{name}-{i + 1}", options with { Seed = options.Seed + (ulong)(i * 1_000_003) }));
        overseer.Watch(Overseer.Always);
        return overseer.Report();
    }

    // So many at once, each with its share of the time.
    private static int All(IReadOnlyList<FuzzTarget> targets, RunOptions options, int atOnce, string? sync)
    {
        TimeSpan share = options.Time * atOnce / targets.Count;
        using var overseer = new Overseer();
        var waiting = new Queue<FuzzTarget>(targets);
        do
        {
            while (waiting.Count > 0 && overseer.Running < atOnce)
            {
                FuzzTarget next = waiting.Dequeue();
                overseer.Add(new Worker(next, Path.Combine(sync ?? Places.Work, next.Name), "main", options with { Time = share }));
            }
        }
        while (overseer.Watch(running => running < atOnce && waiting.Count > 0));
        return overseer.Report();
    }
}
