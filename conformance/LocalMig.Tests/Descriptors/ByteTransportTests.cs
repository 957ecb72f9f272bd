using LocalMig.Descriptors;
using LocalMig.Wire;

namespace LocalMig.Tests.Descriptors;

public class ByteTransportTests
{
    [Fact]
    public void A_pipe_carries_more_than_it_holds_and_ends()
    {
        (OwnedFd reading, OwnedFd writing) = Pipes.Make();
        using ByteTransport target = ByteTransport.Adopt(reading, "pipe").Value;
        ByteTransport source = ByteTransport.Adopt(writing, "pipe").Value;
        byte[] sent = Random(1 << 20);
        var sender = new Thread(() =>
        {
            Assert.Null(source.Send(sent, Soon.Deadline));
            source.Dispose();
        });
        sender.Start();
        Assert.Equal(sent, ReadAll(target));
        sender.Join();
    }

    [Fact]
    public void A_pipe_that_nobody_reads_any_more_is_an_error_and_no_signal()
    {
        (OwnedFd reading, OwnedFd writing) = Pipes.Make();
        using ByteTransport source = ByteTransport.Adopt(writing, "pipe").Value;
        reading.Dispose();
        Assert.Equal("Unable to write to file: Broken pipe", source.Send("x"u8, Soon.Deadline)?.Detail);
    }

    [Fact]
    public void The_wrong_end_of_a_pipe_is_an_error_at_once()
    {
        (OwnedFd reading, OwnedFd writing) = Pipes.Make();
        using ByteTransport target = ByteTransport.Adopt(reading, "pipe").Value;
        using ByteTransport source = ByteTransport.Adopt(writing, "pipe").Value;
        using var queue = new DescriptorQueue();
        Assert.Equal("Unable to write to file: Bad file descriptor", target.Send("x"u8, Soon.Deadline)?.Detail);
        Assert.Equal("Unable to read from file: Bad file descriptor", source.Receive(new byte[1], queue, Soon.Deadline).Error?.Detail);
    }

    [Fact]
    public void TCP_connects_carries_and_refuses()
    {
        using NetworkListener listener = NetworkListener.BindTcp("127.0.0.1", "0", TcpOptions.None).Value;
        ListeningAddress address = Assert.Single(listener.Addresses);
        using ByteTransport client = NetworkChannel.ConnectTcp("127.0.0.1", address.Port, TcpOptions.None, Soon.Deadline).Value;
        using ByteTransport server = listener.Accept(Soon.Deadline).Value;
        Assert.Null(client.Send("hello"u8, Soon.Deadline));
        client.ShutdownWrite();
        Assert.Equal("hello"u8, ReadAll(server));

        // A port that was free a moment ago may be somebody else's by now; one that is bound and not listened on refuses for sure.
        using var bound = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
        bound.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
        string port = ((System.Net.IPEndPoint)bound.LocalEndPoint!).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        ParseError? error = NetworkChannel.ConnectTcp("127.0.0.1", port, TcpOptions.None, Soon.Deadline).Error;
        Assert.Equal($"Failed to connect to '127.0.0.1:{port}': Connection refused", error?.Detail);
        Assert.Equal(
            "address resolution failed for 127.0.0.1:abc: Servname not supported for ai_socktype",
            NetworkChannel.ConnectTcp("127.0.0.1", "abc", TcpOptions.None, Soon.Deadline).Error?.Detail);
        Assert.Equal("Failed to parse cid 'abc'", NetworkChannel.ConnectVsock("abc", "def", Soon.Deadline).Error?.Detail);
    }

    [Fact]
    public void A_program_is_written_to_and_read_from()
    {
        string path = Path.GetTempFileName();
        byte[] sent = Random(300_000);
        using (ExecTransport child = ExecTransport.StartWriting(["/bin/sh", "-c", $"cat > {path}"]).Value)
            Assert.Null(child.Send(sent, Soon.Deadline));
        using (ExecTransport child = ExecTransport.StartReading(["cat", path]).Value)
            Assert.Equal(sent, ReadAll(child));
        File.Delete(path);
        Assert.Equal(Errors.ChannelConnect, ExecTransport.StartWriting(["/nonexistent/program"]).Error?.Rule);
        Assert.Equal(Errors.ChannelAddress, ExecTransport.StartWriting([]).Error?.Rule);
    }

    [Fact]
    public void A_file_begins_at_its_offset()
    {
        string path = Path.GetTempFileName();
        File.WriteAllText(path, "0123456789");
        using (FileTransport file = FileTransport.Create(path, 4).Value)
            Assert.Null(file.Send("abc"u8, Soon.Deadline));
        Assert.Equal("0123abc", File.ReadAllText(path));
        using (FileTransport file = FileTransport.Open(path, 5).Value)
            Assert.Equal("bc"u8, ReadAll(file));
        File.Delete(path);
        Assert.Equal($"Could not open '{path}': No such file or directory", FileTransport.Open(path).Error?.Detail);
        Assert.Equal("Could not create '/nonexistent/x': No such file or directory", FileTransport.Create("/nonexistent/x").Error?.Detail);
        Assert.Equal("failed to truncate migration file to offset 0: Invalid argument", FileTransport.Create("/dev/full").Error?.Detail);
    }

    [Fact]
    public void Passing_bytes_and_descriptors_allocates_nothing_but_the_owners()
    {
        using var file = new TraceableFile();
        (UnixChannel a, UnixChannel b) = UnixChannel.Pair();
        using UnixChannel left = a, right = b;
        using var writer = new ChannelWriter(left);
        using var reader = new ChannelReader(right);
        const int Rounds = 1000;
        Pass(writer, reader, file.Fd, Rounds);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Pass(writer, reader, file.Fd, Rounds);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Rounds * 64);
    }

    private static void Pass(ChannelWriter writer, ChannelReader reader, OwnedFd fd, int rounds)
    {
        for (int i = 0; i < rounds; i++)
        {
            writer.WriteUInt64((ulong)i);
            writer.WriteDescriptor(fd);
            _ = reader.ReadUInt64();
            reader.ReadDescriptor()!.Dispose();
        }
    }

    private static byte[] ReadAll(Transport transport)
    {
        using var queue = new DescriptorQueue();
        using var all = new MemoryStream();
        byte[] buffer = new byte[5000];
        while (transport.Receive(buffer, queue, Soon.Deadline).Value is > 0 and int count)
            all.Write(buffer, 0, count);
        return all.ToArray();
    }

    private static byte[] Random(int count)
    {
        byte[] bytes = new byte[count];
        new Random(3).NextBytes(bytes);
        return bytes;
    }
}
