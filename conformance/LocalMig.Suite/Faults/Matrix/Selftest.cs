using System.Diagnostics;
using System.Globalization;
using LocalMig.Suite.Reports;

namespace LocalMig.Suite.Faults.Matrix;

/// <summary>Runs the suite against faults, each in a process of its own, and makes the matrix of it.</summary>
/// <param name="program">Gives the command of this program, to which the arguments of <c>verify</c> are added.</param>
public sealed class Selftest(Func<ProcessStartInfo> program)
{
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Called when a fault was tried, on any thread.</summary>
    public Action<MatrixRow>? Finished { get; init; }

    /// <summary>Tries faults.</summary>
    /// <param name="faults">Which.</param>
    /// <param name="jobs">How many at once.</param>
    /// <param name="seed">What all chance comes from.</param>
    public KillMatrix Run(IReadOnlyList<Fault> faults, int jobs, ulong seed)
    {
        var rows = new MatrixRow[faults.Count];
        int next = -1;
        Thread[] threads = [.. Enumerable.Range(0, jobs).Select(_ => new Thread(() =>
        {
            for (int i = Interlocked.Increment(ref next); i < faults.Count; i = Interlocked.Increment(ref next))
            {
                rows[i] = Try(faults[i], seed);
                Finished?.Invoke(rows[i]);
            }
        }))];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        return new KillMatrix(rows);
    }

    // The cases that judge what the fault breaks say whether it is caught, and by whom. The others say something new only
    // where these do not catch it: whether anybody does.
    private MatrixRow Try(Fault fault, ulong seed)
    {
        MatrixRow row = Judge(fault, seed, [.. fault.Breaks, .. fault.Cases]);
        return row.IsCaught || row.Broken is not null || fault.Hangs ? row : Judge(fault, seed, ["*"]);
    }

    private MatrixRow Judge(Fault fault, ulong seed, IReadOnlyList<string> filters)
    {
        string folder = Directory.CreateTempSubdirectory("localmig-selftest-").FullName;
        try
        {
            ProcessStartInfo start = program();
            string profile = ResultsNames.Of(fault.TriedIn);
            string[] words =
            [
                "verify", fault.OwnProcess ? "serve" : "reference", "--fault", fault.Name, "--profile", profile, "--quiet", "--report", folder,
                "--seed", seed.ToString(CultureInfo.InvariantCulture),
                "--timeout", (fault.Hangs ? Short : Usual).TotalSeconds.ToString(CultureInfo.InvariantCulture),
                .. filters.SelectMany(static f => new[] { "--filter", f }),
            ];
            foreach (string word in words)
                start.ArgumentList.Add(word);
            string? broken = Wait(start);
            string results = Path.Combine(folder, "results.json");
            RunResult? result = File.Exists(results) ? JsonReport.TryRead(File.ReadAllText(results), out broken) : null;
            return result is null
                ? new MatrixRow(fault.Name, fault.Mistake, fault.Breaks, $"reference --fault {fault.Name}", profile, 0, [], broken)
                : MatrixRow.Of(fault.Name, fault.Mistake, fault.Breaks, result);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Wait(ProcessStartInfo start)
    {
        start.RedirectStandardError = true;
        start.RedirectStandardOutput = true;
        using Process process = Process.Start(start)!;
        Task<string> said = process.StandardError.ReadToEndAsync();
        Task<string> printed = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            return $"no end within {Patience.TotalMinutes} minutes";
        }

        _ = printed.Wait(Usual);
        return said.Wait(Usual) ? $"exit code {process.ExitCode}, {said.Result.Trim()}" : $"exit code {process.ExitCode}";
    }
}
