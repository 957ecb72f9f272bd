using System.Diagnostics;
using System.Globalization;
using LocalMig.Fuzz.Verbs;

namespace LocalMig.Fuzz.Engine;

/// <summary>Runs of AFL++: a main one and secondaries, which share a folder of the layout that <see cref="WorkFolder"/> has.</summary>
internal static class AflRun
{
    /// <summary>Runs afl-fuzz on each target, the workers at once, and tells its figures.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(IReadOnlyList<FuzzTarget> targets, TimeSpan time, int workers, string? sync, string name, ulong seed)
    {
        if (!IsThere())
        {
            Console.Error.WriteLine("localmig-fuzz: there is no afl-fuzz; fuzz/install.sh installs it on a Debian");
            return FuzzCommand.Broken;
        }

        int code = FuzzCommand.Clean;
        foreach (FuzzTarget target in targets)
        {
            string shared = sync ?? Path.Combine(Places.Work, target.Name);
            code = Math.Max(code, One(target, time / targets.Count, workers, shared, name, seed));
        }

        return code;
    }

    private static int One(FuzzTarget target, TimeSpan time, int workers, string shared, string name, ulong seed)
    {
        Directory.CreateDirectory(shared);
        string seeds = Seeds(target, shared);
        string words = Dictionary(target, shared);
        List<(string Worker, Process Process)> running = [];
        for (int i = 0; i < Math.Max(1, workers); i++)
        {
            string worker = workers > 1 ? $"{name}-{i + 1}" : name;
            Process process = Process.Start(Start(target, worker, i == 0, shared, seeds, words, time, seed + (ulong)i))!;
            _ = process.StandardOutput.ReadToEndAsync();
            running.Add((worker, process));
        }

        int code = FuzzCommand.Clean;
        foreach ((string worker, Process process) in running)
        {
            process.WaitForExit();
            string folder = Path.Combine(shared, worker);
            string figures = Path.Combine(folder, "fuzzer_stats");
            if (!File.Exists(figures))
            {
                Console.Error.WriteLine($"localmig-fuzz: afl-fuzz left no figures for {target.Name} (exit code {process.ExitCode}); with AFL_NO_UI=1 it says why");
                return FuzzCommand.Broken;
            }

            Dictionary<string, string> stats = Stats(figures);
            Console.WriteLine($"{target.Name,-18} AFL++ {worker}: {stats["execs_done"]} executions, {stats["execs_per_sec"]}/s, {stats["edges_found"]} edges, {stats["corpus_count"]} queue, {stats["saved_crashes"]} crashes, {stats["saved_hangs"]} hangs");
            foreach (string kind in (ReadOnlySpan<string>)["crashes", "hangs"])
            {
                foreach (string path in Directory.EnumerateFiles(Path.Combine(folder, kind), "id:*").Order(StringComparer.Ordinal))
                {
                    Console.WriteLine($"FINDING in {target.Name}: {Repeat.Command(target)} {path}");
                    code = FuzzCommand.Found;
                }
            }
        }

        return code;
    }

    private static ProcessStartInfo Start(FuzzTarget target, string worker, bool main, string shared, string seeds, string words, TimeSpan time, ulong seed)
    {
        var start = new ProcessStartInfo("afl-fuzz") { RedirectStandardOutput = true, UseShellExecute = false };
        // A folder that is there is gone on with.
        string input = Directory.Exists(Path.Combine(shared, worker, "queue")) ? "-" : seeds;
        foreach (string argument in (IEnumerable<string>)[main ? "-M" : "-S", worker, "-i", input, "-o", shared, "-t", "10000", "-m", "none", "-V", time.TotalSeconds.ToString("0", CultureInfo.InvariantCulture), "-s", (seed % int.MaxValue).ToString(CultureInfo.InvariantCulture)])
            start.ArgumentList.Add(argument);
        if (target.Dictionary.Count > 0)
        {
            start.ArgumentList.Add("-x");
            start.ArgumentList.Add(words);
        }

        foreach (string argument in (ReadOnlySpan<string>)[Environment.ProcessPath!, Path.Combine(AppContext.BaseDirectory, "LocalMig.Fuzz.dll"), "afl", target.Name])
            start.ArgumentList.Add(argument);
        foreach (string setting in (ReadOnlySpan<string>)["AFL_SKIP_BIN_CHECK", "AFL_NO_UI", "AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES", "AFL_SKIP_CPUFREQ", "AFL_NO_AFFINITY", "AFL_IMPORT_FIRST"])
            start.Environment[setting] = "1";
        start.Environment["DOTNET_GCgen0size"] = "0x4000000";
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        return start;
    }

    private static string Seeds(FuzzTarget target, string shared)
    {
        string folder = Directory.CreateDirectory(Path.Combine(shared, ".seeds")).FullName;
        int number = 0;
        foreach (byte[] seed in target.StartInputs().Where(seed => seed.Length > 0 && seed.Length <= target.MaximumLength))
            File.WriteAllBytes(Path.Combine(folder, $"{number++:d6}"), seed);
        return folder;
    }

    // AFL's form: one quoted word to a line, bytes that do not print in hexadecimal.
    private static string Dictionary(FuzzTarget target, string shared)
    {
        string path = Path.Combine(shared, ".words");
        File.WriteAllLines(path, target.Dictionary.Select(static word => $"\"{string.Concat(word.Select(static b => b is >= 0x20 and < 0x7f and not (byte)'"' and not (byte)'\\' ? ((char)b).ToString() : $"\\x{b:x2}"))}\""));
        return path;
    }

    private static Dictionary<string, string> Stats(string path) =>
        File.ReadLines(path).Select(static line => line.Split(':', 2, StringSplitOptions.TrimEntries)).Where(static parts => parts.Length == 2)
            .ToDictionary(static parts => parts[0], static parts => parts[1], StringComparer.Ordinal);

    private static bool IsThere() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(static folder => File.Exists(Path.Combine(folder, "afl-fuzz")));
}
