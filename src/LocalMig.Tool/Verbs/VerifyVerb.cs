using System.CommandLine;
using LocalMig.Parameters;
using LocalMig.Spec;
using LocalMig.Suite;
using LocalMig.Suite.Faults;
using LocalMig.Suite.Reports;
using LocalMig.Suite.Targets;
using LocalMig.Tool.Verify;

namespace LocalMig.Tool.Verbs;

/// <summary><c>localmig verify</c>: runs cases against a target.</summary>
internal static class VerifyVerb
{
    /// <summary>The verb with its options.</summary>
    public static Verb Create(ToolConsole console)
    {
        var target = new Argument<string>("TARGET")
        {
            Description = $"What to judge: {TargetSource.Forms}.",
            DefaultValueFactory = _ => "reference",
        };
        Option<string> profile = Names<Profile>("--profile", "The form of the feature; default: what the target shows, else 'proposal'.", ResultsNames.Of);
        Option<string> level = Names<Level>("--level", "Judge only requirements at least as binding.", ResultsNames.Of);
        var filter = new Option<string[]>("--filter") { Description = "Run only cases whose id, group or requirement matches this pattern (* and ?); may be given several times.", HelpName = "GLOB" };
        var list = new Option<bool>("--list") { Description = "List the cases instead of running them." };
        var json = new Option<bool>("--json") { Description = "Print JSON instead of text." };
        var report = new Option<string>("--report") { Description = "Write report.txt, results.json and junit.xml into this folder.", HelpName = "DIR" };
        var seed = new Option<ulong>("--seed") { Description = "What all chance comes from; the same seed gives the same run.", HelpName = "N", DefaultValueFactory = _ => 1 };
        var jobs = new Option<int?>("--jobs", "-j") { Description = "Processes to run the cases in; default: one for each processor where the target starts VMs of its own, else 1.", HelpName = "N" };
        var timeout = new Option<double>("--timeout") { Description = "Seconds that one case may take.", HelpName = "SECONDS", DefaultValueFactory = _ => 30 };
        var shard = new Option<Shard>("--shard")
        {
            Description = "Run only part I of N of the cases.",
            HelpName = "I/N",
            DefaultValueFactory = _ => Shard.Whole,
            CustomParser = result =>
            {
                if (!Shard.TryParse(result.Tokens[0].Value, out Shard part))
                    result.AddError($"'{result.Tokens[0].Value}' is no part such as 2/8.");
                return part;
            },
        };
        Option<string> fault = FaultOption.Create();
        var destructive = new Option<bool>("--destructive") { Description = "Also run cases that change a VM somebody else started (qmp:unix:PATH): its parameters are set, and set back; it is stopped and continued. It is never ended." };
        var listFaults = new Option<bool>("--list-faults") { Description = "List the faults that can be switched on, instead of running." };
        var verbose = new Option<bool>("--verbose", "-v") { Description = "Print what went over the wires of every case." };
        var quiet = new Option<bool>("--quiet", "-q") { Description = "Print nothing: the exit code and the reports say it." };
        jobs.Validators.Add(result => Check(result.GetValueOrDefault<int?>() is null or (>= 1 and <= 256), "--jobs takes 1 to 256.", result.AddError));
        timeout.Validators.Add(result => Check(result.GetValueOrDefault<double>() is > 0 and <= 86400, "--timeout takes more than 0 and at most 86400 seconds.", result.AddError));

        var verb = new Verb(
            "verify",
            "Judges a target requirement by requirement.",
            ("localmig verify", "judges the reference implementation in the profile 'proposal'"),
            ("localmig verify --profile upstream --level must --report out", "judges only what is mandatory in the queued form, and leaves reports for CI in out/"),
            ("localmig verify --filter 'CHANNEL/*' -v", "runs the cases about channels and shows what went over the wires"),
            ("localmig verify transcript:session.txt", "judges a recorded session by the evidence that it holds"),
            ("localmig verify qmp:unix:/run/vm.qmp --destructive", "judges the monitor of a VM that may be changed for it"),
            ("localmig verify reference --fault service-byte-zero", "judges a reference with one deviation, and fails by its requirement"),
            ("localmig verify --list --json", "lists the cases and their requirements as data"))
        {
            target, profile, level, filter, list, json, report, seed, jobs, timeout, shard, destructive, fault, listFaults, verbose, quiet,
        };
        verb.Validators.Add(result => Check(
            !result.GetValue(destructive) || result.GetResult(jobs)?.GetValueOrDefault<int>() is null or 1, "--destructive takes no --jobs: there is one VM.", result.AddError));
        verb.SetAction(line =>
        {
            if (line.GetValue(listFaults))
                return (int)FaultOption.List(console);
            Fault? deviation = FaultOption.Of(line.GetValue(fault));
            var session = new VerifySession(console, name => TargetSource.Open(name, ThisProgram.Command, deviation, line.GetValue(destructive)), Suite.Cases.CaseList.All);
            return (int)session.Run(new VerifyArguments
            {
                Target = line.GetValue(target)!,
                Options = new RunOptions
                {
                    Profile = Value(line.GetValue(profile), ResultsNames.Of, out Profile p) ? p : null,
                    Level = Value(line.GetValue(level), ResultsNames.Of, out Level l) ? l : Level.May,
                    Filters = [.. (line.GetValue(filter) ?? []).Select(text => new Glob(text))],
                    Seed = line.GetValue(seed),
                    Shard = line.GetValue(shard),
                    Timeout = TimeSpan.FromSeconds(line.GetValue(timeout)),
                },
                List = line.GetValue(list),
                Json = line.GetValue(json),
                Report = line.GetValue(report),
                Jobs = line.GetValue(jobs),
                Verbose = line.GetValue(verbose),
                Quiet = line.GetValue(quiet),
                Fault = line.GetValue(fault),
                Destructive = line.GetValue(destructive),
            });
        });
        return verb;
    }

    private static Option<string> Names<T>(string name, string description, Func<T, string> nameOf)
        where T : struct, Enum
    {
        string[] names = [.. Enum.GetValues<T>().Select(nameOf)];
        var option = new Option<string>(name) { Description = description, HelpName = string.Join('|', names) };
        option.AcceptOnlyFromAmong(names);
        return option;
    }

    private static bool Value<T>(string? name, Func<T, string> nameOf, out T value)
        where T : struct, Enum
    {
        value = default;
        return name is not null && ResultsNames.TryParse(name, nameOf, out value);
    }

    private static void Check(bool holds, string message, Action<string> addError)
    {
        if (!holds)
            addError(message);
    }
}
