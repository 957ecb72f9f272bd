using LocalMig.Descriptors;
using LocalMig.Suite;
using LocalMig.Suite.Tap;

namespace LocalMig.Tests.Suite;

[Collection(nameof(Alone))]
public class MigrationTapTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    [Fact]
    public void Bytes_and_descriptors_pass_and_are_recorded_with_their_offsets() => Run((tap, source, destination) =>
    {
        using OwnedFd passed = NewFd();
        Send(source, "abc");
        Send(source, " ", passed);
        Send(source, "de");
        (string bytes, List<(OwnedFd Fd, long Offset)> fds) = Receive(source, destination);
        Assert.Equal("abc de", bytes);
        Assert.Equal(3, Assert.Single(fds).Offset);
        Assert.Equal(Sameness.Same, OpenFileDescription.Compare(passed, fds[0].Fd));
        Assert.Equal("abc de"u8, tap.Stream.Bytes);
        TapArrival arrival = Assert.Single(tap.Stream.Descriptors);
        Assert.Equal((0, 3L, (byte)' ', 1), (arrival.Number, arrival.Offset, arrival.ServiceByte, arrival.InMessage));
        Close(fds);
    });

    [Fact]
    public void What_comes_back_is_recorded_apart() => Run((tap, source, destination) =>
    {
        Send(destination, "pong");
        using var none = new DescriptorQueue();
        byte[] buffer = new byte[10];
        Assert.Equal(4, source.Receive(buffer, none, Deadline.After(Soon)).Value);
        Assert.Equal("pong"u8, tap.ReturnPath.Bytes);
        Assert.Empty(tap.Stream.Bytes);
    });

    [Fact]
    public void A_byte_is_altered() => Check("aXcd", Interference.Alter(1, (byte)'X'));

    [Fact]
    public void Bytes_are_inserted() => Check("aXYbcd", Interference.Insert(1, (byte)'X', (byte)'Y'));

    [Fact]
    public void A_byte_is_dropped() => Check("acd", Interference.Drop(1));

    [Fact]
    public void The_connection_is_cut_at_a_byte() => Check("ab", Interference.CutAt(2));

    [Fact]
    public void A_service_byte_is_altered() => CheckDescriptor("abXcd", at: 2, Interference.AlterServiceByte(0, (byte)'X'));

    [Fact]
    public void A_service_byte_is_dropped() => CheckDescriptor("abcd", at: 1, Interference.DropServiceByte(0));

    [Fact]
    public void A_descriptor_is_dropped() => CheckDescriptor("ab cd", at: null, Interference.DropDescriptor(0));

    [Fact]
    public void A_descriptor_is_moved() => CheckDescriptor("ab cd", at: 0, Interference.MoveDescriptor(0, -2));

    [Fact]
    public void A_descriptor_is_moved_to_a_later_byte() => CheckDescriptor("ab cd", at: 4, Interference.MoveDescriptor(0, 2));

    [Fact]
    public void A_descriptor_that_is_moved_past_the_end_is_closed() => CheckDescriptor("ab cd", at: null, Interference.MoveDescriptor(0, 3));

    [Fact]
    public void The_connection_is_cut_before_a_descriptor() => CheckDescriptor("ab", at: null, Interference.CutBeforeDescriptor(0));

    [Fact]
    public void The_connection_is_cut_after_a_descriptor() => CheckDescriptor("ab ", at: 2, Interference.CutAfterDescriptor(0));

    [Fact]
    public void A_descriptor_is_added_before_another() => Run((tap, source, destination) =>
    {
        using OwnedFd passed = NewFd();
        Send(source, "ab");
        Send(source, " ", passed);
        (string bytes, List<(OwnedFd Fd, long Offset)> fds) = Receive(source, destination);
        Assert.Equal("ab ", bytes);
        Assert.Equal([2L, 2L], fds.Select(f => f.Offset));
        Assert.Equal(Sameness.Different, OpenFileDescription.Compare(passed, fds[0].Fd));
        Assert.Equal(Sameness.Same, OpenFileDescription.Compare(passed, fds[1].Fd));
        Close(fds);
    }, Interference.AddDescriptor(0, NewFd));

    [Fact]
    public void Something_is_done_when_a_descriptor_passes()
    {
        int done = 0;
        CheckDescriptor("ab cd", at: 2, Interference.AtDescriptor(0, () => done++), Interference.AtDescriptor(1, () => done += 100));
        Assert.Equal(1, done);
    }

    private static void Check(string expected, params Interference[] interferences) => Run((tap, source, destination) =>
    {
        Send(source, "abcd");
        Assert.Equal(expected, Receive(source, destination).Bytes);
        Assert.Equal("abcd"u8, tap.Stream.Bytes);
    }, interferences);

    private static void CheckDescriptor(string expected, long? at, params Interference[] interferences) => Run((tap, source, destination) =>
    {
        using OwnedFd passed = NewFd();
        Send(source, "ab");
        Send(source, " ", passed);
        _ = source.Send("cd"u8, Deadline.After(Soon));
        (string bytes, List<(OwnedFd Fd, long Offset)> fds) = Receive(source, destination);
        Assert.Equal(expected, bytes);
        Assert.Equal(at is null ? [] : [at.Value], fds.Select(f => f.Offset));
        Close(fds);
    }, interferences);

    // A descriptor that nobody claimed would be a leak of the tap: the runner looks for those.
    private static void Run(Action<MigrationTap, UnixChannel, UnixChannel> test, params Interference[] interferences)
    {
        Exception? failure = null;
        RunResult result = FakeTarget.Run(FakeTarget.Case("PARAM/tap", c =>
        {
            string path = Path.Combine(c.Folder, "mig.sock");
            using UnixListener listener = UnixListener.Bind(path).Value;
            MigrationTap tap = MigrationTap.Start(c, path, interferences);
            using UnixChannel source = UnixChannel.Connect(tap.Path, Deadline.After(Soon)).Value;
            using UnixChannel destination = listener.Accept(Deadline.After(Soon)).Value;
            try
            {
                test(tap, source, destination);
            }
            catch (Exception e)
            {
                failure = e;
            }

            c.Expect("LM-PARAM-04", "x", true, "1", "1");
        }, "LM-PARAM-04"));
        Assert.Null(failure);
        Assert.Equal(Verdict.Pass, result.Cases[0].Verdict);
    }

    private static OwnedFd NewFd() => UnixChannelPairHalf();

    private static OwnedFd UnixChannelPairHalf()
    {
        (UnixChannel kept, UnixChannel given) = UnixChannel.Pair();
        OwnedFd fd = given.Fd.Duplicate().Value;
        kept.Dispose();
        given.Dispose();
        return fd;
    }

    private static void Send(UnixChannel channel, string text, params OwnedFd[] fds) =>
        Assert.Null(channel.Send(System.Text.Encoding.ASCII.GetBytes(text), fds, Deadline.After(Soon)));

    private static (string Bytes, List<(OwnedFd Fd, long Offset)> Fds) Receive(UnixChannel source, UnixChannel destination)
    {
        source.ShutdownWrite();
        var bytes = new List<byte>();
        var fds = new List<(OwnedFd, long)>();
        using var arrived = new DescriptorQueue();
        byte[] buffer = new byte[100];
        while (destination.Receive(buffer, arrived, Deadline.After(Soon)).TryGet(out int count, out _) && count > 0)
        {
            bytes.AddRange(buffer.AsSpan(0, count));
            while (arrived.Take(out long offset) is { } fd)
                fds.Add((fd, offset));
        }

        return (System.Text.Encoding.ASCII.GetString([.. bytes]), fds);
    }

    private static void Close(List<(OwnedFd Fd, long Offset)> fds)
    {
        foreach ((OwnedFd fd, _) in fds)
            fd.Dispose();
    }
}
