using LocalMig.Stream;
using LocalMig.Stream.Analysis;
using LocalMig.Wire;

namespace LocalMig.Tests.Stream;

public sealed class StreamRoundTripTests
{
    public static TheoryData<string> MigrationStreams() => [.. StreamFixture.All().Where(name => !name.Contains(".rp.", StringComparison.Ordinal) && !name.Contains(".conn", StringComparison.Ordinal) && !name.Contains("cpr-state", StringComparison.Ordinal))];

    public static TheoryData<string> ReturnPaths() => [.. StreamFixture.All().Where(name => name.Contains(".rp.", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(MigrationStreams))]
    public void A_recorded_stream_is_written_anew_byte_for_byte(string name)
    {
        byte[] recorded = StreamFixture.Read(name);
        VmDescription description = DescriptionSearch.Find(recorded, 0, Limits.Untrusted)!.Value.Description;
        Assert.Equal(recorded, Rewriting.Rewrite(new RecordedInput(recorded), description));
    }

    [Fact]
    public void The_recorded_state_of_cpr_is_written_anew_byte_for_byte()
    {
        byte[] recorded = StreamFixture.Read("11.1.3-cpr-state-plain.bin");
        var output = new MemoryOutput();
        output.Write(recorded.AsSpan(0, 8));
        VmStateValues values = VmStateReader.Load(new RecordedInput(recorded.AsMemory(8), 8), CprState.Description, 1, "").Value;
        VmStateWriter.Save(output, CprState.Description, values);
        Assert.Equal(recorded, output.Written.ToArray());
        Assert.Equal(6, output.Descriptors.Count);
        Assert.Equal(36, output.Descriptors[0]);
    }

    [Theory]
    [InlineData("local-10-multifd.conn1.bin", 1)]
    [InlineData("local-10-multifd.conn2.bin", 1)]
    public void A_recorded_side_channel_of_multifd_is_written_anew_byte_for_byte(string name, int leastPages)
    {
        byte[] recorded = StreamFixture.Read(name);
        var input = new MemoryInput(recorded);
        var reader = new MultifdReader(input);
        var output = new MemoryOutput();
        var writer = new MultifdWriter(output);
        writer.Handshake(reader.ReadHandshake().Value);
        uint pages = 0;
        while (reader.ReadPacket().Value is MultifdPacket packet)
        {
            writer.Packet(packet);
            output.Write(input.ReadBytes((int)packet.DataLength));
            pages += packet.NormalPages;
        }

        Assert.True(output.Written.Span.SequenceEqual(recorded));
        Assert.InRange((int)pages, leastPages, 1000);
    }

    [Theory]
    [MemberData(nameof(ReturnPaths))]
    public void A_recorded_return_path_is_written_anew_byte_for_byte(string name)
    {
        byte[] recorded = StreamFixture.Read(name);
        var reader = new ReturnPathReader(new MemoryInput(recorded));
        var output = new MemoryOutput();
        var writer = new ReturnPathWriter(output);
        while (reader.Read().Value is ReturnPathMessage message)
            writer.Write(message.Type, message.Data.Span);
        Assert.Equal(recorded, output.Written.ToArray());
    }
}
