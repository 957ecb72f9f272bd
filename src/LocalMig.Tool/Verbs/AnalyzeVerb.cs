using System.CommandLine;
using LocalMig.Stream;
using LocalMig.Stream.Analysis;
using LocalMig.Suite;
using LocalMig.Wire;

namespace LocalMig.Tool.Verbs;

/// <summary><c>localmig analyze</c>: takes a recorded stream apart.</summary>
internal static class AnalyzeVerb
{
    private const string StandardInput = "-";

    /// <summary>The verb with its options.</summary>
    public static Verb Create(ToolConsole console)
    {
        var file = new Argument<string>("FILE") { Description = "A migration stream, a CPR state, a channel of multifd or a return path, as it went over the wire; '-' for standard input." };
        var log = new Option<string?>("--log") { Description = "Where descriptors rode on it: a log with one line per receive call." };
        var section = new Option<string?>("--section") { Description = "Only the sections of this id string; * and ? stand for any text." };
        var json = new Option<bool>("--json") { Description = "The tree as data." };
        var check = new Option<bool>("--check") { Description = "Only what was found; exit code 1 where that is anything a destination fails on." };
        var verb = new Verb(
            "analyze",
            "Takes a recorded stream apart: every element with its offset, descriptors marked, and what is wrong.",
            ("localmig analyze vm.bin", "prints the element tree; descriptors are marked where fields of type fd stand"),
            ("localmig analyze vm.bin --section '*/net-tap'", "prints the sections of TAP queues alone"),
            ("localmig analyze vm.bin --log vm.log --json", "compares with the recorded places of descriptors, and prints data"))
        {
            file, log, section, json, check,
        };
        verb.SetAction(line =>
        {
            string path = line.GetValue(file)!;
            try
            {
                DescriptorLog? recorded = null;
                if (line.GetValue(log) is string logPath && !DescriptorLog.Read(File.ReadAllText(logPath)).TryGet(out recorded, out ParseError? unreadable))
                {
                    console.Error.WriteLine($"localmig: {logPath}: {unreadable}");
                    return (int)ExitCode.Usage;
                }

                StreamReport report = Analyze(path, recorded);
                if (line.GetValue(section) is string wanted && !Narrow(ref report, wanted))
                {
                    console.Error.WriteLine($"localmig: no section matches '{wanted}'");
                    return (int)ExitCode.Usage;
                }

                if (line.GetValue(json))
                    console.WriteJson(output => StreamTreeJson.Write(report, path, output));
                else if (line.GetValue(check))
                    StreamTreeText.WriteFindings(report, console.Out);
                else
                    StreamTreeText.Write(report, path, console.Out);
                return (int)(report.HasErrors ? ExitCode.Failed : ExitCode.Passed);
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
            {
                console.Error.WriteLine($"localmig: {unreadable.Message}");
                return (int)ExitCode.Usage;
            }
        });
        return verb;
    }

    // A regular file is looked at in place; what comes through a pipe is kept.
    private static StreamReport Analyze(string path, DescriptorLog? log)
    {
        if (path == StandardInput)
        {
            using System.IO.Stream input = Console.OpenStandardInput();
            using var kept = new MemoryStream();
            input.CopyTo(kept);
            return StreamAnalysis.Analyze(kept.GetBuffer().AsMemory(0, (int)kept.Length), log);
        }

        if (new FileInfo(path) is not { Exists: true, Length: > 0 })
            return StreamAnalysis.Analyze(File.ReadAllBytes(path), log);
        using var mapped = new MappedInput(path);
        return StreamAnalysis.Analyze(mapped, log);
    }

    private static bool Narrow(ref StreamReport report, string wanted)
    {
        var glob = new Glob(wanted);
        report = report with { Elements = [.. report.Elements.Where(node => node.Kind == StreamNodeKind.Section && glob.Matches(node.Name))] };
        return report.Elements.Count > 0;
    }
}
