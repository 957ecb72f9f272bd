using System.CommandLine;
using LocalMig.Channels;
using LocalMig.Machine.Recording;
using LocalMig.Suite;
using LocalMig.Wire;

namespace LocalMig.Tool.Verbs;

/// <summary><c>localmig receive</c>: records a migration from any source.</summary>
internal static class ReceiveVerb
{
    /// <summary>The verb with its options.</summary>
    public static Verb Create(ToolConsole console)
    {
        var file = new Argument<string>("FILE") { Description = "The file for the stream; the descriptor log (.log), the content of memory files (.fds) and side channels of multifd (.conn1.bin) stand beside it." };
        var listen = new Option<string>("--listen") { Description = "Where the source connects: unix:PATH, tcp:HOST:PORT, vsock:CID:PORT, or fd:NUMBER (fd:0 for standard input).", HelpName = "URI", Required = true };
        var cpr = new Option<string?>("--cpr") { Description = "Where it connects before with the state of mode cpr-transfer: unix:PATH.", HelpName = "URI" };
        var acknowledge = new Option<bool>("--switchover-ack") { Description = "Say that the switchover may happen, for a source with that capability." };
        Option<double> timeout = ChannelOptions.Timeout();
        var verb = new Verb(
            "receive",
            "Records a migration from any source into a file and a descriptor log, and tells the source that all is well. Says 'ready' when it listens. Exit code 0 where the stream is whole, 1 where it is not, 3 where nothing came.",
            ("localmig receive vm.bin --listen unix:/run/vm.sock", "records a stream, its descriptors in vm.log"),
            ("localmig receive vm.bin --listen unix:/run/vm.sock --cpr unix:/run/cpr.sock", "records a migration of mode cpr-transfer: vm.bin, the state in vm.cpr.bin, memory in vm.cpr.fds"))
        {
            file, listen, cpr, acknowledge, timeout,
        };
        verb.SetAction(line =>
        {
            if (!ChannelOptions.TryParse(line.GetValue(listen), ChannelSide.Destination, console, out MigrationAddress? main)
                || !ChannelOptions.TryParse(line.GetValue(cpr), ChannelSide.Destination, console, out MigrationAddress? ahead))
                return (int)ExitCode.Usage;
            return ChannelOptions.Run(console, end =>
            {
                var files = new RecordingFiles(line.GetValue(file)!);
                var recorder = new StreamRecorder(files, TimeSpan.FromSeconds(line.GetValue(timeout))) { AcknowledgeSwitchover = line.GetValue(acknowledge), Cancellation = end };
                if (!recorder.Receive(main!, ahead, console.Ready).TryGet(out RecordingReport? report, out ParseError? error))
                    return error;
                RecordingText.Write(report, files, console.Out);
                return report.Error is null ? ExitCode.Passed : ExitCode.Failed;
            });
        });
        return verb;
    }
}
