using System.Collections.Concurrent;
using System.Diagnostics;

namespace LocalMig.Suite.Faults.Matrix;

/// <summary>Tries faults in processes of their own, several in one as long as none leaves anything behind, and makes the matrix of it.</summary>
/// <param name="worker">Gives the command that tries faults of these names with a seed, as <see cref="FaultTrial"/> does, and leaves the
/// row of each as <see cref="MatrixRowFile"/> in a folder.</param>
public sealed class Selftest(Func<IReadOnlyList<string>, ulong, string, ProcessStartInfo> worker)
{
    // Starting the program costs about as much as trying a fault.
    private const int Together = 10;

    private const int WaitingAtOnce = 3;

    private static readonly TimeSpan PatienceForOne = TimeSpan.FromMinutes(3);

    // One that lets thirty cases wait in vain takes two minutes, and a busy machine some more.
    private static readonly TimeSpan LeastPatience = TimeSpan.FromMinutes(10);

    /// <summary>Called when a fault was tried, on any thread.</summary>
    public Action<MatrixRow>? Finished { get; init; }

    /// <summary>Tries faults.</summary>
    /// <param name="faults">Which.</param>
    /// <param name="jobs">How many at once; those that let a case wait in vain are tried beside them, since they need no processor.</param>
    /// <param name="seed">What all chance comes from.</param>
    public KillMatrix Run(IReadOnlyList<Fault> faults, int jobs, ulong seed)
    {
        ConcurrentDictionary<string, MatrixRow> rows = new(StringComparer.Ordinal);
        ConcurrentQueue<string[]> busy = new(faults.Where(static f => !f.Hangs).Select(static f => f.Name).Chunk(Together));
        ConcurrentQueue<string[]> waiting = new(faults.Where(static f => f.Hangs).Select(static f => new[] { f.Name }));
        Thread[] threads = [.. Enumerable.Repeat(busy, jobs).Concat(Enumerable.Repeat(waiting, WaitingAtOnce)).Select(queue => new Thread(() => Work(queue, seed, rows)))];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        return new KillMatrix([.. faults.Select(f => rows.TryGetValue(f.Name, out MatrixRow? row) ? row : MatrixRow.Without(f, "nobody tried it"))]);
    }

    private void Work(ConcurrentQueue<string[]> queue, ulong seed, ConcurrentDictionary<string, MatrixRow> rows)
    {
        while (queue.TryDequeue(out string[]? names))
        {
            (IReadOnlyList<MatrixRow> tried, string broken) = Try(names, seed);
            string[] left = [.. names.Where(n => !tried.Any(r => r.Name == n))];

            // A process that ended inside a fault says that of the first one that it left, and nothing of the others.
            if (tried.Count == 0)
                tried = [MatrixRow.Without(FaultCatalogue.Find(left[0])!, broken)];
            left = [.. left.Where(n => !tried.Any(r => r.Name == n))];
            if (left.Length > 0)
                queue.Enqueue(left);
            foreach (MatrixRow row in tried)
            {
                rows[row.Name] = row;
                Finished?.Invoke(row);
            }
        }
    }

    private (IReadOnlyList<MatrixRow> Rows, string Broken) Try(string[] names, ulong seed)
    {
        string folder = Directory.CreateTempSubdirectory("localmig-selftest-").FullName;
        try
        {
            string broken = Wait(worker(names, seed, folder), names.Length * PatienceForOne > LeastPatience ? names.Length * PatienceForOne : LeastPatience);
            return ([.. names.Select(n => MatrixRowFile.TryRead(folder, n)).OfType<MatrixRow>()], broken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Wait(ProcessStartInfo start, TimeSpan patience)
    {
        start.RedirectStandardError = true;
        start.RedirectStandardOutput = true;
        using Process process = Process.Start(start)!;
        Task<string> said = process.StandardError.ReadToEndAsync();
        Task<string> printed = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(patience))
        {
            process.Kill(entireProcessTree: true);
            return $"no end within {patience.TotalMinutes} minutes";
        }

        _ = printed.Wait(PatienceForOne);
        return said.Wait(PatienceForOne) ? $"exit code {process.ExitCode}, {said.Result.Trim()}" : $"exit code {process.ExitCode}";
    }
}
