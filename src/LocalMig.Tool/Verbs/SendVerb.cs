using System.CommandLine;
using LocalMig.Channels;
using LocalMig.Machine.Recording;
using LocalMig.Stream;
using LocalMig.Suite;
using LocalMig.Wire;

namespace LocalMig.Tool.Verbs;

/// <summary><c>localmig send</c>: sends a recorded migration to any destination.</summary>
internal static class SendVerb
{
    /// <summary>The verb with its options.</summary>
    public static Verb Create(ToolConsole console)
    {
        var file = new Argument<string>("FILE") { Description = "A recorded stream, or the state of mode cpr-transfer. Side channels of multifd that stand beside it (.conn1.bin) go along." };
        var connect = new Option<string>("--connect") { Description = "Where the destination listens: unix:PATH, tcp:HOST:PORT, vsock:CID:PORT, or fd:NUMBER.", HelpName = "URI", Required = true };
        var cpr = new Option<string?>("--cpr") { Description = "Where it listens for the state of mode cpr-transfer, which goes before.", HelpName = "URI" };
        var fds = new Option<string[]>("--fd") { Description = "What stands in for a descriptor, as NAME=tap:INTERFACE, socket:PATH, memfd:SIZE or memfd:@FILE. NAME is a section (net0/0/net-tap), what it begins with (net0), or #N, the descriptor after N others. Without it: content kept beside the file.", HelpName = "NAME=BACKEND" };
        var log = new Option<string?>("--log") { Description = "Where descriptors rode; by default the .log beside the file.", HelpName = "FILE" };
        Option<double> timeout = ChannelOptions.Timeout();
        var verb = new Verb(
            "send",
            "Sends a recorded stream to any destination, each descriptor on its service byte, and tells what the destination says. Exit code 0 where all was sent and the destination did not object, 1 where it did, 2 where a descriptor lacks what stands in for it, 3 where nothing could be sent.",
            ("localmig send vm.bin --connect unix:/run/in.sock", "sends a stream to a destination started with -incoming unix:/run/in.sock"),
            ("localmig send vm.bin --connect unix:/run/in.sock --fd net0=tap:tap0", "sends one with a descriptor for each queue of a TAP"))
        {
            file, connect, cpr, fds, log, timeout,
        };
        verb.SetAction(line =>
        {
            if (!ChannelOptions.TryParse(line.GetValue(connect), ChannelSide.Source, console, out MigrationAddress? main)
                || !ChannelOptions.TryParse(line.GetValue(cpr), ChannelSide.Source, console, out MigrationAddress? ahead))
                return (int)ExitCode.Usage;
            FreshDescriptor?[] fresh = [.. (line.GetValue(fds) ?? []).Select(FreshDescriptor.Parse)];
            if (fresh.Contains(null))
            {
                console.Say("--fd takes NAME=BACKEND");
                return (int)ExitCode.Usage;
            }

            return ChannelOptions.Run(console, end =>
            {
                DescriptorLog? recorded = null;
                if (line.GetValue(log) is string path && !DescriptorLog.Read(File.ReadAllText(path)).TryGet(out recorded, out ParseError? error))
                    return error;
                var player = new RecordingPlayer(TimeSpan.FromSeconds(line.GetValue(timeout))) { Fresh = [.. fresh.OfType<FreshDescriptor>()], Log = recorded, Cancellation = end };
                if (!player.Send(new RecordingFiles(line.GetValue(file)!), main!, ahead).TryGet(out SendReport? report, out error))
                    return error;
                RecordingText.Write(report, console.Out);
                return report.Error is null ? ExitCode.Passed : ExitCode.Failed;
            });
        });
        return verb;
    }
}
