using LocalMig.Channels;
using LocalMig.Descriptors;
using LocalMig.Devices;
using LocalMig.Machine.Recording;
using LocalMig.Stream;
using LocalMig.Stream.Analysis;
using LocalMig.Tests.Descriptors;
using LocalMig.Tests.Stream;
using LocalMig.Wire;

namespace LocalMig.Tests.Machine.Recording;

/// <summary>Recordings are sent to a recorder: what it kept is what was sent.</summary>
public sealed class RecordingTests : IDisposable
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(20);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("localmig-rec");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("11.1.3-none-unix.bin", false)]
    [InlineData("11.1.3-q35-net-unix-rp.bin", true)]
    [InlineData("11.1.3-q35-ignore-shared.bin", false)]
    [InlineData("7.2.22-q35-net-unix.bin", false)]
    public void A_stream_sent_is_received_byte_for_byte_and_acknowledged(string name, bool returnPath)
    {
        RecordingFiles received = Files("out.bin");
        using var recording = new RecorderRun(received, Unix("s"), Idle);
        SendReport sent = new RecordingPlayer(Idle).Send(new RecordingFiles(StreamFixture.Path(name)), Unix("s")).Value;
        RecordingReport report = recording.Result.Value;
        Assert.Null(sent.Error);
        Assert.Equal((null, returnPath, sent.Length), (report.Error, report.ReturnPath, report.Bytes));
        Assert.Equal(returnPath ? [ReturnPathType.Pong, ReturnPathType.Shut] : [], sent.Messages.Select(message => message.Type));
        Assert.Equal(StreamFixture.Read(name), File.ReadAllBytes(received.Stream));
        Assert.Empty(DescriptorLog.Read(File.ReadAllText(received.Log)).Value.Offsets);
    }

    [Fact]
    public void Over_tcp_it_is_the_same()
    {
        RecordingFiles received = Files("out.bin");
        int port = FreePort();
        var address = new InetAddress("127.0.0.1", port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        using var recording = new RecorderRun(received, address, Idle);
        Assert.Null(new RecordingPlayer(Idle).Send(new RecordingFiles(StreamFixture.Path("11.1.3-none-unix.bin")), address).Value.Error);
        Assert.Null(recording.Result.Value.Error);
        Assert.Equal(StreamFixture.Read("11.1.3-none-unix.bin"), File.ReadAllBytes(received.Stream));
    }

    [Fact]
    public void A_descriptor_rides_on_its_service_byte_and_its_content_is_kept()
    {
        RecordingFiles received = Files("out.bin");
        string content = Path.Combine(_folder.FullName, "content");
        File.WriteAllText(content, "what a memory file holds");
        using var recording = new RecorderRun(received, Unix("s"), Idle);
        var player = new RecordingPlayer(Idle) { Fresh = [new FreshDescriptor("net0", $"memfd:@{content}")] };
        Assert.Null(player.Send(new RecordingFiles(StreamFixture.Path("local-11-return-path.bin")), Unix("s")).Value.Error);
        Assert.Equal(["net0/0/net-tap: /memfd:net0/0/net-tap (deleted)"], recording.Result.Value.Descriptors);
        Assert.Equal([624007L], DescriptorLog.Read(File.ReadAllText(received.Log)).Value.Offsets);
        Assert.Equal("what a memory file holds", File.ReadAllText(received.Content(0)));

        // What was received can be sent again as it is.
        RecordingFiles again = Files("again.bin");
        using var second = new RecorderRun(again, Unix("t"), Idle);
        Assert.Null(new RecordingPlayer(Idle).Send(received, Unix("t")).Value.Error);
        Assert.Null(second.Result.Value.Error);
        Assert.Equal(File.ReadAllBytes(received.Stream), File.ReadAllBytes(again.Stream));
        Assert.Equal("what a memory file holds", File.ReadAllText(again.Content(0)));
    }

    [Fact]
    public void A_tap_stands_in_for_a_descriptor()
    {
        Assert.SkipUnless(NetworkNamespace.IsPermitted(out string reason), $"TAPs are not permitted here: {reason}");
        using NetworkNamespace network = NetworkNamespace.Create().Value;
        RecordingFiles received = Files("out.bin");
        using var recording = new RecorderRun(received, Unix("s"), Idle);
        var player = new RecordingPlayer(Idle) { Fresh = [new FreshDescriptor("net0", "tap:lmtap0")] };
        Assert.Null(network.Run(() => player.Send(new RecordingFiles(StreamFixture.Path("local-11-return-path.bin")), Unix("s"))).Value.Error);
        Assert.Equal(["net0/0/net-tap: /dev/net/tun iff=lmtap0"], recording.Result.Value.Descriptors);
        Assert.False(File.Exists(received.Content(0)));
    }

    [Fact]
    public void A_socket_stands_in_for_a_descriptor()
    {
        using UnixListener behind = UnixListener.Bind(Path.Combine(_folder.FullName, "backend")).Value;
        RecordingFiles received = Files("out.bin");
        using var recording = new RecorderRun(received, Unix("s"), Idle);
        var player = new RecordingPlayer(Idle) { Fresh = [new FreshDescriptor("#0", $"socket:{behind.Path}")] };
        Assert.Null(player.Send(new RecordingFiles(StreamFixture.Path("local-11-return-path.bin")), Unix("s")).Value.Error);
        Assert.StartsWith("net0/0/net-tap: socket:[", Assert.Single(recording.Result.Value.Descriptors), StringComparison.Ordinal);
        Assert.False(File.Exists(received.Content(0)));
    }

    [Fact]
    public void Side_channels_of_multifd_come_along_each_in_a_file_of_its_own()
    {
        RecordingFiles received = Files("out.bin");
        File.WriteAllText(received.SideChannel(3).Stream, "of an earlier recording");
        using var recording = new RecorderRun(received, Unix("s"), Idle);
        var recorded = new RecordingFiles(StreamFixture.Path("local-10-multifd.bin"));
        SendReport sent = new RecordingPlayer(Idle) { Fresh = [new FreshDescriptor("net0", "memfd:64")] }.Send(recorded, Unix("s")).Value;
        RecordingReport report = recording.Result.Value;
        Assert.Equal((null, null, 2), (sent.Error, report.Error, report.SideChannels));
        Assert.Equal(File.ReadAllBytes(recorded.Stream), File.ReadAllBytes(received.Stream));

        // Which of them is accepted first is the system's choice.
        Assert.Equal([received.SideChannel(1).Stream, received.SideChannel(2).Stream], received.SideChannels);
        Assert.Equal(recorded.SideChannels.Select(Hash).Order(StringComparer.Ordinal), received.SideChannels.Select(Hash).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_stream_is_received_from_a_channel_that_is_open_already()
    {
        (UnixChannel ours, UnixChannel theirs) = UnixChannel.Pair();
        using (ours)
        using (theirs)
        {
            RecordingFiles received = Files("out.bin");
            byte[] stream = StreamFixture.Read("11.1.3-none-unix.bin");
            using var recording = new RecorderRun(received, new FdAddress(ours.Fd.Number.ToString(System.Globalization.CultureInfo.InvariantCulture)), Idle);
            Assert.Null(theirs.Send(stream, Deadline.After(Idle, TestContext.Current.CancellationToken)));
            theirs.ShutdownWrite();
            Assert.Equal((null, 0), (recording.Result.Value.Error, recording.Result.Value.SideChannels));
            Assert.Equal(stream, File.ReadAllBytes(received.Stream));
        }
    }

    [Fact]
    public void A_channel_that_is_open_already_takes_no_others()
    {
        var recorded = new RecordingFiles(StreamFixture.Path("local-10-multifd.bin"));
        ParseError error = new RecordingPlayer(Idle) { Fresh = [new FreshDescriptor("net0", "memfd:64")] }.Send(recorded, new FdAddress("0")).Error!;
        Assert.Equal((Errors.ChannelAddress, "fd:0"), (error.Rule, error.Path));
    }

    [Fact]
    public void The_state_of_cpr_goes_ahead_with_the_content_of_its_memory_files()
    {
        RecordingFiles recorded = Files("vm.bin");
        File.Copy(StreamFixture.Path("11.1.3-cpr-main-plain.bin"), recorded.Stream);
        File.Copy(StreamFixture.Path("11.1.3-cpr-state-plain.bin"), recorded.Cpr.Stream);
        Directory.CreateDirectory(recorded.Cpr.Contents);
        for (int i = 0; i < 6; i++)
            File.WriteAllText(recorded.Cpr.Content(i), $"memory {i}");

        RecordingFiles received = Files("out.bin");
        using var recording = new RecorderRun(received, Unix("main"), Idle, Unix("cpr"));
        Assert.Null(new RecordingPlayer(Idle).Send(recorded, Unix("main"), Unix("cpr")).Value.Error);
        RecordingReport report = recording.Result.Value;
        Assert.Null(report.Error);
        Assert.Contains("ram0: /memfd:ram0 (deleted)", report.Descriptors);
        Assert.Equal(File.ReadAllBytes(recorded.Stream), File.ReadAllBytes(received.Stream));
        Assert.Equal(File.ReadAllBytes(recorded.Cpr.Stream), File.ReadAllBytes(received.Cpr.Stream));
        Assert.Equal(Enumerable.Range(0, 6).Select(i => $"memory {i}"), Enumerable.Range(0, 6).Select(i => File.ReadAllText(received.Cpr.Content(i))));
        Assert.Equal(6, DescriptorLog.Read(File.ReadAllText(received.Cpr.Log)).Value.Offsets.Count);
    }

    [Fact]
    public void A_stream_that_is_cut_is_refused_and_says_where_it_ends()
    {
        string cut = Path.Combine(_folder.FullName, "cut.bin");
        File.WriteAllBytes(cut, StreamFixture.Read("11.1.3-q35-net-unix-rp.bin").AsSpan(0, 500000).ToArray());
        using var recording = new RecorderRun(Files("out.bin"), Unix("s"), Idle);
        using (UnixChannel channel = UnixChannel.Connect(Path.Combine(_folder.FullName, "s"), Soon.Deadline).Value)
        {
            Assert.Null(channel.Send(File.ReadAllBytes(cut), Soon.Deadline));
            channel.ShutdownWrite();
            using var reader = new ChannelReader(channel) { Deadline = Soon.Deadline };
            var answers = new ReturnPathReader(new ChannelInput(reader));
            Assert.Equal(ReturnPathType.Pong, answers.Read().Value!.Type);
            Assert.Equal((ReturnPathType.Shut, 1u), (answers.Read().Value!.Type, 1u));
        }

        ParseError error = recording.Result.Value.Error!;
        Assert.Equal((Errors.Truncated, 500000L), (error.Rule, error.Offset));
    }

    [Fact]
    public void A_stream_that_cannot_be_followed_is_refused_and_recorded_whole()
    {
        byte[] stream = StreamFixture.Read("11.1.3-q35-net-unix-rp.bin");
        stream[0x50] ^= 0xff; // a page's word
        string strange = Path.Combine(_folder.FullName, "strange.bin");
        File.WriteAllBytes(strange, stream);
        RecordingFiles received = Files("out.bin");
        using var recording = new RecorderRun(received, Unix("s"), Idle);
        SendReport sent = new RecordingPlayer(Idle).Send(new RecordingFiles(strange), Unix("s")).Value;
        Assert.Equal(Errors.StreamRefused, sent.Error!.Rule);
        Assert.NotNull(recording.Result.Value.Error);
        Assert.Equal(stream[..(int)sent.Sent], File.ReadAllBytes(received.Stream));
    }

    [Fact]
    public void A_destination_that_refuses_is_an_error_at_the_byte_where_it_did()
    {
        using UnixListener listener = UnixListener.Bind(Path.Combine(_folder.FullName, "s")).Value;
        var refuser = new Thread(() =>
        {
            using UnixChannel channel = listener.Accept(Soon.Deadline).Value;
            using var reader = new ChannelReader(channel) { Deadline = Soon.Deadline };
            Assert.True(reader.Skip(600000));
            channel.Send([0, 1, 0, 4, 0, 0, 0, 1], Soon.Deadline);
        });
        refuser.Start();
        SendReport report = new RecordingPlayer(Idle) { Fresh = [new FreshDescriptor("net0", "memfd:1")] }
            .Send(new RecordingFiles(StreamFixture.Path("local-11-return-path.bin")), Unix("s")).Value;
        refuser.Join();
        Assert.Equal(Errors.StreamRefused, report.Error!.Rule);
        Assert.InRange(report.Error.Offset, 600000, 757158);
        Assert.Equal("the destination said that it failed, with status 1", report.Error.Detail);
        Assert.Equal(ReturnPathType.Shut, report.Messages[^1].Type);
    }

    [Theory]
    [InlineData("net0=memfd:1", "net0/0=memfd:1", "two stand in for this descriptor")]
    [InlineData("net0=memfd:1", "net1=memfd:1", "the stream has no such descriptor")]
    [InlineData("net0=memfd:1", "#1=memfd:1", "the stream has no such descriptor")]
    public void What_stands_in_must_stand_in_for_one_each(string first, string second, string detail)
    {
        var player = new RecordingPlayer(Idle) { Fresh = [FreshDescriptor.Parse(first)!, FreshDescriptor.Parse(second)!] };
        ParseError error = player.Send(new RecordingFiles(StreamFixture.Path("local-11-return-path.bin")), Unix("nobody")).Error!;
        Assert.Equal((Errors.StreamFreshDescriptor, detail), (error.Rule, error.Detail));
    }

    [Theory]
    [InlineData("memfd:many")]
    [InlineData("memfd:@/nonexistent/file")]
    [InlineData("socket:/nonexistent/socket")]
    [InlineData("pipe:1")]
    [InlineData("")]
    public void A_backend_that_cannot_be_opened_is_an_error(string backend)
    {
        var player = new RecordingPlayer(Idle) { Fresh = [new FreshDescriptor("net0", backend)] };
        Assert.False(player.Send(new RecordingFiles(StreamFixture.Path("local-11-return-path.bin")), Unix("nobody")).IsOk);
    }

    // A destination that looks at the magic would never see past such a message.
    [Fact]
    public void No_descriptor_rides_on_the_first_four_bytes()
    {
        string stream = Path.Combine(_folder.FullName, "early.bin");
        File.WriteAllBytes(stream, StreamFixture.Read("11.1.3-none-unix.bin"));
        using UnixListener listener = UnixListener.Bind(Path.Combine(_folder.FullName, "s")).Value;
        var player = new RecordingPlayer(Idle) { Fresh = [new FreshDescriptor("#0", "memfd:1")], Log = new DescriptorLog([3]) };
        ParseError? error = null;
        var sender = new Thread(() => error = player.Send(new RecordingFiles(stream), Unix("s")).Value.Error);
        sender.Start();
        listener.Accept(Soon.Deadline).Value.Dispose();
        sender.Join();
        Assert.Equal((Errors.StreamStrayDescriptor, 3L), (error!.Rule, error.Offset));
    }

    [Fact]
    public void Queues_of_a_tap_are_named_by_their_netdev()
    {
        StreamReport report = StreamAnalysis.Analyze(StreamFixture.Read("local-11-return-path.bin"));
        RecordedDescriptor tap = Assert.Single(RecordedDescriptor.Of(report, null));
        Assert.Equal("net0/0/net-tap.fd", tap.Name);
        Assert.All(["net0", "net0/0", "net0/0/net-tap", "net0/0/net-tap.fd"], name => Assert.True(tap.Is(name)));
        Assert.All(["net", "net0/1", "fd", ""], name => Assert.False(tap.Is(name)));
    }

    // In the inline form nothing but the log tells where a descriptor rode.
    [Fact]
    public void A_log_tells_of_descriptors_that_no_field_is_known_for()
    {
        StreamReport report = StreamAnalysis.Analyze(StreamFixture.Read("11.1.3-q35-net-unix-rp.bin"));
        long offset = report.Sections("0000:00:01.0/virtio-net").Single().Offset + 100;
        Assert.Equal([new RecordedDescriptor(offset, "0000:00:01.0/virtio-net", "")], RecordedDescriptor.Of(report, new DescriptorLog([offset])));
    }

    private static string Hash(string file) => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)));

    private RecordingFiles Files(string name) => new(Path.Combine(_folder.FullName, name));

    private UnixAddress Unix(string name) => new(Path.Combine(_folder.FullName, name));

    private static int FreePort()
    {
        using NetworkListener listener = NetworkListener.BindTcp("127.0.0.1", "0", TcpOptions.None).Value;
        return int.Parse(listener.Addresses[0].Port, System.Globalization.CultureInfo.InvariantCulture);
    }
}
