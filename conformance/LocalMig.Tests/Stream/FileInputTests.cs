using LocalMig.Stream;
using LocalMig.Stream.Analysis;
using LocalMig.Wire;

namespace LocalMig.Tests.Stream;

/// <summary>A file is the same whether it is looked at in place or read through a window.</summary>
public sealed class FileInputTests : IDisposable
{
    private const int Length = 700_001;

    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Property(MaxTest = 40)]
    public void Bytes_come_alike_from_wherever_they_are_asked_for((int At, int Count)[] looks)
    {
        byte[] bytes = Random();
        using var inPlace = new FileInput(_path, long.MaxValue);
        using var window = new FileInput(_path, mostInPlace: 0);
        foreach ((int at, int count) in looks)
        {
            int offset = (int)((uint)at * 15485863L % (Length + 1));
            int wanted = (int)((uint)count * 7919L % (ByteInput.PeekLimit + 1));
            int there = Math.Min(wanted, Length - offset);
            foreach (FileInput input in (FileInput[])[inPlace, window])
            {
                input.Seek(offset);
                Assert.True(input.Peek(wanted).Length >= there);
                Assert.True(input.Peek(wanted)[..there].SequenceEqual(bytes.AsSpan(offset, there)));
                Assert.True(input.PeekAll().SequenceEqual(bytes.AsSpan(offset)));
                input.Skip(there);
                Assert.Equal(offset + there, input.Offset);
                Assert.Equal(offset + there == Length, input.AtEnd);
            }
        }
    }

    [Fact]
    public void A_file_read_to_its_end_in_steps_is_whole()
    {
        byte[] bytes = Random();
        using var input = new FileInput(_path, mostInPlace: 0);
        var read = new MemoryStream();
        while (!input.AtEnd)
            read.Write(input.ReadBytes((int)Math.Min(4097, input.End - input.Offset)));
        Assert.Equal(bytes, read.ToArray());
        input.Skip(1);
        Assert.Equal((Errors.Truncated, (long)Length), (input.Error!.Rule, input.Error.Offset));
    }

    [Theory]
    [InlineData("11.1.3-q35-unix.bin")]
    [InlineData("local-11-return-path.bin")]
    [InlineData("local-10-multifd.conn2.bin")]
    [InlineData("11.1.3-q35-net-unix-rp.rp.bin")]
    public void A_stream_is_analysed_alike(string name)
    {
        using var input = new FileInput(StreamFixture.Path(name), mostInPlace: 0);
        Assert.Equal(Tree(StreamAnalysis.Analyze(StreamFixture.Read(name))), Tree(StreamAnalysis.Analyze(input)));
    }

    // A file that has become shorter ends sooner: nothing that was there before is made up.
    [Fact]
    public void A_file_that_was_cut_while_it_is_read_ends_where_it_was_cut()
    {
        byte[] bytes = Random();
        using var input = new FileInput(_path, mostInPlace: 0);
        using (var file = new FileStream(_path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            file.SetLength(300_000);
        input.Seek(299_990);
        Assert.True(input.Peek(100).SequenceEqual(bytes.AsSpan(299_990, 10)));
    }

    private static string Tree(StreamReport report)
    {
        using var text = new StringWriter();
        StreamTreeText.Write(report, "a stream", text);
        return text.ToString();
    }

    private byte[] Random()
    {
        var bytes = new byte[Length];
        new Random(1).NextBytes(bytes);
        File.WriteAllBytes(_path, bytes);
        return bytes;
    }
}
