using System.CommandLine;
using LocalMig.Machine.Transcripts;
using LocalMig.Qmp;
using LocalMig.Suite;
using LocalMig.Wire;

namespace LocalMig.Tool.Verbs;

/// <summary><c>localmig transcript</c>: checks recorded conversations, and writes them in our notation.</summary>
internal static class TranscriptVerb
{
    /// <summary>The verb with its parts.</summary>
    public static Verb Create(ToolConsole console) => new(
        "transcript",
        "Checks recorded conversations without any server, and writes them in our notation.",
        ("localmig transcript check vm.txt", "reports what cannot have been said: form, order, ids, statuses of migrations, run states"),
        ("localmig transcript write recording.txt", "prints the recording in our notation, which docs/transcripts.md describes"))
    {
        Check(console),
        Write(console),
    };

    private static Command Check(ToolConsole console)
    {
        var files = new Argument<string[]>("FILE") { Description = "Transcripts, in our notation or in one of the recordings'.", Arity = ArgumentArity.OneOrMore };
        var check = new Command("check", "Reports what is out of order; exit code 1 where anything is.") { files };
        check.SetAction(line =>
        {
            int findings = 0;
            int messages = 0;
            string[] paths = line.GetValue(files)!;
            foreach (string path in paths)
            {
                if (!Read(path, console, out Transcript? transcript))
                    return (int)ExitCode.Usage;
                int own = transcript.Count(static l => l.Direction != TranscriptDirection.None);
                if (own == 0)
                    console.Error.WriteLine($"localmig: {path}: no message of a monitor is in it");
                messages += own;
                foreach (ParseError finding in TranscriptRules.Check(transcript))
                {
                    findings++;
                    console.Out.WriteLine($"{path}:{finding.Path["line ".Length..]}: {finding.Detail} [{finding.Code}: {finding.Rule.Text}]");
                }
            }

            console.Error.WriteLine($"localmig: {findings} {(findings == 1 ? "finding" : "findings")} in {messages} messages of {paths.Length} {(paths.Length == 1 ? "file" : "files")}");
            return (int)(findings > 0 ? ExitCode.Failed : messages == 0 ? ExitCode.NothingJudged : ExitCode.Passed);
        });
        return check;
    }

    private static Command Write(ToolConsole console)
    {
        var file = new Argument<string>("FILE") { Description = "A transcript, in our notation or in one of the recordings'." };
        var write = new Command("write", "Prints a transcript in our notation.") { file };
        write.SetAction(line =>
        {
            if (!Read(line.GetValue(file)!, console, out Transcript? transcript))
                return (int)ExitCode.Usage;
            console.Out.Write(TranscriptWriter.Write(transcript));
            return (int)ExitCode.Passed;
        });
        return write;
    }

    private static bool Read(string path, ToolConsole console, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Transcript? transcript)
    {
        if (ReplayVerb.Read(path, TranscriptReader.Read).TryGet(out transcript, out string? unreadable))
            return true;
        console.Error.WriteLine($"localmig: {unreadable}");
        return false;
    }
}
