using System.Collections.Frozen;

namespace LocalMig.Machine;

/// <summary>The run states as data: their names on the wire and which may follow which.</summary>
public static class RunStates
{
    private static readonly (RunState State, string Name)[] Named =
    [
        (RunState.Prelaunch, "prelaunch"),
        (RunState.InMigrate, "inmigrate"),
        (RunState.Running, "running"),
        (RunState.Paused, "paused"),
        (RunState.FinishMigrate, "finish-migrate"),
        (RunState.PostMigrate, "postmigrate"),
        (RunState.Shutdown, "shutdown"),
    ];

    // What only a machine with a CPU comes to.
    private static readonly string[] OfOthers = ["colo", "debug", "guest-panicked", "internal-error", "io-error", "restore-vm", "save-vm", "suspended", "watchdog"];

    private static readonly FrozenDictionary<RunState, RunState[]> Following = new Dictionary<RunState, RunState[]>
    {
        [RunState.Prelaunch] = [RunState.Running, RunState.FinishMigrate, RunState.Shutdown],
        // The state that the source was in before it stopped arrives with the stream.
        [RunState.InMigrate] = [RunState.Running, RunState.Paused, RunState.Prelaunch, RunState.PostMigrate, RunState.Shutdown],
        [RunState.Running] = [RunState.Paused, RunState.FinishMigrate, RunState.Shutdown],
        [RunState.Paused] = [RunState.Running, RunState.FinishMigrate, RunState.Shutdown],
        // Back to where it was when the migration fails.
        [RunState.FinishMigrate] = [RunState.PostMigrate, RunState.Running, RunState.Paused, RunState.Prelaunch, RunState.Shutdown],
        [RunState.PostMigrate] = [RunState.Running, RunState.Shutdown],
        [RunState.Shutdown] = [],
    }.ToFrozenDictionary();

    /// <summary>The name on the wire.</summary>
    public static string Name(this RunState state) => Array.Find(Named, n => n.State == state).Name;

    /// <summary>Reads a name; null where there is no such state.</summary>
    public static RunState? Parse(string name)
    {
        int at = Array.FindIndex(Named, n => string.Equals(n.Name, name, StringComparison.Ordinal));
        return at < 0 ? null : Named[at].State;
    }

    /// <summary>Whether a real machine has a state of that name.</summary>
    internal static bool IsName(string name) => Parse(name) is not null || OfOthers.Contains(name, StringComparer.Ordinal);

    /// <summary>Whether a state may directly follow another.</summary>
    public static bool MayFollow(RunState from, RunState to) => Array.IndexOf(Following[from], to) >= 0;
}
