using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using LocalMig.Suite;
using LocalMig.Suite.Cases;
using LocalMig.Suite.Faults;
using LocalMig.Suite.Faults.Matrix;
using LocalMig.Suite.Faults.Recordings;

namespace LocalMig.Tool.Verbs;

/// <summary><c>localmig selftest</c>: judges the suite by implementations that are known to be wrong.</summary>
internal static class SelftestVerb
{
    /// <summary>The verb with its options.</summary>
    public static Verb Create(ToolConsole console)
    {
        var fault = new Option<string[]>("--fault") { Description = "Try only faults whose name matches this pattern (* and ?); may be given several times.", HelpName = "GLOB" };
        var jobs = new Option<int>("--jobs", "-j") { Description = "Faults to try at once.", HelpName = "N", DefaultValueFactory = _ => Environment.ProcessorCount };
        jobs.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 64)
                result.AddError("--jobs takes 1 to 64.");
        });
        var report = new Option<string>("--report") { Description = "Write kill-matrix.txt and kill-matrix.json into this folder.", HelpName = "DIR" };
        var seed = new Option<ulong>("--seed") { Description = "What all chance comes from.", HelpName = "N", DefaultValueFactory = _ => 1 };
        var repeat = new Option<int>("--repeat") { Description = "Try everything so many times, each with another seed, and fail where two of them differ.", HelpName = "N", DefaultValueFactory = _ => 1 };
        repeat.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 1000)
                result.AddError("--repeat takes 1 to 1000.");
        });
        var fixtures = new Option<string>("--fixtures") { Description = "The folder with the good recordings that are edited.", HelpName = "DIR", DefaultValueFactory = _ => "fixtures" };
        var into = new Option<string>("--into") { Description = "Try faults in this process, and leave the row of each in this folder.", Hidden = true };
        var verb = new Verb(
            "selftest",
            "Judges the suite itself: runs it against implementations that are known to be wrong, and tells which case caught which.",
            ("localmig selftest", "tries every fault; fails where one is not caught by the requirement that it breaks, or where no fault makes a case fail"),
            ("localmig selftest --fault 'channel-*' --report out", "tries the faults of the channel, and leaves the matrix as text and as data in out/"),
            ("localmig selftest --repeat 20", "shows that the verdicts do not depend on chance"))
        {
            fault, jobs, report, seed, repeat, fixtures, into,
        };
        verb.SetAction(line => line.GetValue(into) is { } folder
            ? Try(line.GetValue(fault) ?? [], line.GetValue(seed), folder)
            : (int)new SelftestSession(console).Run(
                [.. (line.GetValue(fault) ?? []).Select(static text => new Glob(text))], line.GetValue(jobs), line.GetValue(seed), line.GetValue(repeat), line.GetValue(report), line.GetValue(fixtures)!));
        return verb;
    }

    private static int Try(string[] names, ulong seed, string folder)
    {
        new FaultTrial(ThisProgram.Command, seed).Run(names.Select(FaultCatalogue.Find).OfType<Fault>(), row => MatrixRowFile.Write(folder, row));
        return (int)ExitCode.Passed;
    }

    private static ProcessStartInfo Worker(IReadOnlyList<string> names, ulong seed, string folder)
    {
        ProcessStartInfo start = ThisProgram.Command();
        string[] words = ["selftest", "--into", folder, "--seed", seed.ToString(CultureInfo.InvariantCulture), .. names.SelectMany(static n => new[] { "--fault", n })];
        foreach (string word in words)
            start.ArgumentList.Add(word);
        return start;
    }

    private sealed class SelftestSession(ToolConsole console)
    {
        private readonly Lock _lock = new();

        public ExitCode Run(IReadOnlyList<Glob> filters, int jobs, ulong seed, int repeat, string? report, string fixtures)
        {
            Fault[] faults = [.. FaultCatalogue.All.Where(f => filters.Count == 0 || filters.Any(g => g.Matches(f.Name)))];
            RecordedEdit[] edits = [.. RecordedEdits.All.Where(e => filters.Count == 0 || filters.Any(g => g.Matches(e.Name)))];
            if (edits.Length > 0 && !Directory.Exists(fixtures))
            {
                console.Error.WriteLine($"localmig: there is no folder '{fixtures}' with recordings: say where it is with --fixtures");
                return ExitCode.Usage;
            }

            if (faults.Length + edits.Length == 0)
            {
                console.Error.WriteLine($"localmig: no fault matches --fault {string.Join(", ", filters)}");
                return ExitCode.Usage;
            }

            var selftest = new Selftest(Worker) { Finished = Show };
            KillMatrix live = selftest.Run(faults, jobs, seed);
            KillMatrix matrix = live.With(RecordedEdits.Run(edits, fixtures, Show));
            MatrixRules rules = MatrixRules.Check(matrix, filters.Count == 0 ? [.. CaseList.All.Where(static c => !HasBadExample(c))] : []);
            for (int again = 1; again < repeat; again++)
                rules = rules with { Violations = [.. rules.Violations, .. live.Differences(selftest.Run(faults, jobs, seed + (ulong)again), seed + (ulong)again)] };
            MatrixText.Write(console.Out, matrix, rules);
            if (report is not null && !Store(report, matrix, rules))
                return ExitCode.Broken;
            return rules.Violations.Count == 0 ? ExitCode.Passed : ExitCode.Failed;
        }

        // Each rule for documentation carries an example that breaks it, and its test sees it fail: there is nothing to decorate.
        private static bool HasBadExample(Case which) => which.Id.StartsWith("DOC/", StringComparison.Ordinal);

        private void Show(MatrixRow row)
        {
            lock (_lock)
                console.Error.WriteLine($"{(row.IsCaught ? "caught" : "NOT CAUGHT")} {row.Name}");
        }

        private bool Store(string folder, KillMatrix matrix, MatrixRules rules)
        {
            try
            {
                Directory.CreateDirectory(folder);
                using (StreamWriter text = File.CreateText(Path.Combine(folder, "kill-matrix.txt")))
                    MatrixText.Write(text, matrix, rules);
                File.WriteAllText(Path.Combine(folder, "kill-matrix.json"), MatrixDocument.Write(matrix, rules) + "\n");
                return true;
            }
            catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
            {
                console.Error.WriteLine($"localmig: cannot write reports: {failed.Message}");
                return false;
            }
        }
    }
}
