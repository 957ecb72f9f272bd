using System.CommandLine;
using LocalMig.Parameters;
using LocalMig.Suite;
using LocalMig.Suite.Agreement;
using LocalMig.Suite.Replay;
using LocalMig.Wire;

namespace LocalMig.Tool.Verbs;

/// <summary><c>localmig agreement</c>: measures how far the reference answers as the QEMUs did that were recorded.</summary>
internal static class AgreementVerb
{
    private const string Reference = "reference";

    /// <summary>The verb with its options.</summary>
    public static Verb Create(ToolConsole console)
    {
        var folder = new Argument<string>("FIXTURES") { Description = "The folder of transcripts/, schemas/ and agreement/.", DefaultValueFactory = static _ => "fixtures" };
        var version = new Option<string[]>("--version") { Description = "A version that was recorded; may be given several times. Default: all.", HelpName = string.Join('|', AgreementRun.Versions) };
        version.AcceptOnlyFromAmong([.. AgreementRun.Versions]);
        var file = new Option<string>("--file") { Description = "Recordings whose names match: 'B11-*'.", HelpName = "GLOB", DefaultValueFactory = static _ => "*" };
        var against = new Option<string>("--against") { Description = "Whom to compare: 'reference', or 'qemu:BINARY' to have the recordings judged by a binary of their version.", HelpName = "TARGET", DefaultValueFactory = static _ => Reference };
        var reasons = new Option<bool>("--reasons") { Description = "List the differences that are known, with their reasons." };
        var verb = new Verb(
            "agreement",
            "Replays what was recorded of released QEMUs against the reference in the matching behaviour, and tells the share of answers that are the same.",
            ("localmig agreement", "every recording in fixtures/, per file and in total"),
            ("localmig agreement --version qemu-7.2.22 --file 'B7-*' --reasons", "what differs, and why"),
            ("localmig agreement --version qemu-7.2.22 --against qemu:/usr/bin/qemu-system-x86_64", "the same questions to a real one"))
        {
            folder, version, file, against, reasons,
        };
        verb.SetAction(line =>
        {
            string[] versions = line.GetValue(version) is { Length: > 0 } given ? given : [.. AgreementRun.Versions];
            string target = line.GetValue(against)!;
            return (int)Run(console, line.GetValue(folder)!, versions, new Glob(line.GetValue(file)!), target, line.GetValue(reasons));
        });
        return verb;
    }

    private static ExitCode Run(ToolConsole console, string folder, string[] versions, Glob pattern, string target, bool reasons)
    {
        string table = Path.Combine(folder, "agreement", target == Reference ? "differences.txt" : "binaries.txt");
        if (!File.Exists(table))
            return Refuse(console, $"there is no {table}");
        if (!KnownDifferences.Read(File.ReadAllText(table)).TryGet(out KnownDifferences? known, out string? wrong))
            return Refuse(console, $"{table}: {wrong}");
        AgreementRun run = new(folder, known);
        bool explained = true;
        int measured = 0;
        foreach (string version in versions)
        {
            string[] names = [.. run.Files(version).Where(f => pattern.Matches(Path.GetFileName(f)))];
            List<FileAgreement> files = [];
            foreach (string name in names)
            {
                if (!Measure(run, name, target).TryGet(out FileAgreement? file, out wrong))
                    return Refuse(console, wrong);
                files.Add(file);
            }

            if (files.Count == 0)
                continue;
            console.Out.Write(AgreementReport.Write($"{target} as {version}", files, reasons));
            explained &= files.TrueForAll(static f => f.IsExplained);
            measured += files.Count;
        }

        if (measured == 0)
            return Refuse(console, $"no recording matches '{pattern}'");
        return explained ? ExitCode.Passed : ExitCode.Failed;
    }

    private static Result<FileAgreement, string> Measure(AgreementRun run, string file, string target)
    {
        if (target == Reference)
            return run.Measure(file);
        string? wrong = null;
        FileAgreement? measured = run.Measure(file, folder =>
            ReplayTargetSource.Open([target], folder, Profile.Proposal, AgreementRun.Generation(file)).TryGet(out IReplayTarget? opened, out wrong) ? opened : null);
        return measured is not null ? measured : wrong!;
    }

    private static ExitCode Refuse(ToolConsole console, string problem)
    {
        console.Error.WriteLine($"localmig: {problem}");
        return ExitCode.Usage;
    }
}
