using System.CommandLine;
using LocalMig.Stream;
using LocalMig.Stream.Analysis;
using LocalMig.Suite;
using LocalMig.Wire;

namespace LocalMig.Tool.Verbs;

/// <summary><c>localmig analyze</c>: takes a recorded stream apart.</summary>
internal static class AnalyzeVerb
{
    /// <summary>The verb with its options.</summary>
    public static Verb Create(ToolConsole console)
    {
        var file = new Argument<string>("FILE") { Description = "A migration stream, a CPR state or a return path, as it went over the wire." };
        var log = new Option<string?>("--log") { Description = "Where descriptors rode on it: a log with one line per receive call." };
        var json = new Option<bool>("--json") { Description = "The tree as data." };
        var verb = new Verb(
            "analyze",
            "Takes a recorded stream apart: every element with its offset, descriptors marked, and what is wrong.",
            ("localmig analyze vm.bin", "prints the element tree; descriptors are marked where fields of type fd stand"),
            ("localmig analyze vm.bin --log vm.log --json", "compares with the recorded places of descriptors, and prints data"))
        {
            file, log, json,
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

                StreamReport report = StreamAnalysis.Analyze(File.ReadAllBytes(path), recorded);
                if (line.GetValue(json))
                    WriteJson(report, path, console.Out);
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

    private static void WriteJson(StreamReport report, string path, TextWriter output)
    {
        using var text = new MemoryStream();
        StreamTreeJson.Write(report, path, text);
        output.WriteLine(System.Text.Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length));
    }
}
