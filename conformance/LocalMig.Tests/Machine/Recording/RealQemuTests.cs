using LocalMig.Channels;
using LocalMig.Descriptors;
using LocalMig.Machine.Recording;
using LocalMig.Stream;
using LocalMig.Stream.Analysis;

namespace LocalMig.Tests.Machine.Recording;

/// <summary>What a real QEMU sends is recorded, analysed, and sent to another one, which completes.</summary>
[Collection(nameof(Alone))]
public sealed class RealQemuTests : IDisposable
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(20);
    private static readonly string[] Q35 = ["-machine", "q35", "-accel", "tcg", "-m", "32M"];
    private static readonly string[] Shared =
        ["-machine", "q35,memory-backend=ram0,aux-ram-share=on", "-object", "memory-backend-memfd,id=ram0,size=32M,share=on", "-accel", "tcg", "-m", "32M", "-S"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("localmig-qemu");

    // machine, whether it waits before it runs, return path; the run state that the destination ends in
    public static TheoryData<string[], bool, bool, string> Machines() => new()
    {
        { ["-machine", "none"], false, false, "running" },
        { ["-machine", "none"], false, true, "running" },
        { Q35, true, true, "prelaunch" },
        { Q35, false, false, "running" },
    };

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Machines), DisableDiscoveryEnumeration = true)]
    public void A_stream_of_a_real_QEMU_is_recorded_analysed_and_loaded_by_another(string[] machine, bool paused, bool returnPath, string runState)
    {
        Assert.SkipUnless(File.Exists(RealQemu.Binary), "no real QEMU 11.1.3 here (LOCALMIG_QEMU_11); scripts/install-qemu.sh brings it");
        string[] arguments = paused ? [.. machine, "-S"] : machine;
        var files = new RecordingFiles(At("vm.bin"));
        using (var recording = new RecorderRun(files, new UnixAddress(At("m")), Idle))
        using (RealQemu source = RealQemu.Start(At("src"), arguments))
        {
            if (returnPath)
                source.Execute("migrate-set-capabilities", """{"capabilities": [{"capability": "return-path", "state": true}]}""");
            source.Execute("migrate", $$"""{"uri": "unix:{{At("m")}}"}""");
            Assert.Equal("completed", source.MigrationEnds());
            Assert.Equal("postmigrate", source.RunState());
            RecordingReport received = recording.Result.Value;
            Assert.Equal((null, returnPath), (received.Error, received.ReturnPath));
        }

        StreamReport report = Analyse(files);
        Assert.Equal(StreamKind.Migration, report.Kind);
        using RealQemu destination = RealQemu.Start(At("dst"), [.. arguments, "-incoming", "defer"]);
        destination.Execute("migrate-incoming", $$"""{"uri": "unix:{{At("in")}}"}""");
        SendReport sent = new RecordingPlayer(Idle).Send(files, new UnixAddress(At("in"))).Value;
        Assert.True(sent.Error is null, $"{sent.Error}; {destination.Messages}");
        Assert.Equal(returnPath ? [ReturnPathType.Pong, ReturnPathType.Shut] : [], sent.Messages.Select(message => message.Type));
        Assert.Equal("completed", destination.MigrationEnds());
        Assert.Equal(runState, destination.RunState());
    }

    [Fact]
    public void A_migration_by_CPR_is_recorded_with_its_memory_and_loaded_by_another()
    {
        Assert.SkipUnless(File.Exists(RealQemu.Binary), "no real QEMU 11.1.3 here (LOCALMIG_QEMU_11); scripts/install-qemu.sh brings it");
        var files = new RecordingFiles(At("vm.bin"));
        using (var recording = new RecorderRun(files, new UnixAddress(At("m")), Idle, new UnixAddress(At("c"))))
        using (RealQemu source = RealQemu.Start(At("src"), Shared))
        {
            source.Execute("migrate-set-parameters", """{"mode": "cpr-transfer"}""");
            source.Execute("migrate", $$"""{"channels": [{{Channel("main", "m")}}, {{Channel("cpr", "c")}}]}""");
            Assert.Equal("completed", source.MigrationEnds());
            RecordingReport received = recording.Result.Value;
            Assert.Null(received.Error);
            Assert.Contains("ram0: /memfd:memory-backend-memfd (deleted)", received.Descriptors);
        }

        Analyse(files);
        // The order of the blocks is another one in each run.
        string[] names = [.. RecordedDescriptor.Of(Analyse(files.Cpr), null).Select(descriptor => descriptor.Section)];
        Assert.Equal(6, names.Length);
        Assert.Equal(32 << 20, new FileInfo(files.Cpr.Content(Array.IndexOf(names, "ram0"))).Length);
        using RealQemu destination = RealQemu.Start(At("dst"), [.. Shared, "-incoming", Channel("main", "in"), "-incoming", Channel("cpr", "cin")]);
        destination.Until(() => UnixListener.IsListening(At("cin")));
        SendReport sent = new RecordingPlayer(Idle).Send(files, new UnixAddress(At("in")), new UnixAddress(At("cin"))).Value;
        Assert.True(sent.Error is null, $"{sent.Error}; {destination.Messages}");
        Assert.Equal("completed", destination.MigrationEnds());
        Assert.Equal("prelaunch", destination.RunState());
        Assert.Equal("", destination.Messages);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("zstd")]
    public void A_migration_with_multifd_is_recorded_with_its_side_channels_and_loaded_by_another(string compression)
    {
        Assert.SkipUnless(File.Exists(RealQemu.Binary), "no real QEMU 11.1.3 here (LOCALMIG_QEMU_11); scripts/install-qemu.sh brings it");
        string[] arguments = [.. Q35, "-S"];
        var files = new RecordingFiles(At("vm.bin"));
        using (var recording = new RecorderRun(files, new UnixAddress(At("m")), Idle))
        using (RealQemu source = RealQemu.Start(At("src"), arguments))
        {
            SwitchMultifdOn(source, compression);
            source.Execute("migrate", $$"""{"uri": "unix:{{At("m")}}"}""");
            Assert.Equal("completed", source.MigrationEnds());
            RecordingReport received = recording.Result.Value;
            Assert.Equal((null, 2), (received.Error, received.SideChannels));
        }

        Analyse(files);
        Assert.All([Analyse(files.SideChannel(1)), Analyse(files.SideChannel(2))], static channel => Assert.Equal(StreamKind.Multifd, channel.Kind));
        using RealQemu destination = RealQemu.Start(At("dst"), [.. arguments, "-incoming", "defer"]);
        SwitchMultifdOn(destination, compression);
        destination.Execute("migrate-incoming", $$"""{"uri": "unix:{{At("in")}}"}""");
        SendReport sent = new RecordingPlayer(Idle).Send(files, new UnixAddress(At("in"))).Value;
        Assert.True(sent.Error is null, $"{sent.Error}; {destination.Messages}");
        Assert.Equal("completed", destination.MigrationEnds());
        Assert.Equal("prelaunch", destination.RunState());
    }

    private static void SwitchMultifdOn(RealQemu qemu, string compression)
    {
        qemu.Execute("migrate-set-capabilities", """{"capabilities": [{"capability": "multifd", "state": true}, {"capability": "return-path", "state": true}]}""");
        qemu.Execute("migrate-set-parameters", $$"""{"multifd-compression": "{{compression}}"}""");
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private string Channel(string kind, string name) =>
        $$"""{"channel-type": "{{kind}}", "addr": {"transport": "socket", "type": "unix", "path": "{{At(name)}}"} }""";

    private static StreamReport Analyse(RecordingFiles files)
    {
        using var stream = new FileInput(files.Stream);
        StreamReport report = StreamAnalysis.Analyze(stream, files.ReadLog().Value);
        Assert.True(report.Complete);
        Assert.False(report.HasErrors, string.Join('\n', report.Findings));
        return report;
    }
}
