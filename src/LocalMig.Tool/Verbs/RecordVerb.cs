using System.CommandLine;
using LocalMig.Descriptors;
using LocalMig.Qmp;
using LocalMig.Suite;
using LocalMig.Wire;

namespace LocalMig.Tool.Verbs;

/// <summary><c>localmig record</c>: writes down a conversation that goes through it.</summary>
internal static class RecordVerb
{
    /// <summary>The verb with its parts.</summary>
    public static Verb Create(ToolConsole console) => new(
        "record",
        "Writes a transcript of what a client and a monitor say to each other.",
        ("localmig record qmp --listen unix:/tmp/tap.qmp --connect unix:/run/vm.qmp --out vm.txt", "clients of /tmp/tap.qmp talk to /run/vm.qmp, one after the other, until it is interrupted; then 'replay' and 'transcript check' take vm.txt"))
    {
        Qmp(console),
    };

    private static Command Qmp(ToolConsole console)
    {
        Option<string> listen = Socket("--listen", "The socket that clients connect to; removed at the end.");
        Option<string> connect = Socket("--connect", "The socket that the monitor listens on.");
        var file = new Option<string>("--out") { Description = "The transcript; what it held before is gone.", HelpName = "FILE", Required = true };
        var side = new Option<string>("--side") { Description = "What the transcript calls the monitor: 'src', 'dst'.", HelpName = "NAME", DefaultValueFactory = _ => "vm" };
        side.Validators.Add(result =>
        {
            if (!TranscriptWriter.IsSide(result.GetValueOrDefault<string>()))
                result.AddError("--side takes letters, digits, '-', '_' and '.'.");
        });
        var noTimes = new Option<bool>("--no-times") { Description = "Leave out the time of each line, so that two recordings can be compared." };
        var once = new Option<bool>("--once") { Description = "End after the first client." };
        var qmp = new Command("qmp", "Sits between clients and a monitor, passes bytes and descriptors on unchanged, and writes them down.")
        {
            listen, connect, file, side, noTimes, once,
        };
        qmp.SetAction(line => Run(
            console, Path(line.GetValue(listen)), Path(line.GetValue(connect)), line.GetValue(file)!, line.GetValue(once),
            (listener, monitor, transcript) => new QmpRecorder(listener, monitor, transcript, line.GetValue(side)!, !line.GetValue(noTimes))));
        return qmp;
    }

    private static int Run(
        ToolConsole console, string listen, string connect, string file, bool once, Func<UnixListener, string, TranscriptWriter, QmpRecorder> make)
    {
        StreamWriter output;
        try
        {
            output = new StreamWriter(file) { NewLine = "\n" };
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            console.Error.WriteLine($"localmig: {failed.Message}");
            return (int)ExitCode.Usage;
        }

        using (output)
        {
            if (!UnixListener.Bind(listen).TryGet(out UnixListener? listener, out ParseError? error))
            {
                console.Error.WriteLine($"localmig: {error}");
                return (int)ExitCode.Usage;
            }

            using QmpRecorder recorder = make(listener, connect, new TranscriptWriter(output));
            using var end = new EndBySignal();
            console.Out.WriteLine("ready");
            console.Out.Flush();
            if (recorder.Run(once, end.Token) is { } problem)
            {
                console.Error.WriteLine($"localmig: {problem}");
                return (int)ExitCode.Broken;
            }

            console.Error.WriteLine($"localmig: {recorder.Clients} {(recorder.Clients == 1 ? "client" : "clients")}");
            return (int)(recorder.Clients == 0 ? ExitCode.NothingJudged : ExitCode.Passed);
        }
    }

    private static Option<string> Socket(string name, string description)
    {
        var option = new Option<string>(name) { Description = description, HelpName = "unix:PATH", Required = true };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is not ['u', 'n', 'i', 'x', ':', _, ..])
                result.AddError($"{name} takes unix:PATH.");
        });
        return option;
    }

    private static string Path(string? address) => address!["unix:".Length..];
}
