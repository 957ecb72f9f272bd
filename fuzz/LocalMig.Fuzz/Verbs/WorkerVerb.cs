using System.CommandLine;
using LocalMig.Fuzz.Engine;

namespace LocalMig.Fuzz.Verbs;

/// <summary>The process that executes; <c>run</c> starts it.</summary>
internal static class WorkerVerb
{
    // Less than a thread usually has: what fits here fits everywhere.
    private const int StackSize = 1 << 20;

    public static Command Create()
    {
        var target = new Argument<string>("TARGET");
        var shared = new Argument<string>("DIR");
        var name = new Argument<string>("NAME");
        var seed = new Argument<ulong>("SEED");
        var time = new Argument<double>("SECONDS");
        var executions = new Argument<long>("EXECUTIONS");
        var stopAt = new Argument<int>("FINDINGS");
        var verb = new Command("worker") { target, shared, name, seed, time, executions, stopAt };
        verb.Hidden = true;
        verb.SetAction(line => Work(
            FuzzTargets.Find(line.GetValue(target)!)!,
            new WorkFolder(line.GetValue(shared)!, line.GetValue(name)!),
            new LoopOptions(line.GetValue(seed), TimeSpan.FromSeconds(line.GetValue(time)), line.GetValue(executions), "", line.GetValue(stopAt))));
        return verb;
    }

    private static int Work(FuzzTarget target, WorkFolder folder, LoopOptions options)
    {
        EndWithParent();
        using var state = new SharedState(Path.Combine(folder.Root, ".state"));
        var loop = new FuzzLoop(target, folder, state, TraceMap.OfProcess, options with { HowToRepeat = Repeat.Command(target) });
        var thread = new Thread(() => loop.Run(target.StartInputs()), StackSize) { Name = target.Name };
        thread.Start();
        thread.Join();
        return FuzzCommand.Clean;
    }

    private static void EndWithParent()
    {
        new Thread(static () =>
        {
            using System.IO.Stream input = Console.OpenStandardInput();
            while (input.ReadByte() >= 0)
                continue;
            Environment.Exit(FuzzCommand.Broken);
        })
        { IsBackground = true }.Start();
    }
}
