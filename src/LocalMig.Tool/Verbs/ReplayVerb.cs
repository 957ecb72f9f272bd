using System.CommandLine;
using LocalMig.Parameters;
using LocalMig.Qmp;
using LocalMig.Suite;
using LocalMig.Suite.Replay;
using LocalMig.Suite.Reports;
using LocalMig.Wire;

namespace LocalMig.Tool.Verbs;

/// <summary><c>localmig replay</c>: holds a recorded conversation once more and compares the answers.</summary>
internal static class ReplayVerb
{
    private static readonly (string Name, QemuGeneration Generation)[] Behaviours = [("qemu-11", QemuGeneration.Qemu11), ("qemu-7", QemuGeneration.Qemu7)];

    /// <summary>The verb with its options.</summary>
    public static Verb Create(ToolConsole console)
    {
        var file = new Argument<string>("FILE") { Description = "A transcript, in our notation or in one of the recordings'." };
        var against = new Option<string[]>("--against") { Description = $"Whom to talk to: {ReplayTargetSource.Forms}. Everything that was sent is sent again, whatever it does to the VM.", HelpName = "TARGET", Required = true };
        var profile = new Option<string>("--profile") { Description = "The form of the feature that the reference has.", HelpName = "proposal|v16|upstream", DefaultValueFactory = _ => "proposal" };
        profile.AcceptOnlyFromAmong([.. Enum.GetValues<Profile>().Select(ResultsNames.Of)]);
        var behaviour = new Option<string>("--behaviour") { Description = "Whose parsing and texts the reference has; default: those of the version in the recording's greeting.", HelpName = string.Join('|', Behaviours.Select(static b => b.Name)) };
        behaviour.AcceptOnlyFromAmong([.. Behaviours.Select(static b => b.Name)]);
        var scrub = new Option<string[]>("--scrub") { Description = "Do not compare what an expression matches in any string; may be given several times.", HelpName = "NAME=EXPRESSION" };
        var scrubbers = new Option<string>("--scrubbers") { Description = "A file of such rules, 'NAME | PLACE | EXPRESSION' on each line; PLACE is a JSON pointer with * and ?.", HelpName = "FILE" };
        var keep = new Option<string[]>("--keep") { Description = $"Compare what is usually not: {string.Join(", ", Scrubbers.All.Select(static s => s.Name))}, paths; may be given several times.", HelpName = "NAME" };
        keep.AcceptOnlyFromAmong([.. Scrubbers.All.Select(static s => s.Name), "paths"]);
        var strict = new Option<bool>("--strict") { Description = "Compare also where among the answers an event came." };
        var patience = new Option<double>("--patience") { Description = "Seconds to wait for an answer.", HelpName = "SECONDS", DefaultValueFactory = _ => 5 };
        patience.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (> 0 and <= 86400))
                result.AddError("--patience takes more than 0 and at most 86400 seconds.");
        });
        var verb = new Verb(
            "replay",
            "Sends what a transcript's client sent, and compares what comes with what came then.",
            ("localmig replay vm.txt --against reference", "talks to the reference implementation; exit code 1 where an answer or an event differs"),
            ("localmig replay vm.txt --against qemu:/usr/bin/qemu-system-x86_64", "starts a QEMU for each side, with the recorded command line"),
            ("localmig replay pair.txt --against src=qmp:unix:/run/a.qmp --against dst=qmp:unix:/run/b.qmp", "talks to two VMs that run already"),
            ("localmig replay vm.txt --against reference --scrub 'uuid=[0-9a-f]{8}-[0-9a-f-]{27}' --keep versions", "leaves out one thing more and one less"))
        {
            file, against, profile, behaviour, scrub, scrubbers, keep, strict, patience,
        };
        verb.SetAction(line =>
        {
            if (!Read(line.GetValue(file)!, TranscriptReader.Read).TryGet(out Transcript? transcript, out string? problem)
                || !Chosen(line.GetValue(keep) ?? [], line.GetValue(scrub) ?? [], line.GetValue(scrubbers)).TryGet(out List<Scrubber>? chosen, out problem))
                return Refuse(console, problem);
            if (transcript.Problems.Count > 0)
                return Refuse(console, $"{line.GetValue(file)}: {transcript.Problems[0]}");
            QemuGeneration generation = Array.Find(Behaviours, b => b.Name == line.GetValue(behaviour)) is { Name: not null } named ? named.Generation : ReplayTargetSource.GenerationOf(transcript);
            if (!ResultsNames.TryParse(line.GetValue(profile)!, ResultsNames.Of, out Profile form))
                return (int)ExitCode.Usage;
            using ReplayFolder folder = new(transcript);
            if (!ReplayTargetSource.Open(line.GetValue(against)!, folder, form, generation).TryGet(out IReplayTarget? target, out problem))
                return Refuse(console, problem);
            if (folder.Scrubber is { } paths && !(line.GetValue(keep) ?? []).Contains("paths"))
                chosen.Add(paths);
            using (target)
            {
                ReplayResult result = TranscriptReplay.Run(transcript, target, new ReplayOptions
                {
                    Scrubbers = chosen,
                    EventsApart = !line.GetValue(strict),
                    Patience = TimeSpan.FromSeconds(line.GetValue(patience)),
                    Rewrite = folder.Rewrite,
                });
                console.Out.Write(result.ToText());
                return (int)result.ExitCode;
            }
        });
        return verb;
    }

    private static Result<List<Scrubber>, string> Chosen(string[] kept, string[] added, string? file)
    {
        List<Scrubber> chosen = [.. Scrubbers.All.Where(s => !kept.Contains(s.Name))];
        foreach (string option in added)
        {
            if (!ScrubberFile.ReadOption(option).TryGet(out Scrubber? scrubber, out string? problem))
                return $"--scrub: {problem}";
            chosen.Add(scrubber);
        }

        if (file is null)
            return chosen;
        if (!Read(file, ScrubberFile.Read).TryGet(out Result<IReadOnlyList<Scrubber>, string> read, out string? unreadable))
            return unreadable;
        if (!read.TryGet(out IReadOnlyList<Scrubber>? written, out unreadable))
            return $"{file}: {unreadable}";
        chosen.AddRange(written);
        return chosen;
    }

    /// <summary>Reads a file of text.</summary>
    internal static Result<T, string> Read<T>(string path, Func<string, T> read)
    {
        try
        {
            return read(File.ReadAllText(path));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return unreadable.Message;
        }
    }

    private static int Refuse(ToolConsole console, string problem)
    {
        console.Error.WriteLine($"localmig: {problem}");
        return (int)ExitCode.Usage;
    }
}
