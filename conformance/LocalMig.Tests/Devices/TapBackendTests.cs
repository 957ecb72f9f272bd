using System.Buffers.Binary;
using LocalMig.Descriptors;
using LocalMig.Devices;
using LocalMig.Tests.Descriptors;
using LocalMig.Wire;

namespace LocalMig.Tests.Devices;

public sealed class TapBackendTests : IDisposable
{
    private readonly NetworkNamespace _network;

    public TapBackendTests()
    {
        Assert.SkipUnless(NetworkNamespace.IsPermitted(out string reason), $"TAPs are not permitted here: {reason}");
        _network = NetworkNamespace.Create().Value;
    }

    public void Dispose() => _network?.Dispose();

    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(4, true)]
    public void A_TAP_is_what_it_was_asked_to_be(int queues, bool header)
    {
        using TapBackend tap = Open(new TapOptions("lmtap0", queues, header) { HeaderLength = 12 });
        Assert.Equal("lmtap0", tap.InterfaceName);
        Assert.Equal(queues, tap.Descriptors.Count);
        for (int i = 0; i < queues; i++)
        {
            (string name, int flags) = tap.ReadBack(i);
            Assert.Equal("lmtap0", name);
            Assert.Equal((header, queues > 1), ((flags & 0x4000) != 0, (flags & 0x100) != 0));
            Assert.Equal((header, true, header ? 12 : 0), (tap.State(i).UsingVnetHeader, tap.State(i).Enabled, tap.State(i).HostVnetHeaderLength));
            Assert.True(tap.Descriptors[i].CloseOnExec && tap.Descriptors[i].NonBlocking);
            Assert.Equal("/dev/net/tun iff=lmtap0", tap.Descriptors[i].Describe());
        }
    }

    [Fact]
    public void A_name_that_is_taken_is_refused_in_QEMUs_words()
    {
        using TapBackend tap = Open(new TapOptions("lmtap0"));
        ParseError? error = _network.Run(() => TapBackend.Open(new TapOptions("lmtap0"))).Error;
        Assert.Equal((Errors.TapOpen, "could not configure /dev/net/tun (lmtap0): Device or resource busy"), (error?.Rule, error?.Detail));
    }

    [Fact]
    public void Networks_do_not_see_each_other()
    {
        using NetworkNamespace other = NetworkNamespace.Create().Value;
        using TapBackend tap = Open(new TapOptions("lmtap0"));
        using TapBackend same = other.Run(() => TapBackend.Open(new TapOptions("lmtap0"))).Value;
        Assert.Equal(Sameness.Different, OpenFileDescription.Compare(tap.Descriptors[0], same.Descriptors[0]));
        Assert.True(other.Look("lmtap0").IsOk);
        Assert.False(File.Exists("/sys/class/net/lmtap0"));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(1, false)]
    [InlineData(3, true)]
    public void Every_frame_comes_back_exactly_once_across_a_handover(int queues, bool header)
    {
        TapBackend source = Open(new TapOptions("tap%d", queues, header));
        Assert.Null(_network.BringUp(source.InterfaceName));
        using FramePeer peer = FramePeer.Open(_network, source.InterfaceName).Value;
        InterfaceStatus before = _network.Look(source.InterfaceName).Value;
        Assert.True(before is { IsUp: true, HasCarrier: true });

        source.StartPolling();
        ulong sent = 0;
        Send(peer, ref sent, 100);
        Assert.True(SpinWait.SpinUntil(() => source.Echoed > 0, TimeSpan.FromSeconds(60)));
        source.StopPolling();
        Send(peer, ref sent, 100);

        // Over a real socket, as in a migration: one message for each queue.
        (UnixChannel left, UnixChannel right) = UnixChannel.Pair();
        using UnixChannel first = left, second = right;
        using var arrived = new DescriptorQueue();
        TapQueueState[] states = [.. Enumerable.Range(0, queues).Select(source.State)];
        foreach (OwnedFd queue in source.Descriptors)
        {
            Assert.Null(first.Send(" "u8, [queue], Soon.Deadline));
            Assert.Equal(1, second.Receive(new byte[16], arrived, Soon.Deadline).Value);
        }

        OwnedFd[] handed = [.. Enumerable.Range(0, queues).Select(_ => arrived.Take()!)];
        using TapBackend target = TapBackend.Adopt(handed, states).Value;
        Assert.All(handed, fd => Assert.True(fd.IsClosed));
        for (int i = 0; i < queues; i++)
            Assert.Equal(Sameness.Same, OpenFileDescription.Compare(source.Descriptors[i], target.Descriptors[i]));
        target.StartPolling();
        Send(peer, ref sent, 50);
        source.Dispose();
        Send(peer, ref sent, 50);

        HashSet<ulong> received = Receive(peer, (int)sent);
        Assert.Equal(sent, (ulong)received.Count);
        target.StopPolling();
        Assert.True(target.Echoed >= 200);
        Assert.Equal(before, _network.Look(target.InterfaceName).Value);
    }

    [Fact]
    public void Detached_queues_stay_detached_and_the_others_work()
    {
        using TapBackend source = Open(new TapOptions("lmtap0", 4));
        Assert.Null(source.SetEnabled(2, false));
        Assert.Null(source.SetEnabled(3, false));
        Assert.Equal([0, 0, 0x400, 0x400], Enumerable.Range(0, 4).Select(i => source.ReadBack(i).Flags & 0x400));
        TapQueueState[] states = [.. Enumerable.Range(0, 4).Select(source.State)];
        Assert.Equal([true, true, false, false], states.Select(s => s.Enabled));
        using TapBackend target = TapBackend.Adopt([.. source.Descriptors.Select(d => d.Duplicate().Value)], states).Value;
        Assert.Null(_network.BringUp("lmtap0"));
        using FramePeer peer = FramePeer.Open(_network, "lmtap0").Value;
        target.StartPolling();
        ulong sent = 0;
        Send(peer, ref sent, 100);
        Assert.Equal(100, Receive(peer, 100).Count);
        target.StopPolling();
        Assert.Null(target.SetEnabled(2, true));
        Assert.Equal(0, target.ReadBack(2).Flags & 0x400);
    }

    [Fact]
    public void As_many_queues_as_the_kernel_has()
    {
        using TapBackend tap = Open(new TapOptions("lmtap0", TapBackend.MaximumQueues));
        Assert.Equal(TapBackend.MaximumQueues, tap.Descriptors.Count);
    }

    [Fact]
    public void The_states_are_read_where_nobody_tells_them()
    {
        using TapBackend source = Open(new TapOptions("lmtap0") { HeaderLength = 12 });
        using TapBackend target = TapBackend.Adopt([source.Descriptors[0].Duplicate().Value], []).Value;
        Assert.Equal((true, 12), (target.State(0).UsingVnetHeader, target.State(0).HostVnetHeaderLength));
    }

    [Fact]
    public void What_is_no_TAP_or_of_another_TAP_is_refused_and_stays_with_its_owner()
    {
        using var file = new TraceableFile();
        Assert.Equal(Errors.BackendKind, TapBackend.Adopt([file.Fd], []).Error?.Rule);
        using TapBackend one = Open(new TapOptions("lmtap0"));
        using TapBackend two = Open(new TapOptions("lmtap1"));
        Assert.Equal(Errors.BackendKind, TapBackend.Adopt([one.Descriptors[0], two.Descriptors[0]], []).Error?.Rule);
        Assert.False(file.Fd.IsClosed || one.Descriptors[0].IsClosed || two.Descriptors[0].IsClosed);
    }

    [Fact]
    public void An_interface_outlives_its_network_thread_while_somebody_holds_it()
    {
        using TapBackend tap = Open(new TapOptions("lmtap0"));
        _network.Dispose();
        Assert.Equal("lmtap0", tap.ReadBack(0).InterfaceName);
        Assert.Throws<ObjectDisposedException>(() => _network.Run(() => 1));
    }

    private TapBackend Open(TapOptions options) => _network.Run(() => TapBackend.Open(options)).Value;

    private static void Send(FramePeer peer, ref ulong number, int count)
    {
        Span<byte> record = stackalloc byte[sizeof(ulong)];
        for (int i = 0; i < count; i++)
        {
            BinaryPrimitives.WriteUInt64BigEndian(record, number++);
            Assert.Null(peer.Send(record));
        }
    }

    private static HashSet<ulong> Receive(FramePeer peer, int count)
    {
        var received = new HashSet<ulong>();
        byte[] record = new byte[FramePeer.MaximumRecord];
        for (int i = 0; i < count; i++)
        {
            Assert.Equal(sizeof(ulong), peer.Receive(record, Soon.Deadline).Value);
            Assert.True(received.Add(BinaryPrimitives.ReadUInt64BigEndian(record)));
        }

        Assert.Equal(Errors.ChannelTimeout, peer.Receive(record, Deadline.After(TimeSpan.FromMilliseconds(20), TestContext.Current.CancellationToken)).Error?.Rule);
        return received;
    }
}
