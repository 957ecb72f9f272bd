using LocalMig.Machine;
using LocalMig.Parameters;
using LocalMig.Qmp;
using LocalMig.Suite;
using LocalMig.Suite.Replay;
using LocalMig.Tests.Parameters;
using LocalMig.Tests.Snapshots;

namespace LocalMig.Tests.Suite.Replay;

public sealed class TranscriptReplayTests
{
    private const string Start = """
        #! localmig transcript 1
        vm $ qemu-system-x86_64 -M none -qmp unix:/run/vm/q.sock,server=on,wait=off -S
        vm <- {"QMP": {"version": {"qemu": {"micro": 3, "minor": 1, "major": 11}, "package": "elsewhere"}, "capabilities": ["oob"]}}
        vm -> {"execute": "qmp_capabilities"}
        vm <- {"return": {}}

        """;

    private static readonly ReplayOptions Patient = new() { EventsApart = true, Patience = TimeSpan.FromSeconds(60), Settle = TimeSpan.Zero };

    [Fact]
    public void The_report_shows_each_place_that_differs_and_what_was_not_compared()
    {
        ReplayResult result = OnReference("""
            vm -> {"execute": "query-status"}
            vm <- {"return": {"status": "paused", "running": true}}
            vm -> {"execute": "cont"}
            vm <- {"timestamp": {"seconds": 1, "microseconds": 2}, "event": "RESUME"}
            vm <- {"return": {}}
            vm -> {"execute": "stop"}
            vm <- {"timestamp": {"seconds": 1, "microseconds": 2}, "event": "STOP"}
            vm <- {"return": {}}
            vm -> {"execute": "nosuch"}
            vm <- {"error": {"class": "GenericError", "desc": "The command nosuch has not been found"}}
            vm -> {"execute": "query-version", "id": "x"}
            vm <- {"return": {"qemu": {"micro": 9, "minor": 9, "major": 9}, "package": "mine"}, "id": "x"}
            vm -> {"execute": "quit"}
            vm <- {"return": {}}
            vm <- {"timestamp": {"seconds": 1, "microseconds": 2}, "event": "POWERDOWN"}
            vm <- {"timestamp": {"seconds": 1, "microseconds": 2}, "event": "RESET"}
            vm !! eof

            """);
        Assert.Equal(ExitCode.Failed, result.ExitCode);
        Snapshot.Verify(result.ToText());
    }

    [Fact]
    public void An_event_may_come_before_or_after_an_answer_unless_its_place_is_compared()
    {
        const string Rows = """
            vm -> {"execute": "cont"}
            vm <- {"return": {}}
            vm <- {"timestamp": {"seconds": 1, "microseconds": 2}, "event": "RESUME"}

            """;
        Assert.Equal(ExitCode.Passed, OnReference(Rows).ExitCode);
        Assert.Equal(ExitCode.Failed, OnReference(Rows, Patient with { EventsApart = false }).ExitCode);
    }

    [Fact]
    public void Two_sides_migrate_as_they_did()
    {
        Transcript recorded = TranscriptReader.Read(Fixture.Text("transcripts/qemu-11.1.3/B11-10-success.txt"));
        ReplayResult result = OnReference(recorded, Patient);
        // What the recorder asked while the migration ran has the answer of that moment.
        const int WhileItRan = 27;
        Assert.Equal("", string.Join('\n', result.Answers.Where(static a => !a.IsSame && a.Line != WhileItRan)));
        Assert.InRange(result.Answers.Count, 40, 60);
    }

    [Fact]
    public void What_is_in_our_notation_replays_as_what_it_was_made_from()
    {
        string own = TranscriptWriter.Write(TranscriptReader.Read(Fixture.Text("transcripts/qemu-11.1.3/A11-07-migrate-capabilities.txt")));
        ReplayResult result = OnReference(TranscriptReader.Read(own), Patient);
        Assert.Equal("", string.Join('\n', result.Answers.Where(static a => !a.IsSame)));
        Assert.InRange(result.Answers.Count, 70, 90);
    }

    [Fact]
    public void A_machine_that_the_target_cannot_start_is_skipped_with_its_reason_and_nothing_is_judged()
    {
        ReplayResult result = OnReference(TranscriptReader.Read(Fixture.Text("transcripts/qemu-11.1.3/C11-return-path-failure.txt")), Patient);
        Assert.Equal(ExitCode.NothingJudged, result.ExitCode);
        Assert.Equal("src: the reference starts no machine with -device virtio-rng-pci", Assert.Single(result.Skipped).Reason);
        Assert.EndsWith("nothing was compared, 18 skipped\n", result.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_input_that_the_recorder_shortened_is_skipped_and_the_rest_is_not()
    {
        ReplayResult result = OnReference(TranscriptReader.Read("""
            $ qemu-system-x86_64 -M none -S
            <- {"QMP": {"version": {"qemu": {"micro": 3, "minor": 1, "major": 11}, "package": ""}, "capabilities": ["oob"]}}\r\n
            -> [[[[...[2049 bytes]
            <- {"error": {"class": "GenericError", "desc": "JSON parse error, JSON nesting depth limit exceeded"}}\r\n
            -> {"execute":"qmp_capabilities"}\n
            <- {"return": {}}\r\n
            """), Patient);
        Assert.Equal((ExitCode.Passed, 2), (result.ExitCode, result.Answers.Count));
        Assert.Equal("skipped: lines 3 to 4 (1 answer): 2049 bytes were sent, and the recording holds only the first 4", Assert.Single(result.Skipped).ToString());
    }

    [Fact]
    public void A_monitor_of_somebody_else_stands_for_one_process_of_each_side_that_it_is_named_for()
    {
        using ReplayFolder folder = new(TranscriptReader.Read(Start));
        using VmServer vm = VmServer.Start(new VmOptions { Paused = true }, Path.Combine(folder.Path, "vm.qmp")).Value;
        using QmpReplayTarget target = new(new Dictionary<string, string>(StringComparer.Ordinal) { ["vm"] = vm.QmpPath });
        ReplayResult result = TranscriptReplay.Run(TranscriptReader.Read(Start + Start[Start.IndexOf("vm $", StringComparison.Ordinal)..] + """
            other <- {"QMP": {}}

            """), target, Patient);
        Assert.Equal((2, 2), (result.Same, result.Answers.Count));
        Assert.Equal(
            ["vm: the recording starts a new process, and the VM behind a monitor is somebody else's"],
            result.Skipped.Select(static s => s.Reason));
    }

    [Fact]
    public void A_target_that_is_not_there_is_a_broken_run()
    {
        using QmpReplayTarget target = new(new Dictionary<string, string>(StringComparer.Ordinal) { [""] = "/nonexistent/vm.qmp" });
        Assert.Equal(ExitCode.Broken, TranscriptReplay.Run(TranscriptReader.Read(Start), target, Patient).ExitCode);
    }

    private static ReplayResult OnReference(string rows, ReplayOptions? options = null) => OnReference(TranscriptReader.Read(Start + rows), options ?? Patient);

    private static ReplayResult OnReference(Transcript transcript, ReplayOptions options)
    {
        Assert.Empty(transcript.Problems);
        using ReplayFolder folder = new(transcript);
        using ReferenceReplayTarget target = new(folder, Profile.Upstream, ReplayTargetSource.GenerationOf(transcript));
        Scrubber[] scrubbers = folder.Scrubber is { } paths ? [.. options.Scrubbers, paths] : [.. options.Scrubbers];
        return TranscriptReplay.Run(transcript, target, options with { Rewrite = folder.Rewrite, Scrubbers = scrubbers });
    }
}
