using LocalMig.Descriptors;

namespace LocalMig.Tests.Descriptors;

public class UnixChannelTests
{

    [Fact]
    public void Bytes_arrive_in_order_and_the_end_is_zero_bytes()
    {
        (UnixChannel a, UnixChannel b) = UnixChannel.Pair();
        using UnixChannel first = a, second = b;
        using var queue = new DescriptorQueue();
        Assert.Null(a.Send("hello"u8, Soon.Deadline));
        a.ShutdownWrite();
        byte[] buffer = new byte[16];
        Assert.Equal(5, b.Receive(buffer, queue, Soon.Deadline).Value);
        Assert.Equal("hello"u8, buffer.AsSpan(0, 5));
        Assert.Equal(0, b.Receive(buffer, queue, Soon.Deadline).Value);
        Assert.Equal((5L, 5L), (a.SentBytes, b.ReceivedBytes));
    }

    [Fact]
    public void A_descriptor_arrives_as_the_same_open_file_description_with_its_offset()
    {
        (UnixChannel a, UnixChannel b) = UnixChannel.Pair();
        using UnixChannel first = a, second = b;
        using var queue = new DescriptorQueue();
        Assert.Null(a.Send("abc"u8, Deadline.Now));
        Assert.Null(a.Send(" "u8, [a.Fd], Deadline.Now));
        Assert.Null(a.Send("def"u8, Deadline.Now));

        byte[] buffer = new byte[16];
        Assert.Equal(4, b.Receive(buffer, queue, Deadline.Now).Value);
        Assert.Equal(3, b.Receive(buffer, queue, Deadline.Now).Value);
        Assert.Equal((0L, 3L), (queue.Unclaimed[0].FirstOffset, queue.Unclaimed[0].LastOffset));
        using OwnedFd? fd = queue.Take(out long offset);
        Assert.NotNull(fd);
        Assert.Equal(3, offset);
        Assert.True(fd.CloseOnExec);
        Assert.Equal(Sameness.Same, OpenFileDescription.Compare(fd, a.Fd));
        Assert.Equal(Sameness.Different, OpenFileDescription.Compare(fd, b.Fd));
    }
}
