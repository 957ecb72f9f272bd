using LocalMig.Descriptors;
using LocalMig.Wire;

namespace LocalMig.Tests.Descriptors;

public class DescriptorFieldTests
{
    [Property(MaxTest = 60)]
    public void Any_interleaving_of_data_and_descriptors_arrives_in_order_and_nothing_is_lost_or_leaked(byte[] plan, byte bufferSize)
    {
        using var one = new TraceableFile();
        using var two = new TraceableFile();
        (UnixChannel a, UnixChannel b) = UnixChannel.Pair();
        using UnixChannel left = a, right = b;
        var sender = new Thread(() =>
        {
            using var writer = new ChannelWriter(left, 8 + (bufferSize % 64)) { Deadline = Soon.Deadline };
            foreach (byte step in plan)
                Write(writer, step, one.Fd, two.Fd);
            writer.Flush();
            left.ShutdownWrite();
        });
        sender.Start();
        using (var reader = new ChannelReader(right, bufferSize: 8 + (bufferSize / 4)) { Deadline = Soon.Deadline })
        {
            foreach (byte step in plan)
                Check(reader, step, one.Fd, two.Fd);
            Assert.True(reader.IsAtEnd());
            Assert.Equal((null, 0), (reader.Error, reader.Arrived.Count));
        }

        sender.Join();
        Assert.Equal((1, 1), (one.Open, two.Open));
    }

    [Theory]
    [InlineData(0x58, "unix:pair unexpected service byte: 88(X)")]
    [InlineData(0x00, "unix:pair unexpected service byte: 0(\0)")]
    [InlineData(0xff, "unix:pair unexpected service byte: 255(ÿ)")]
    public void The_strict_reader_refuses_another_byte_and_closes_the_descriptor(byte service, string text)
    {
        using var file = new TraceableFile();
        ParseError? error = ReadOne([service], file.Fd, DescriptorBehaviour.Strict, out OwnedFd? fd, out long offset);
        Assert.Equal((Errors.ServiceByte, text, 2L, 3L), (error?.Rule, error?.Detail, error?.Offset, offset));
        Assert.Null(fd);
        Assert.Equal(1, file.Open);
    }

    [Fact]
    public void The_strict_reader_wants_a_descriptor_with_the_byte()
    {
        ParseError? error = ReadOne([0x20], null, DescriptorBehaviour.Strict, out _, out long offset);
        Assert.Equal((Errors.DescriptorMissing, "unix:pair no FD come with service byte", 3L), (error?.Rule, error?.Detail, offset));
    }

    [Fact]
    public void The_end_in_place_of_the_byte_is_an_error()
    {
        Assert.Equal(Errors.Truncated, ReadOne([], null, DescriptorBehaviour.Strict, out _, out _)?.Rule);
    }

    [Theory]
    [InlineData(0x20)]
    [InlineData(0x58)]
    public void The_reader_of_10_takes_the_descriptor_whatever_the_byte(byte service)
    {
        using var file = new TraceableFile();
        Assert.Null(ReadOne([service], file.Fd, DescriptorBehaviour.Lenient10, out OwnedFd? fd, out long offset));
        Assert.NotNull(fd);
        Assert.Equal(3, offset);
        fd.Dispose();
        Assert.Equal(1, file.Open);
    }

    [Fact]
    public void The_reader_of_10_leaves_the_byte_unread_where_no_descriptor_is_queued()
    {
        Assert.Null(ReadOne([0x20], null, DescriptorBehaviour.Lenient10, out OwnedFd? fd, out long offset));
        Assert.Equal((null, 2L), (fd, offset));
    }

    [Fact]
    public void A_channel_of_bytes_alone_refuses_to_write_and_to_read_a_descriptor()
    {
        using var file = new TraceableFile();
        (OwnedFd reading, OwnedFd writing) = Pipes.Make();
        using ByteTransport target = ByteTransport.Adopt(reading, "pipe").Value;
        using ByteTransport source = ByteTransport.Adopt(writing, "pipe").Value;
        using var writer = new ChannelWriter(source) { Deadline = Soon.Deadline };
        writer.WriteUInt16(7);
        writer.Flush();
        writer.WriteDescriptor(file.Fd);
        writer.WriteByte(1);
        Assert.Equal((Errors.DescriptorsUnsupported, "pipe does not support fd passing", 2L), (writer.Error?.Rule, writer.Error?.Detail, writer.Offset));
        using var reader = new ChannelReader(target) { Deadline = Soon.Deadline };
        Assert.Equal(7, reader.ReadUInt16());
        Assert.Null(reader.ReadDescriptor());
        Assert.Equal("pipe does not support fd passing", reader.Error?.Detail);
    }

    private static ParseError? ReadOne(byte[] field, OwnedFd? sent, DescriptorBehaviour behaviour, out OwnedFd? fd, out long offset)
    {
        (UnixChannel a, UnixChannel b) = UnixChannel.Pair();
        using UnixChannel left = a, right = b;
        using var writer = new ChannelWriter(left) { Deadline = Soon.Deadline };
        writer.WriteUInt16(1);
        writer.SendWithDescriptors(field, sent is null ? [] : [sent]);
        writer.Flush();
        left.ShutdownWrite();
        using var reader = new ChannelReader(right, null, behaviour) { Deadline = Soon.Deadline };
        Assert.Equal(1, reader.ReadUInt16());
        fd = reader.ReadDescriptor();
        offset = reader.Offset;
        return reader.Error;
    }

    private static void Write(ChannelWriter writer, byte step, OwnedFd one, OwnedFd two)
    {
        switch (step % 5)
        {
            case 0:
                writer.WriteDescriptor(step < 128 ? one : two);
                break;
            case 1:
                writer.WriteUInt64(step * 0x0101010101010101ul);
                break;
            case 2:
                writer.Write(Enumerable.Repeat(step, step).ToArray());
                break;
            case 3:
                writer.Flush();
                break;
            default:
                writer.SendWithDescriptors([step, step], [one, two]);
                break;
        }
    }

    private static void Check(ChannelReader reader, byte step, OwnedFd one, OwnedFd two)
    {
        switch (step % 5)
        {
            case 0:
                Take(reader.ReadDescriptor(), step < 128 ? one : two);
                break;
            case 1:
                Assert.Equal(step * 0x0101010101010101ul, reader.ReadUInt64());
                break;
            case 2:
                byte[] bytes = new byte[step];
                Assert.True(reader.TryReadExactly(bytes));
                Assert.All(bytes, b => Assert.Equal(step, b));
                break;
            case 3:
                break;
            default:
                Assert.Equal(step | (step << 8), reader.ReadUInt16());
                Take(reader.Arrived.Take(), one);
                Take(reader.Arrived.Take(), two);
                break;
        }
    }

    private static void Take(OwnedFd? taken, OwnedFd expected)
    {
        using OwnedFd? arrived = taken;
        Assert.NotNull(arrived);
        Assert.Equal(Sameness.Same, OpenFileDescription.Compare(arrived, expected));
    }
}
