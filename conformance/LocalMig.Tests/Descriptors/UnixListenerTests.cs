using LocalMig.Descriptors;
using LocalMig.Wire;

namespace LocalMig.Tests.Descriptors;

public sealed class UnixListenerTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lm");

    private string Socket => Path.Combine(_folder.FullName, "s");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Whoever_connects_is_accepted_and_descriptors_pass(bool isAbstract)
    {
        string path = isAbstract ? $"localmig-test-{Guid.NewGuid()}" : Socket;
        using UnixListener listener = UnixListener.Bind(path, isAbstract).Value;
        using UnixChannel client = UnixChannel.Connect(path, Soon.Deadline, isAbstract).Value;
        using UnixChannel server = listener.Accept(Soon.Deadline).Value;
        using var queue = new DescriptorQueue();
        Assert.Null(client.Send(" "u8, [client.Fd], Soon.Deadline));
        Assert.Equal(1, server.Receive(new byte[1], queue, Soon.Deadline).Value);
        Assert.Equal(1, queue.Count);
        Assert.Equal($"unix:{path}", server.Name);
        Assert.Equal(!isAbstract, File.Exists(Socket));
        Assert.False(client.Fd.NonBlocking || server.Fd.NonBlocking);
        Assert.True(client.Fd.CloseOnExec && server.Fd.CloseOnExec && listener.Fd.CloseOnExec);
    }

    [Fact]
    public void The_file_is_removed_when_the_listener_goes()
    {
        UnixListener.Bind(Socket).Value.Dispose();
        Assert.False(File.Exists(Socket));
    }

    [Fact]
    public void A_file_that_somebody_else_put_in_its_place_stays()
    {
        using UnixListener first = UnixListener.Bind(Socket).Value;
        using UnixListener second = UnixListener.Bind(Socket).Value;
        first.Dispose();
        Assert.True(File.Exists(Socket));
        second.Dispose();
        Assert.False(File.Exists(Socket));
    }

    [Fact]
    public void A_file_that_is_no_socket_is_not_replaced()
    {
        File.WriteAllText(Socket, "mine");
        ParseError? error = UnixListener.Bind(Socket).Error;
        Assert.Equal((Errors.ChannelListen, $"Failed to bind socket to {Socket}: Address already in use"), (error?.Rule, error?.Detail));
        Assert.Equal("mine", File.ReadAllText(Socket));
    }

    [Fact]
    public void A_path_of_107_bytes_is_fine_and_one_of_108_is_too_long()
    {
        string longest = Path.Combine(_folder.FullName, new string('x', 106 - _folder.FullName.Length));
        Assert.Equal(107, longest.Length);
        using (UnixListener listener = UnixListener.Bind(longest).Value)
        using (UnixChannel client = UnixChannel.Connect(longest, Soon.Deadline).Value)
            Assert.True(File.Exists(longest));

        string tooLong = longest + "x";
        foreach (ParseError? error in (ParseError?[])[UnixListener.Bind(tooLong).Error, UnixChannel.Connect(tooLong, Soon.Deadline).Error])
            Assert.Equal((Errors.ChannelAddress, $"UNIX socket path '{tooLong}' is too long"), (error?.Rule, error?.Detail));
    }

    [Fact]
    public void The_length_of_a_path_is_counted_in_bytes() =>
        Assert.Equal(Errors.ChannelAddress, UnixListener.Bind("/tmp/" + new string('ü', 52)).Error?.Rule);

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    public void A_path_that_cannot_be_is_refused(string path)
    {
        Assert.Equal(Errors.ChannelAddress, UnixListener.Bind(path).Error?.Rule);
        Assert.Equal(Errors.ChannelAddress, UnixChannel.Connect(path, Soon.Deadline).Error?.Rule);
    }

    [Fact]
    public void Connecting_says_what_the_system_says()
    {
        Assert.Equal($"Failed to connect to '{Socket}': No such file or directory", UnixChannel.Connect(Socket, Soon.Deadline).Error?.Detail);
        Assert.Equal("Failed to connect to 'localmig-nobody': Connection refused", UnixChannel.Connect("localmig-nobody", Soon.Deadline, isAbstract: true).Error?.Detail);
        Assert.Equal("Failed to bind socket to /nonexistent/dir/s: No such file or directory", UnixListener.Bind("/nonexistent/dir/s").Error?.Detail);
    }

    [Fact]
    public void Connecting_to_a_listener_whose_queue_is_full_waits_until_the_deadline()
    {
        using UnixListener listener = UnixListener.Bind(Socket).Value;
        var clients = new List<UnixChannel>();
        ParseError? error = null;
        while (error is null && clients.Count < 1000)
        {
            if (UnixChannel.Connect(Socket, Deadline.After(TimeSpan.FromMilliseconds(30), TestContext.Current.CancellationToken)).TryGet(out UnixChannel? client, out error))
                clients.Add(client);
        }

        Assert.Equal(Errors.ChannelTimeout, error?.Rule);
        using UnixChannel server = listener.Accept(Soon.Deadline).Value;
        using UnixChannel next = UnixChannel.Connect(Socket, Soon.Deadline).Value;
        clients.ForEach(c => c.Dispose());
    }

    [Fact]
    public void Accepting_ends_at_its_deadline_and_when_somebody_aborts_it()
    {
        using UnixListener listener = UnixListener.Bind(Socket).Value;
        Assert.Equal(Errors.ChannelTimeout, listener.Accept(Deadline.After(TimeSpan.FromMilliseconds(10), TestContext.Current.CancellationToken)).Error?.Rule);
        using var timer = new Timer(_ => listener.Abort(), null, 30, Timeout.Infinite);
        Assert.Equal(Errors.ChannelAborted, listener.Accept(Deadline.Never).Error?.Rule);
    }
}
