using System.CommandLine;
using System.Diagnostics;
using LocalMig.Fuzz.Engine;

namespace LocalMig.Fuzz.Verbs;

/// <summary><c>localmig-fuzz selftest</c>: whether the engine finds the bugs that are planted in the toy parser. The launcher runs it on
/// a build that has them.</summary>
internal static class SelfTestVerb
{
    /// <summary>The target of the toy parser.</summary>
    public const string Target = "planted";

    // A machine that is busy otherwise does not make the engine worse.
    private const int ClockFactor = 10;

    private static readonly (string Bug, string Kind)[] Planted =
    [
        ("a read beyond the end", "IndexOutOfRangeException"), ("recursion without an end", "StackOverflow"), ("memory as the input says", "memory"), ("a loop without an end", "hang"),
        ("a number that comes back as another", "comes back"),
    ];

    public static Command Create()
    {
        var time = new Option<string>("--time") { Description = "Processor time it may take to find them all; ten times as long by the clock.", DefaultValueFactory = _ => "60s" };
        var seed = new Option<ulong>("--seed") { Description = "Where chance begins.", DefaultValueFactory = _ => 1 };
        var verb = new Command("selftest", "Runs the engine on a toy parser with five planted bugs: each has to be found.") { time, seed };
        verb.SetAction(line => RunVerb.TryTime(line.GetValue(time)!, out TimeSpan limit) ? Run(limit, line.GetValue(seed)) : FuzzCommand.Refuse("--time is no time"));
        return verb;
    }

    private static int Run(TimeSpan limit, ulong seed)
    {
        string shared = Directory.CreateTempSubdirectory("localmig-fuzz-").FullName;
        var clock = Stopwatch.StartNew();
        string[] findings;
        TimeSpan worked;
        using (var overseer = new Overseer())
        {
            var worker = new Worker(FuzzTargets.Find(Target)!, shared, "main", new RunOptions(limit * ClockFactor, seed, 0, 0));
            overseer.Add(worker);
            // One bug may show in several ways: what counts is that each of them has shown.
            overseer.Watch(_ => worker.Worked >= limit || Planted.All(bug => IsFound(bug.Kind, worker.ReadFindings())));
            findings = [.. worker.ReadFindings()];
            worked = worker.Worked;
            if (worker.Broken is { } broken)
                Console.Error.WriteLine($"localmig-fuzz: {broken}");
        }

        Directory.Delete(shared, recursive: true);
        int missing = 0;
        foreach ((string bug, string kind) in Planted)
        {
            bool found = IsFound(kind, findings);
            missing += found ? 0 : 1;
            Console.WriteLine($"{(found ? "found  " : "MISSING")} {bug}");
        }

        Console.WriteLine($"{Planted.Length - missing} of {Planted.Length} planted bugs found in {clock.Elapsed.TotalSeconds:0.0} s ({worked.TotalSeconds:0.0} s of processor time)");
        return missing == 0 ? FuzzCommand.Clean : FuzzCommand.Broken;
    }

    private static bool IsFound(string kind, IEnumerable<string> findings) => findings.Any(finding => finding.Contains(kind, StringComparison.OrdinalIgnoreCase));
}
