namespace LocalMig.Fuzz;

/// <summary>Commands that repeat what was seen.</summary>
internal static class Repeat
{
    /// <summary>The command that runs a file through a target, without the file.</summary>
    public static string Command(FuzzTarget target) => $"fuzz/localmig-fuzz replay --target {target.Name}";
}
