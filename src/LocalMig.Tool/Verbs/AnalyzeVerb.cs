using System.CommandLine;
using LocalMig.Machine.Recording;
using LocalMig.Stream;
using LocalMig.Stream.Analysis;
using LocalMig.Stream.Extraction;
using LocalMig.Suite;
using LocalMig.Tool.Analyze;
using LocalMig.Wire;
using CommandResult = System.CommandLine.Parsing.CommandResult;

namespace LocalMig.Tool.Verbs;

/// <summary><c>localmig analyze</c>: takes a recorded stream apart.</summary>
internal sealed class AnalyzeVerb
{
    private const string Tree = "tree";
    private const string Json = "json";
    private const string Script = "analyze-migration";

    private readonly Argument<string> _file = new("FILE") { Description = "A migration stream, a CPR state, a channel of multifd or a return path, as it went over the wire; '-' for standard input." };
    private readonly Option<string?> _log = new("--log") { Description = "Where descriptors rode on it: a log with one line per receive call." };
    private readonly Option<string?> _section = new("--section") { Description = "Only the sections of this id string; * and ? stand for any text." };
    private readonly Option<bool> _ram = new("--ram") { Description = "The blocks of RAM and how their pages came, instead of the tree." };
    private readonly Option<bool> _hex = new("--hex") { Description = "Below each element of the tree its bytes, but for pages of RAM." };
    private readonly Option<bool> _json = new("--json") { Description = "The tree as data; docs/analyze.schema.json describes it." };
    private readonly Option<string?> _format = new("--format") { Description = "tree (the default), json, or analyze-migration: the JSON that QEMU's script of that name prints." };
    private readonly Option<bool> _check = new("--check") { Description = "Only what was found; exit code 1 where that is anything a destination fails on." };
    private readonly Option<string?> _extract = new("--extract") { Description = "Write state, description, blocks of RAM and payloads of devices into this folder, new or empty.", HelpName = "DIR" };
    private readonly ToolConsole _console;

    private AnalyzeVerb(ToolConsole console) => _console = console;

    /// <summary>The verb with its options.</summary>
    public static Verb Create(ToolConsole console) => new AnalyzeVerb(console).Verb();

    private Verb Verb()
    {
        _format.AcceptOnlyFromAmong(Tree, Json, Script);
        var verb = new Verb(
            "analyze",
            "Takes a recorded stream apart: every element with its offset, descriptors marked, and what is wrong.",
            ("localmig analyze vm.bin", "prints the element tree; descriptors are marked where fields of type fd stand"),
            ("localmig analyze vm.bin --section '*/net-tap' --hex", "prints the sections of TAP queues alone, with their bytes"),
            ("localmig analyze vm.bin --ram", "prints the blocks of RAM, and how many of their pages were zero, whole or changes"),
            ("localmig analyze vm.bin --log vm.log --json", "compares with the recorded places of descriptors, and prints data"),
            ("localmig analyze vm.bin --format analyze-migration", "prints what QEMU's scripts/analyze-migration.py prints, and reads more"),
            ("localmig analyze vm.bin --extract parts", "writes parts/state.json, vmdesc.json, ram/pc.ram.bin, state/42-timer.bin and so on"))
        {
            _file, _log, _section, _ram, _hex, _json, _format, _check, _extract,
        };
        verb.Validators.Add(RefuseTwoForms);
        verb.SetAction(Run);
        return verb;
    }

    private void RefuseTwoForms(CommandResult line)
    {
        var forms = new List<string>();
        if (line.GetValue(_ram))
            forms.Add(_ram.Name);
        if (line.GetValue(_hex))
            forms.Add(_hex.Name);
        if (line.GetValue(_json))
            forms.Add(_json.Name);
        if (line.GetResult(_format) is { Errors: var errors } && !errors.Any() && line.GetValue(_format) is string format and not Tree)
            forms.Add($"{_format.Name} {format}");
        if (line.GetValue(_check))
            forms.Add(_check.Name);
        if (line.GetValue(_extract) is not null)
            forms.Add(_extract.Name);
        if (forms.Count > 1)
            line.AddError($"{string.Join(" and ", forms)} do not go together.");
        if (line.GetValue(_section) is not null && forms is ["--ram"] or ["--extract"])
            line.AddError($"{forms[0]} is about the whole stream: it takes no --section.");
    }

    private int Run(ParseResult line)
    {
        string path = line.GetValue(_file)!;
        SeekableInput? input = null;
        try
        {
            DescriptorLog? recorded = null;
            if (line.GetValue(_log) is string logPath && !DescriptorLog.Read(File.ReadAllText(logPath)).TryGet(out recorded, out ParseError? unreadable))
            {
                _console.Error.WriteLine($"localmig: {logPath}: {unreadable}");
                return (int)ExitCode.Usage;
            }

            input = AnalyzeInput.Open(path);
            StreamReport report;
            using (new AnalyzeProgress(_console, input))
                report = StreamAnalysis.Analyze(input, recorded, RecordingFiles.IsReturnPath(path) ? StreamKind.ReturnPath : null);
            if (line.GetValue(_section) is string wanted && !Narrow(ref report, wanted))
            {
                _console.Error.WriteLine($"localmig: no section matches '{wanted}'");
                return (int)ExitCode.Usage;
            }

            return Show(line, report, input, path);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            _console.Error.WriteLine($"localmig: {failed.Message}");
            return (int)ExitCode.Usage;
        }
        finally
        {
            (input as IDisposable)?.Dispose();
        }
    }

    private int Show(ParseResult line, StreamReport report, SeekableInput input, string path)
    {
        if (line.GetValue(_extract) is string folder)
            return Extract(report, input, path, folder);
        string format = line.GetValue(_json) ? Json : line.GetValue(_format) ?? Tree;
        if (format == Script && report.Kind != StreamKind.Migration)
        {
            _console.Error.WriteLine($"localmig: {path} is no migration stream, and {Script} is a form of these alone");
            return (int)ExitCode.Usage;
        }

        if (format != Tree)
        {
            _console.WriteJson(output =>
            {
                if (format == Json)
                    StreamTreeJson.Write(report, path, output);
                else
                    AnalyzeMigrationJson.Write(report, input, output);
            });
            if (format == Script)
                StreamTreeText.WriteErrors(report, _console.Error);
        }
        else
        {
            _console.WriteText(output =>
            {
                if (line.GetValue(_ram))
                    StreamTreeText.WriteRam(report, path, output);
                else if (line.GetValue(_check))
                    StreamTreeText.WriteFindings(report, output);
                else
                    StreamTreeText.Write(report, path, output, line.GetValue(_hex) ? input : null);
            });
        }

        return (int)(report.HasErrors ? ExitCode.Failed : ExitCode.Passed);
    }

    private int Extract(StreamReport report, SeekableInput input, string path, string folder)
    {
        (IReadOnlyList<string> files, ParseError? error) = StreamExtraction.Extract(report, input, path, folder);
        foreach (string file in files)
            _console.Out.WriteLine(Path.Combine(folder, file));
        StreamTreeText.WriteErrors(report, _console.Error);
        if (error is not null && !report.HasErrors)
            _console.Error.WriteLine($"error: {error}");
        return (int)(report.HasErrors || error is not null ? ExitCode.Failed : ExitCode.Passed);
    }

    private static bool Narrow(ref StreamReport report, string wanted)
    {
        var glob = new Glob(wanted);
        report = report with { Elements = [.. report.Elements.Where(node => node.Kind == StreamNodeKind.Section && glob.Matches(node.Name))] };
        return report.Elements.Count > 0;
    }
}
