using System.CommandLine;
using LocalMig.Fuzz.Engine;

namespace LocalMig.Fuzz.Verbs;

/// <summary>The processes that afl-fuzz starts and feeds. They run <see cref="FuzzTarget.Run"/> alone: the oracles that take several
/// runs would take edges of their own, now and then or every time, and afl-fuzz would steer by these. The loop inside the process
/// examines what afl-fuzz has kept when it takes that over from the shared folder.</summary>
internal static class AflVerb
{
    /// <summary>The name of the one that executes.</summary>
    public const string Executing = "afl-execute";

    // As the workers of the other engine have it.
    private const int StackSize = 1 << 20;

    /// <summary>The one that afl-fuzz starts.</summary>
    public static Command Create() => Hidden("afl", ForkServer.Keep);

    /// <summary>The one that executes.</summary>
    public static Command CreateExecuting() => Hidden(Executing, static target =>
    {
        var thread = new Thread(() => ForkServer.Execute(target), StackSize) { Name = target.Name };
        thread.Start();
        thread.Join();
        return FuzzCommand.Clean;
    });

    private static Command Hidden(string name, Func<FuzzTarget, int> action)
    {
        var target = new Argument<string>("TARGET");
        var verb = new Command(name) { target };
        verb.Hidden = true;
        verb.SetAction(line => action(FuzzTargets.Find(line.GetValue(target)!)!));
        return verb;
    }
}
