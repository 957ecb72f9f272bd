using System.Diagnostics;
using System.Globalization;
using LocalMig.Parameters;
using LocalMig.Suite;
using LocalMig.Suite.Reports;

namespace LocalMig.Tool.Verify;

/// <summary>The command line of a worker of <c>--jobs</c>: this program again, for one shard, with its reports in a folder.</summary>
internal static class VerifyWorker
{
    /// <summary>The command.</summary>
    public static ProcessStartInfo Command(VerifyArguments arguments, Profile profile, Shard shard, string folder)
    {
        RunOptions options = arguments.Options;
        ProcessStartInfo start = ThisProgram.Command();
        string[] words =
        [
            "verify", arguments.Target,
            "--profile", ResultsNames.Of(profile),
            "--level", ResultsNames.Of(options.Level),
            "--seed", options.Seed.ToString(CultureInfo.InvariantCulture),
            "--timeout", options.Timeout.TotalSeconds.ToString(CultureInfo.InvariantCulture),
            "--jobs", "1",
            "--shard", shard.ToString(),
            "--report", folder,
            "--quiet",
            .. arguments.Destructive ? new[] { "--destructive" } : [],
            .. arguments.Fault is { } fault ? new[] { "--fault", fault } : [],
            .. options.Filters.SelectMany(f => new[] { "--filter", f.ToString() }),
        ];
        foreach (string word in words)
            start.ArgumentList.Add(word);
        return start;
    }
}
