using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Xml.Linq;

namespace LocalMig.Fuzz.Verbs;

/// <summary><c>localmig-fuzz cover</c>: the lines and branches of each parser that the corpora reach, and the floor under them.</summary>
internal static class CoverVerb
{
    private const double Goal = 90;

    private static string Floor => Path.Combine(Places.Root, "fuzz", "coverage-floor.txt");

    public static Command Create()
    {
        var raise = new Option<bool>("--raise") { Description = "Raises the floor to what is reached; it never sinks." };
        var html = new Option<bool>("--html") { Description = "Leaves a report to look at in artifacts/fuzz/coverage." };
        var verb = new Command("cover", "Tells which lines and branches of each parser its corpus reaches. Exit code 1 below the floor.") { raise, html };
        verb.SetAction(line => Run(line.GetValue(raise), line.GetValue(html)));
        return verb;
    }

    private static int Run(bool raise, bool html)
    {
        string results = Path.Combine(Places.Root, "artifacts", "fuzz", "coverage");
        if (Directory.Exists(results))
            Directory.Delete(results, recursive: true);
        int code = Dotnet(
            "test", Path.Combine(Places.Root, "conformance", "LocalMig.Tests"), "-c", "Release", "--nologo", "-v", "q", "--collect", "XPlat Code Coverage", "--results-directory", results,
            "--filter", "FullyQualifiedName~LocalMig.Tests.Fuzz.CorpusReplayTests");
        string? measured = Directory.Exists(results) ? Directory.EnumerateFiles(results, "coverage.cobertura.xml", SearchOption.AllDirectories).FirstOrDefault() : null;
        if (code != 0 || measured is null)
        {
            Console.Error.WriteLine(code != 0 ? "localmig-fuzz: the replay of the corpora failed; what it measured is not judged" : "localmig-fuzz: the replay left no measurement");
            return FuzzCommand.Broken;
        }

        if (html)
            Dotnet("tool", "run", "reportgenerator", $"-reports:{measured}", $"-targetdir:{results}/html", "-reporttypes:Html");
        return Judge(Files(XDocument.Load(measured)), raise);
    }

    private static int Judge(IReadOnlyDictionary<string, (double Lines, double Branches)> reached, bool raise)
    {
        HashSet<string> others = [.. NoParsers.Files.Select(static file => file.Path)];
        string[] parsers = [.. FuzzTargets.All().SelectMany(static t => t.ParserFiles).Distinct(StringComparer.Ordinal)];
        Dictionary<string, (double Lines, double Branches)> floor = ReadFloor();
        int below = 0;
        SortedDictionary<string, (double Lines, double Branches)> next = new(StringComparer.Ordinal);
        foreach ((string path, (double lines, double branches)) in reached.Where(file => !others.Contains(file.Key) && parsers.Any(p => p.EndsWith('/') ? file.Key.StartsWith(p, StringComparison.Ordinal) : file.Key == p)).OrderBy(static f => f.Key, StringComparer.Ordinal))
        {
            (double wantedLines, double wantedBranches) = floor.GetValueOrDefault(path);
            bool sunk = lines < wantedLines || branches < wantedBranches;
            below += sunk ? 1 : 0;
            next[path] = (Math.Max(lines, wantedLines), Math.Max(branches, wantedBranches));
            Console.WriteLine($"{lines,6:0.0} % of lines {branches,6:0.0} % of branches  {path}{(sunk ? $"  BELOW the floor of {wantedLines:0.0} and {wantedBranches:0.0}" : lines < Goal ? "  below the goal" : "")}");
        }

        foreach (string lost in floor.Keys.Where(path => !next.ContainsKey(path)))
        {
            Console.WriteLine($"  nothing measured of {lost}");
            below++;
        }

        if (raise)
            File.WriteAllLines(Floor, next.Select(static f => string.Create(CultureInfo.InvariantCulture, $"{f.Key} {Math.Floor(f.Value.Lines * 10) / 10:0.0} {Math.Floor(f.Value.Branches * 10) / 10:0.0}")));
        Console.WriteLine($"{next.Count} files, {next.Values.Count(static f => f.Lines >= Goal)} with {Goal} % of their lines or more, {below} below the floor");
        return below == 0 && next.Count > 0 ? FuzzCommand.Clean : FuzzCommand.Found;
    }

    private static Dictionary<string, (double Lines, double Branches)> ReadFloor() =>
        !File.Exists(Floor) ? [] : File.ReadLines(Floor).Select(static line => line.Split(' ')).ToDictionary(
            static words => words[0], static words => (double.Parse(words[1], CultureInfo.InvariantCulture), double.Parse(words[2], CultureInfo.InvariantCulture)), StringComparer.Ordinal);

    // A file's lines stand under each of its classes: a line counts once, reached if any class says so.
    private static Dictionary<string, (double Lines, double Branches)> Files(XDocument report)
    {
        string source = report.Descendants("source").Select(static s => s.Value).FirstOrDefault() ?? "";
        Dictionary<string, (double, double)> files = new(StringComparer.Ordinal);
        foreach (IGrouping<string, XElement> file in report.Descendants("class").GroupBy(c => Path.GetRelativePath(Places.Root, Path.Combine(source, (string)c.Attribute("filename")!)), StringComparer.Ordinal))
        {
            var lines = file.Descendants("line").GroupBy(static l => (int)l.Attribute("number")!)
                .Select(static same => (Hit: same.Any(static l => (long)l.Attribute("hits")! > 0), Branches: same.Select(Branches).MaxBy(static b => b.Taken))).ToList();
            int branches = lines.Sum(static l => l.Branches.All);
            if (lines.Count > 0)
                files[file.Key] = (100.0 * lines.Count(static l => l.Hit) / lines.Count, branches == 0 ? 100 : 100.0 * lines.Sum(static l => l.Branches.Taken) / branches);
        }

        return files;
    }

    // condition-coverage="50% (1/2)"
    private static (int Taken, int All) Branches(XElement line)
    {
        string[] parts = ((string?)line.Attribute("condition-coverage") ?? "").Split('(', '/', ')');
        return parts.Length < 3 ? (0, 0) : (int.Parse(parts[1], CultureInfo.InvariantCulture), int.Parse(parts[2], CultureInfo.InvariantCulture));
    }

    private static int Dotnet(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = Places.Root };
        using Process process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
