using LocalMig.Descriptors;
using LocalMig.Devices;
using LocalMig.Tests.Descriptors;
using LocalMig.Wire;

namespace LocalMig.Tests.Devices;

public sealed class SocketBackendTests : IDisposable
{
    private readonly UnixChannel _peer;
    private readonly OwnedFd _end;
    private readonly DescriptorQueue _queue = new();

    public SocketBackendTests()
    {
        (UnixChannel peer, UnixChannel other) = UnixChannel.Pair();
        _peer = peer;
        _end = other.Fd.Move();
        other.Dispose();
    }

    public void Dispose()
    {
        _peer.Dispose();
        _end.Dispose();
        _queue.Dispose();
    }

    [Fact]
    public void While_it_is_polled_every_byte_comes_back()
    {
        using SocketBackend backend = SocketBackend.Adopt(_end).Value;
        backend.StartPolling();
        Assert.True(backend.Polling);
        byte[] sent = new byte[3 << 20];
        new Random(7).NextBytes(sent);
        var sender = new Thread(() => Assert.Null(_peer.Send(sent, Soon.Deadline)));
        sender.Start();
        Assert.Equal(sent, Read(sent.Length));
        sender.Join();
        backend.StopPolling();
        Assert.Equal(sent.Length, backend.Echoed);
    }

    [Fact]
    public void While_it_is_not_polled_bytes_wait_in_the_socket()
    {
        using SocketBackend backend = SocketBackend.Adopt(_end).Value;
        Assert.Null(_peer.Send("abc"u8, Soon.Deadline));
        Assert.Equal(Errors.ChannelTimeout, TryRead(20).Error?.Rule);
        backend.StartPolling();
        Assert.Equal("abc"u8, Read(3));
        backend.StopPolling();
        Assert.False(backend.Polling);
        Assert.Null(_peer.Send("def"u8, Soon.Deadline));
        Assert.Equal(Errors.ChannelTimeout, TryRead(20).Error?.Rule);
        Assert.Empty(backend.Pending);
        backend.StartPolling();
        Assert.Equal("def"u8, Read(3));
    }

    [Fact]
    public void What_was_read_and_not_echoed_travels_and_is_echoed_first_by_the_next_owner()
    {
        using SocketBackend source = SocketBackend.Adopt(_end).Value;

        // The peer writes and never reads: at some point the echo has nowhere to go, and what was read stays behind.
        byte[] sent = new byte[8 << 20];
        new Random(8).NextBytes(sent);
        byte[] pending = [];
        for (int tries = 0; tries < 100 && pending.Length == 0; tries++)
        {
            source.StartPolling();
            _ = _peer.Send(sent.AsSpan((int)_peer.SentBytes), Deadline.After(TimeSpan.FromMilliseconds(200), TestContext.Current.CancellationToken));
            source.StopPolling();
            pending = source.Pending;
        }

        Assert.NotEmpty(pending);

        using SocketBackend target = SocketBackend.Adopt(source.Descriptors[0].Duplicate().Value, pending).Value;
        target.StartPolling();
        int total = (int)_peer.SentBytes;
        Assert.Equal(sent[..total], Read(total));
        target.StopPolling();
        Assert.Equal(total, source.Echoed + target.Echoed);
    }

    [Fact]
    public void Starting_and_stopping_while_bytes_flow_loses_and_repeats_none()
    {
        using SocketBackend first = SocketBackend.Adopt(_end).Value;
        using SocketBackend second = SocketBackend.Adopt(first.Descriptors[0].Duplicate().Value).Value;
        using var poller = new DevicePoller();
        const int Piece = 1000;
        const int Rounds = 300;
        byte[] sent = new byte[Piece * Rounds];
        new Random(9).NextBytes(sent);
        byte[] received = [];
        var reader = new Thread(() => received = Read(sent.Length));
        reader.Start();
        for (int i = 0; i < Rounds; i++)
        {
            SocketBackend current = i % 2 == 0 ? first : second;
            current.StartPolling(poller);
            Assert.Null(_peer.Send(sent.AsSpan(i * Piece, Piece), Soon.Deadline));

            // Every third time it is surely in the middle of its work, otherwise wherever it happens to be.
            long before = current.Echoed;
            if (i % 3 == 0)
                Assert.True(SpinWait.SpinUntil(() => current.Echoed > before || first.Echoed + second.Echoed == (i + 1L) * Piece, TimeSpan.FromSeconds(60)));
            current.StopPolling();
            while (current.Pending.Length > 0)
            {
                // What it has read it sends back before the other one may go on.
                current.StartPolling(poller);
                Thread.Sleep(1);
                current.StopPolling();
            }
        }

        first.StartPolling(poller);
        reader.Join();
        first.StopPolling();
        Assert.Equal(sent, received);
        Assert.Equal(sent.Length, first.Echoed + second.Echoed);
        Assert.True(first.Echoed > 0 && second.Echoed > 0);
    }

    [Fact]
    public void A_peer_that_went_away_is_not_polled_again_and_again()
    {
        using var poller = new DevicePoller();
        using SocketBackend backend = SocketBackend.Adopt(_end).Value;
        backend.StartPolling(poller);
        _peer.Dispose();
        Assert.True(SpinWait.SpinUntil(() => poller.Rounds > 0, TimeSpan.FromSeconds(60)));
        Thread.Sleep(50);
        Assert.InRange(poller.Rounds, 1, 10);
    }

    [Fact]
    public void Starting_twice_and_stopping_twice_is_the_same_as_once()
    {
        using SocketBackend backend = SocketBackend.Adopt(_end).Value;
        backend.StartPolling();
        backend.StartPolling();
        Assert.Null(_peer.Send("x"u8, Soon.Deadline));
        Assert.Equal("x"u8, Read(1));
        backend.StopPolling();
        backend.StopPolling();
        Assert.False(backend.Polling);
    }

    [Fact]
    public void What_is_no_connected_socket_is_refused_and_stays_with_its_owner()
    {
        using var file = new TraceableFile();
        Assert.Equal(Errors.BackendKind, SocketBackend.Adopt(file.Fd).Error?.Rule);
        Assert.False(file.Fd.IsClosed);
    }

    [Fact]
    public void One_thread_polls_many_backends()
    {
        const int Many = 100;
        using var poller = new DevicePoller();
        (UnixChannel Peer, SocketBackend Backend)[] all = [.. Enumerable.Range(0, Many).Select(_ =>
        {
            (UnixChannel peer, UnixChannel other) = UnixChannel.Pair();
            using (other)
                return (peer, SocketBackend.Adopt(other.Fd).Value);
        })];
        foreach ((UnixChannel peer, SocketBackend backend) in all)
        {
            backend.StartPolling(poller);
            Assert.Null(peer.Send("ping"u8, Soon.Deadline));
        }

        byte[] buffer = new byte[16];
        foreach ((UnixChannel peer, SocketBackend backend) in all)
        {
            Assert.Equal(4, peer.Receive(buffer, _queue, Soon.Deadline).Value);
            backend.Dispose();
            peer.Dispose();
        }
    }

    private Result<int, ParseError> TryRead(int milliseconds) =>
        _peer.Receive(new byte[1], _queue, Deadline.After(TimeSpan.FromMilliseconds(milliseconds), TestContext.Current.CancellationToken));

    private byte[] Read(int count)
    {
        byte[] bytes = new byte[count];
        for (int at = 0; at < count;)
        {
            int read = _peer.Receive(bytes.AsSpan(at), _queue, Soon.Deadline).Value;
            Assert.NotEqual(0, read);
            at += read;
        }

        return bytes;
    }
}
