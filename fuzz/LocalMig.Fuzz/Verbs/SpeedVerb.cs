using System.CommandLine;
using System.Diagnostics;
using LocalMig.Fuzz.Engine;

namespace LocalMig.Fuzz.Verbs;

/// <summary><c>localmig-fuzz speed</c>: executions a second with inputs of the size of the seeds.</summary>
internal static class SpeedVerb
{
    public static Command Create()
    {
        var targets = new Argument<string[]>("TARGET") { Description = "Targets; none stands for all.", Arity = ArgumentArity.ZeroOrMore };
        var time = new Option<string>("--time") { Description = "How long for each.", DefaultValueFactory = _ => "5s" };
        var verb = new Command("speed", "Measures the loop inside the process: the seeds, changed as the engine changes them, without a queue that grows.") { targets, time };
        verb.SetAction(line =>
        {
            if (!RunVerb.TryTime(line.GetValue(time)!, out TimeSpan span))
                return FuzzCommand.Refuse("--time is no time");
            string[] named = line.GetValue(targets)!;
            foreach (FuzzTarget target in FuzzTargets.All().Where(t => named.Length == 0 || named.Contains(t.Name)))
                Measure(target, span);
            return FuzzCommand.Clean;
        });
        return verb;
    }

    private static void Measure(FuzzTarget target, TimeSpan time)
    {
        byte[][] seeds = [.. target.Seeds(Places.Fixtures).Where(seed => seed.Length <= target.MaximumLength)];
        var runner = new TargetRunner(target);
        var random = new FuzzRandom(1);
        var havoc = new Havoc(target.Dictionary);
        var input = new InputBuffer(target.MaximumLength);
        long executions = 0;
        long bytes = 0;
        // What is compiled while it runs for the first time is not the speed of a night.
        for (int i = 0; i < 20_000; i++)
            Execute();
        executions = 0;
        bytes = 0;
        using var process = Process.GetCurrentProcess();
        TimeSpan before = process.TotalProcessorTime;
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < time)
        {
            for (int i = 0; i < 1000; i++)
                Execute();
        }

        double seconds = clock.Elapsed.TotalSeconds;
        process.Refresh();
        double worked = (process.TotalProcessorTime - before).TotalSeconds;
        Console.WriteLine($"{target.Name,-18} {executions / seconds,10:n0}/s, {executions / worked,10:n0} per second of processor time, {bytes / Math.Max(1, executions)} bytes on average");

        void Execute()
        {
            input.Set(seeds[random.Below(seeds.Length)]);
            havoc.Mutate(input, random);
            _ = runner.Run(input.Bytes);
            _ = TraceMap.OfProcess.Take();
            executions++;
            bytes += input.Length;
        }
    }
}
