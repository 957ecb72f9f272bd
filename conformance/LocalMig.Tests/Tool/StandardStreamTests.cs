using LocalMig.Descriptors;
using LocalMig.Tests.Descriptors;
using LocalMig.Tool;

namespace LocalMig.Tests.Tool;

public sealed class StandardStreamTests
{
    [Fact]
    public void What_is_written_arrives_and_the_number_stays_open()
    {
        (OwnedFd reading, OwnedFd writing) = Pipes.Make();
        using (writing)
        using (ByteTransport reader = ByteTransport.Adopt(reading, "pipe").Value)
        {
            using (var stream = new StandardStream(writing.Number))
                stream.Write("a line\n"u8);
            Assert.True(writing.Inspect().IsOk);
            Span<byte> arrived = stackalloc byte[16];
            using var queue = new DescriptorQueue();
            int count = reader.Receive(arrived, queue, Soon.Deadline).Value;
            Assert.Equal("a line\n"u8, arrived[..count]);
        }
    }

    [Fact]
    public void What_nobody_reads_any_more_goes_nowhere()
    {
        (OwnedFd reading, OwnedFd writing) = Pipes.Make();
        using (writing)
        using (var stream = new StandardStream(writing.Number))
        {
            reading.Dispose();
            stream.Write("x"u8);
            stream.Write("x"u8);
            stream.Flush();
        }
    }

    [Fact]
    public void Nothing_stands_behind_a_number_that_is_not_open()
    {
        using var stream = new StandardStream(1 << 20);
        stream.Write("x"u8);
        stream.Write([(byte)'x'], 0, 1);
    }
}
