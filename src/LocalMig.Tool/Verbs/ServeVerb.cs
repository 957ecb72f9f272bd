using System.CommandLine;
using LocalMig.Machine;
using LocalMig.Parameters;
using LocalMig.Suite;
using LocalMig.Suite.Faults;
using LocalMig.Suite.Reports;

namespace LocalMig.Tool.Verbs;

/// <summary><c>localmig serve</c>: runs one reference VM until it quits.</summary>
internal static class ServeVerb
{
    /// <summary>The verb with its options.</summary>
    public static Verb Create(ToolConsole console)
    {
        var qmp = new Option<string>("--qmp") { Description = "The Unix socket that the monitor listens on; removed at the end.", HelpName = "PATH", Required = true };
        var profile = new Option<string>("--profile") { Description = "The form of the feature.", HelpName = "proposal|v16|upstream", DefaultValueFactory = _ => "proposal" };
        profile.AcceptOnlyFromAmong([.. Enum.GetValues<Profile>().Select(ResultsNames.Of)]);
        var incoming = new Option<string>("--incoming") { Description = "Wait for a migration: 'defer', or where to listen (unix:PATH).", HelpName = "URI" };
        var paused = new Option<bool>("--paused", "-S") { Description = "Do not run before 'cont'." };
        var name = new Option<string>("--name") { Description = "The VM's name, for query-name.", HelpName = "NAME" };
        var memory = new Option<long>("--memory", "-m") { Description = "Bytes of guest memory, whole pages of 4096.", HelpName = "BYTES", DefaultValueFactory = _ => 1 << 20 };
        memory.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<long>() is < 4096 or > 1L << 40 || result.GetValueOrDefault<long>() % 4096 != 0)
                result.AddError("--memory takes whole pages of 4096 bytes, one at least.");
        });
        Option<string> fault = FaultOption.Create();
        var verb = new Verb(
            "serve",
            "Runs one VM of the reference implementation, with a monitor on a Unix socket, until it quits.",
            ("localmig serve --qmp /tmp/src.qmp", "a VM that runs; says 'ready' when its monitor listens"),
            ("localmig serve --qmp /tmp/dst.qmp --incoming defer --profile upstream", "a VM that waits for migrate-incoming, in the queued form"))
        {
            qmp, profile, incoming, paused, name, memory, fault,
        };
        verb.SetAction(line =>
        {
            if (!ResultsNames.TryParse(line.GetValue(profile)!, ResultsNames.Of, out Profile form))
                return (int)ExitCode.Usage;
            return Run(console, line.GetValue(qmp)!, FaultOption.Of(line.GetValue(fault)), new VmOptions
            {
                Profile = form,
                Incoming = line.GetValue(incoming),
                Paused = line.GetValue(paused),
                Name = line.GetValue(name),
                RamSize = line.GetValue(memory),
            });
        });
        return verb;
    }

    private static int Run(ToolConsole console, string qmpPath, Fault? fault, VmOptions options)
    {
        using var end = new EndBySignal();
        LoadedProgram.Load();
        VmSeams seams = fault?.Seams(VmSeams.Default, options) ?? VmSeams.Default;
        if (!VmServer.Start(options, qmpPath, seams with { Warn = console.Say }).TryGet(out VmServer? server, out var error))
        {
            console.Say(error.Desc);
            return 1;
        }

        using (server)
        {
            console.Ready();
            return server.WaitForExit(end.Token);
        }
    }
}
