using System.Diagnostics;
using LocalMig.Fuzz.Verbs;

namespace LocalMig.Fuzz.Engine;

/// <summary>Watches workers, shows how far they are, and tells what they have found.</summary>
internal sealed class Overseer : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Show = TimeSpan.FromSeconds(10);

    private readonly List<(Worker Worker, Stopwatch Clock)> _workers = [];
    private readonly Stopwatch _sinceShown = Stopwatch.StartNew();

    /// <summary>How many are not done.</summary>
    public int Running => _workers.Count(static w => !w.Worker.IsDone);

    /// <summary>For <see cref="Watch"/>: to the end of all.</summary>
    public static bool Always(int running) => false;

    public void Add(Worker worker) => _workers.Add((worker, Stopwatch.StartNew()));

    /// <summary>Watches until all are done, or until somebody else has something to do.</summary>
    /// <param name="interrupt">Is given how many are running.</param>
    /// <returns>False where all are done.</returns>
    public bool Watch(Func<int, bool> interrupt)
    {
        while (Running > 0)
        {
            foreach ((Worker worker, Stopwatch clock) in _workers.Where(static w => !w.Worker.IsDone))
            {
                worker.Watch();
                if (worker.IsDone)
                    clock.Stop();
            }

            if (_sinceShown.Elapsed > Show)
            {
                _sinceShown.Restart();
                foreach ((Worker worker, Stopwatch clock) in _workers.Where(static w => !w.Worker.IsDone))
                    Console.WriteLine(Line(worker, clock));
            }

            if (interrupt(Running))
                return true;
            Thread.Sleep(Look);
        }

        return interrupt(0);
    }

    /// <summary>Prints the last figures and all findings with the commands that repeat them.</summary>
    /// <returns>The exit code.</returns>
    public int Report()
    {
        int code = FuzzCommand.Clean;
        foreach ((Worker worker, Stopwatch clock) in _workers)
        {
            Console.WriteLine(Line(worker, clock));
            foreach (string finding in worker.Findings)
            {
                Console.WriteLine($"FINDING in {worker.Target.Name}: {finding}");
                code = FuzzCommand.Found;
            }

            if (worker.Broken is null)
                continue;
            Console.Error.WriteLine($"localmig-fuzz: {worker.Target.Name}: {worker.Broken}");
            return FuzzCommand.Broken;
        }

        return code;
    }

    public void Dispose()
    {
        foreach ((Worker worker, _) in _workers)
            worker.Dispose();
    }

    private static string Line(Worker worker, Stopwatch clock)
    {
        SharedState state = worker.State;
        string descriptors = state.DescriptorsBefore == 0 ? "" : $", descriptors {state.DescriptorsBefore} before and {state.DescriptorsNow} now";
        return $"{worker.Target.Name,-18} {state.Executions,12:n0} executions, {state.Executions / Math.Max(0.001, clock.Elapsed.TotalSeconds),9:n0}/s ({state.Executions / Math.Max(0.001, worker.Worked.TotalSeconds):n0} per second of processor time), {state.Edges,6:n0} edges, "
            + $"{state.Queue,5:n0} queue, {state.Taken} taken, {state.Findings} findings{descriptors}";
    }
}
