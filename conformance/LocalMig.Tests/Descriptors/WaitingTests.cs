using System.Diagnostics;
using LocalMig.Descriptors;
using LocalMig.Wire;

namespace LocalMig.Tests.Descriptors;

public sealed class WaitingTests : IDisposable
{
    private readonly UnixChannel _first;
    private readonly UnixChannel _second;
    private readonly DescriptorQueue _queue = new();
    private readonly byte[] _buffer = new byte[64];

    public WaitingTests() => (_first, _second) = UnixChannel.Pair();

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
        _queue.Dispose();
    }

    [Fact]
    public void A_read_ends_at_its_deadline_and_not_before()
    {
        var clock = Stopwatch.StartNew();
        ParseError? error = Receive(Deadline.After(TimeSpan.FromMilliseconds(60), TestContext.Current.CancellationToken));
        Assert.Equal(Errors.ChannelTimeout, error?.Rule);
        Assert.True(clock.ElapsedMilliseconds >= 60);
    }

    [Fact]
    public void A_write_ends_at_its_deadline_and_says_how_far_it_came()
    {
        ParseError? error = _first.Send(new byte[8 << 20], Deadline.After(TimeSpan.FromMilliseconds(60), TestContext.Current.CancellationToken));
        Assert.Equal(Errors.ChannelTimeout, error?.Rule);
        Assert.InRange(_first.SentBytes, 1, (8 << 20) - 1);
        Assert.Equal(_first.SentBytes, error?.Offset);
    }

    [Fact]
    public void Cancelling_ends_a_read_that_waits()
    {
        using var cancellation = new CancellationTokenSource(30);
        Assert.Equal(Errors.ChannelCancelled, Receive(Deadline.Until(cancellation.Token))?.Rule);
    }

    [Fact]
    public void Cancelling_ends_a_write_that_waits()
    {
        using var cancellation = new CancellationTokenSource(30);
        Assert.Equal(Errors.ChannelCancelled, _first.Send(new byte[8 << 20], Deadline.Until(cancellation.Token))?.Rule);
    }

    [Fact]
    public void A_cancelled_wait_does_not_disturb_the_next_one()
    {
        for (int i = 0; i < 20; i++)
        {
            using var cancellation = new CancellationTokenSource(1);
            Assert.Equal(Errors.ChannelCancelled, Receive(Deadline.Until(cancellation.Token))?.Rule);
        }

        var clock = Stopwatch.StartNew();
        Assert.Equal(Errors.ChannelTimeout, Receive(Deadline.After(TimeSpan.FromMilliseconds(60), TestContext.Current.CancellationToken))?.Rule);
        Assert.True(clock.ElapsedMilliseconds >= 60);
        Assert.Null(_second.Send("x"u8, Soon.Deadline));
        Assert.Null(Receive(Soon.Deadline));
    }

    [Fact]
    public void What_is_there_already_is_received_although_the_deadline_is_past()
    {
        Assert.Null(_second.Send("x"u8, Soon.Deadline));
        Assert.Null(Receive(Deadline.Now));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Giving_a_channel_up_wakes_both_directions(bool dispose)
    {
        ParseError? read = null, written = null;
        var reader = new Thread(() => read = Receive(Deadline.Never));
        var writer = new Thread(() => written = _first.Send(new byte[8 << 20], Deadline.Never));
        reader.Start();
        writer.Start();
        Thread.Sleep(30);
        if (dispose)
            _first.Dispose();
        else
            _first.Abort();
        Assert.True(reader.Join(TimeSpan.FromSeconds(60)));
        Assert.True(writer.Join(TimeSpan.FromSeconds(60)));
        Assert.Equal((Errors.ChannelAborted, Errors.ChannelAborted), (read?.Rule, written?.Rule));
        Assert.Equal(Errors.ChannelAborted, Receive(Deadline.Never)?.Rule);
        Assert.Equal(Errors.ChannelAborted, _first.Send("x"u8, Deadline.Never)?.Rule);
    }

    [Fact]
    public void The_peer_of_a_channel_that_was_given_up_sees_its_end()
    {
        _first.Abort();
        Assert.Equal(0, _second.Receive(_buffer, _queue, Soon.Deadline).Value);
    }

    [Fact]
    public void Giving_up_what_is_closed_already_does_nothing()
    {
        _first.Dispose();
        _first.Abort();
        _first.Dispose();
    }

    [Fact]
    public void The_default_deadline_waits_for_ever_and_a_past_one_not_at_all()
    {
        Assert.Equal(-1, default(Deadline).RemainingMilliseconds);
        Assert.Equal(-1, Deadline.Never.RemainingMilliseconds);
        Assert.Equal(0, Deadline.Now.RemainingMilliseconds);
        Assert.True(Deadline.Now.IsPast);
        Assert.InRange(Deadline.After(TimeSpan.FromHours(2), TestContext.Current.CancellationToken).RemainingMilliseconds, 3_600_000, 7_200_001);
        Assert.Equal(-1, Deadline.After(Timeout.InfiniteTimeSpan, TestContext.Current.CancellationToken).RemainingMilliseconds);
    }

    private ParseError? Receive(Deadline deadline) => _first.Receive(_buffer, _queue, deadline).Error;
}
