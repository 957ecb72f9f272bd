using LocalMig.Descriptors;
using LocalMig.Wire;

namespace LocalMig.Tests.Descriptors;

public sealed class UnixChannelTests : IDisposable
{
    private readonly UnixChannel _source;
    private readonly UnixChannel _target;
    private readonly DescriptorQueue _queue = new();
    private readonly byte[] _buffer = new byte[64];

    public UnixChannelTests() => (_source, _target) = UnixChannel.Pair();

    public void Dispose()
    {
        _source.Dispose();
        _target.Dispose();
        _queue.Dispose();
    }

    [Fact]
    public void Bytes_arrive_in_order_and_the_end_is_zero_bytes()
    {
        Assert.Null(_source.Send("hello"u8, Soon.Deadline));
        _source.ShutdownWrite();
        Assert.Equal(5, Receive());
        Assert.Equal("hello"u8, _buffer.AsSpan(0, 5));
        Assert.Equal(0, Receive());
        Assert.Equal((5L, 5L), (_source.SentBytes, _target.ReceivedBytes));
    }

    [Fact]
    public void After_the_end_of_one_direction_the_other_one_still_works()
    {
        _source.ShutdownWrite();
        Assert.Equal(0, Receive());
        Assert.Null(_target.Send("x"u8, Soon.Deadline));
        Assert.Equal(1, _source.Receive(_buffer, _queue, Soon.Deadline).Value);
    }

    [Fact]
    public void A_descriptor_arrives_with_the_offset_of_its_byte()
    {
        using var file = new TraceableFile();
        Assert.Null(_source.Send("abc"u8, Soon.Deadline));
        Assert.Null(_source.Send(" "u8, [file.Fd], Soon.Deadline));
        Assert.Null(_source.Send("def"u8, Soon.Deadline));

        // Plain bytes are glued to the message behind them, and no read goes on past a message with descriptors.
        Assert.Equal(4, Receive());
        Assert.Equal(3, Receive());
        Assert.Equal((0L, 3L), (_queue.Unclaimed[0].FirstOffset, _queue.Unclaimed[0].LastOffset));
        using OwnedFd? fd = _queue.Take(out long offset);
        Assert.Equal(3, offset);
        Assert.Equal(Sameness.Same, OpenFileDescription.Compare(file.Fd, fd!));
    }

    [Fact]
    public void A_byte_that_was_read_alone_gives_its_offset_exactly()
    {
        using var file = new TraceableFile();
        Assert.Null(_source.Send("abcd"u8, [file.Fd], Soon.Deadline));
        Assert.Equal(1, _target.Receive(_buffer.AsSpan(0, 1), _queue, Soon.Deadline).Value);
        ArrivedDescriptor arrived = Assert.Single(_queue.Unclaimed);
        Assert.Equal((0L, 0L), (arrived.FirstOffset, arrived.LastOffset));
    }

    [Fact]
    public void A_received_descriptor_is_close_on_exec_and_keeps_its_blocking_mode()
    {
        using var file = new TraceableFile();
        foreach (bool nonBlocking in (bool[])[true, false])
        {
            file.Fd.NonBlocking = nonBlocking;
            Assert.Null(_source.Send(" "u8, [file.Fd], Soon.Deadline));
            Assert.Equal(1, Receive());
            using OwnedFd? fd = _queue.Take();
            Assert.True(fd!.CloseOnExec);
            Assert.Equal(nonBlocking, fd.NonBlocking);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(252)]
    [InlineData(253)]
    public void A_message_carries_up_to_253_descriptors_in_their_order(int count)
    {
        TraceableFile[] files = [.. Enumerable.Range(0, count).Select(_ => new TraceableFile())];
        Assert.Null(_source.Send(" "u8, [.. files.Select(f => f.Fd)], Soon.Deadline));
        Assert.Equal(1, Receive());
        Assert.Equal(count, _queue.Count);
        foreach (TraceableFile file in files)
        {
            using OwnedFd? fd = _queue.Take();
            Assert.Equal(Sameness.Same, OpenFileDescription.Compare(file.Fd, fd!));
            file.Dispose();
        }
    }

    [Fact]
    public void More_than_253_descriptors_are_refused_before_anything_is_sent()
    {
        using var file = new TraceableFile();
        OwnedFd[] many = [.. Enumerable.Repeat(file.Fd, 254)];
        Assert.Equal(Errors.DescriptorCount, _source.Send(" "u8, many, Soon.Deadline)?.Rule);
        Assert.Equal(0, _source.SentBytes);
    }

    [Fact]
    public void Descriptors_without_a_byte_are_refused_since_a_stream_would_lose_them()
    {
        using var file = new TraceableFile();
        Assert.Equal(Errors.DescriptorWithoutByte, _source.Send([], [file.Fd], Soon.Deadline)?.Rule);
        Assert.Null(_source.Send([], Soon.Deadline));
    }

    [Fact]
    public void A_send_in_many_parts_carries_its_descriptors_once_with_the_first_byte()
    {
        using var file = new TraceableFile();
        byte[] bytes = new byte[4 << 20];
        new Random(1).NextBytes(bytes);
        var sender = new Thread(() => Assert.Null(_source.Send(bytes, [file.Fd, file.Fd], Soon.Deadline)));
        sender.Start();
        byte[] received = new byte[bytes.Length];
        int first = _target.Receive(received.AsSpan(0, 1000), _queue, Soon.Deadline).Value;
        Assert.Equal(2, _queue.Count);
        Assert.All(_queue.Unclaimed, a => Assert.InRange(a.FirstOffset, 0, 0));
        for (int at = first; at < received.Length;)
            at += _target.Receive(received.AsSpan(at), _queue, Soon.Deadline).Value;
        sender.Join();
        Assert.Equal(2, _queue.Count);
        Assert.Equal(bytes, received);
    }

    [Fact]
    public void Writing_to_a_peer_that_is_gone_is_an_error_and_no_signal()
    {
        _target.Dispose();
        ParseError? error = _source.Send("x"u8, Soon.Deadline);
        Assert.Equal(Errors.ChannelPeerGone, error?.Rule);
        Assert.Equal("Unable to write to socket: Broken pipe", error?.Detail);
    }

    [Fact]
    public void Reading_from_a_peer_that_left_bytes_unread_is_an_error()
    {
        Assert.Null(_target.Send("x"u8, Soon.Deadline));
        _source.Dispose();
        ParseError? error = _target.Receive(_buffer, _queue, Soon.Deadline).Error;
        Assert.Equal(Errors.ChannelPeerGone, error?.Rule);
        Assert.Equal("Unable to read from socket: Connection reset by peer", error?.Detail);
    }

    [Fact]
    public void Descriptors_in_flight_are_closed_with_a_peer_that_never_reads_them()
    {
        using var file = new TraceableFile();
        Assert.Null(_source.Send(" "u8, [file.Fd], Soon.Deadline));
        _target.Dispose();
        Assert.Equal(1, file.Open);
    }

    [Fact]
    public void What_came_before_the_end_is_still_received_after_it()
    {
        using var file = new TraceableFile();
        Assert.Null(_source.Send("x"u8, [file.Fd], Soon.Deadline));
        Assert.Null(_source.Send("y"u8, [file.Fd], Soon.Deadline));
        _source.Dispose();
        Assert.Equal([1, 1, 0], [Receive(), Receive(), Receive()]);
        Assert.Equal(2, _queue.Count);
        Assert.Equal(3, file.Open);
        _queue.Clear();
        Assert.Equal(1, file.Open);
    }

    [Fact]
    public void More_unclaimed_descriptors_than_the_limit_are_an_error_and_closed()
    {
        using var file = new TraceableFile();
        using var small = new DescriptorQueue(3);
        Assert.Null(_source.Send(" "u8, [file.Fd, file.Fd], Soon.Deadline));
        Assert.Null(_source.Send(" "u8, [file.Fd, file.Fd], Soon.Deadline));
        Assert.True(_target.Receive(_buffer, small, Soon.Deadline).IsOk);
        ParseError? error = _target.Receive(_buffer, small, Soon.Deadline).Error;
        Assert.Equal((Errors.LimitExceeded, 1L), (error?.Rule, error?.Offset));
        Assert.Equal(2, small.Count);
        Assert.Equal(3, file.Open);
    }

    [Fact]
    public void A_socket_of_another_kind_is_no_channel()
    {
        using var file = new TraceableFile();
        Assert.Equal(Errors.ChannelAddress, UnixChannel.Adopt(file.Fd).Error?.Rule);
        Assert.False(file.Fd.IsClosed);
    }

    [Fact]
    public void A_socket_can_be_adopted_and_leaves_its_owner_empty()
    {
        using OwnedFd copy = _target.Fd.Duplicate().Value;
        using UnixChannel adopted = UnixChannel.Adopt(copy).Value;
        Assert.True(copy.IsClosed);
        Assert.Null(_source.Send("x"u8, Soon.Deadline));
        Assert.Equal(1, adopted.Receive(_buffer, _queue, Soon.Deadline).Value);
    }

    [Fact]
    public void The_blocking_mode_of_a_socket_is_left_alone()
    {
        Assert.False(_target.Fd.NonBlocking);
        Assert.Equal(Errors.ChannelTimeout, _target.Receive(_buffer, _queue, Deadline.Now).Error?.Rule);
        Assert.False(_target.Fd.NonBlocking);
    }

    private int Receive() => _target.Receive(_buffer, _queue, Soon.Deadline).Value;
}
