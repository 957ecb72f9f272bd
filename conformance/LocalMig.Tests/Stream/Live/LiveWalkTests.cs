using LocalMig.Descriptors;
using LocalMig.Stream;
using LocalMig.Stream.Analysis;
using LocalMig.Stream.Live;
using LocalMig.Tests.Descriptors;
using LocalMig.Wire;

namespace LocalMig.Tests.Stream.Live;

public sealed class LiveWalkTests : IDisposable
{
    private readonly UnixChannel _near;
    private readonly UnixChannel _far;
    private readonly ChannelReader _reader;

    public LiveWalkTests()
    {
        (_near, _far) = UnixChannel.Pair();
        _reader = new ChannelReader(_far) { Deadline = Soon.Deadline };
    }

    public static TheoryData<string> MigrationStreams() => StreamRoundTripTests.MigrationStreams();

    public void Dispose()
    {
        _reader.Dispose();
        _near.Dispose();
        _far.Dispose();
    }

    [Theory]
    [MemberData(nameof(MigrationStreams))]
    public void Without_its_description_a_stream_has_the_sections_that_it_has_with_it(string name)
    {
        byte[] stream = StreamFixture.Read(name);
        Send(stream);
        IEnumerable<(long Offset, string Name, long Payload)> walked = Walk(new LiveWalk(_reader))
            .Where(element => element.Element is FooterElement)
            .Select(element => (element.Element.Offset - element.Payload, element.Section!.Name, element.Payload));
        StreamReport report = StreamAnalysis.Analyze(stream);
        IEnumerable<(long, string, long)> analysed = report.Elements
            .Where(node => node.Kind == StreamNodeKind.Section)
            .Select(node => (Note(node, "payload at"), node.Name, Note(node, "payload")));
        Assert.Equal(analysed, walked);
    }

    [Fact]
    public void With_a_description_the_elements_are_the_same()
    {
        byte[] stream = StreamFixture.Read("11.1.3-q35-net-unix-rp.bin");
        VmDescription description = DescriptionSearch.Find(new RecordedInput(stream))!.Value.Description;
        Send(stream);
        int described = Walk(new LiveWalk(_reader, description: description)).Count;
        using var input = new LiveStream(stream);
        Assert.Equal(Walk(new LiveWalk(input.Reader)).Count, described);
    }

    [Fact]
    public void Descriptors_come_with_the_section_that_they_rode_in()
    {
        byte[] stream = StreamFixture.Read("local-11-return-path.bin");
        using var file = new TraceableFile();
        var sender = new Thread(() =>
        {
            _near.Send(stream.AsSpan(0, 624007), Soon.Deadline);
            _near.Send(stream.AsSpan(624007, 1), [file.Fd], Soon.Deadline);
            _near.Send(stream.AsSpan(624008), Soon.Deadline);
            _near.ShutdownWrite();
        });
        sender.Start();
        var walk = new LiveWalk(_reader);
        var found = new List<(string, long)>();
        while (walk.Read().Value is LiveElement element)
        {
            using (element)
                found.AddRange(element.Descriptors.Select(descriptor => (element.Section!.Name, descriptor.Offset)));
        }

        sender.Join();
        Assert.Equal([("net0/0/net-tap", 624007L)], found);
        Assert.Equal(1, file.Open);
    }

    // Of what a reader must look at beyond an element there is no more than the head of the next: a configuration may have a
    // subsection, and a state ends where a footer does that something follows.
    [Fact]
    public void Every_element_comes_out_before_the_next_is_sent()
    {
        byte[] stream = StreamFixture.Read("11.1.3-none-unix.bin");
        StreamReport report = StreamAnalysis.Analyze(stream);
        long sent = 0;
        void SendTo(long end)
        {
            Assert.Null(_near.Send(stream.AsSpan((int)sent, (int)(end - sent)), Soon.Deadline));
            sent = end;
        }

        var walk = new LiveWalk(_reader);
        foreach (StreamNode node in report.Elements)
        {
            long head = node.Kind == StreamNodeKind.Section ? Note(node, "payload at") : node.End;
            SendTo(Math.Min(stream.Length, node.Kind == StreamNodeKind.Configuration ? head + 1 : Math.Max(head, sent)));
            StreamElement element = walk.Read().Value!.Element;
            Assert.Equal(node.Offset, element.Offset);
            if (node.Kind != StreamNodeKind.Section)
                continue;
            // A footer tells its own end where the payload does, as that of RAM; else the head behind it tells.
            SendTo(node.Name == "ram" ? node.End : Math.Min(stream.Length, node.End + 6));
            Assert.Equal(node.End - 5, Assert.IsType<FooterElement>(walk.Read().Value!.Element).Offset);
        }

        Assert.Null(walk.Read().Value);
    }

    [Fact]
    public void Pages_come_out_while_their_part_is_still_being_sent()
    {
        var output = new MemoryOutput();
        var writer = new ElementWriter(output);
        writer.Header();
        writer.Configuration("none");
        writer.SectionStart(new StreamSection(1, "ram", 0, RamReader.Version));
        var ram = new RamWriter(output, new RamForm());
        var block = new RamBlock("pc.ram", 1 << 20);
        ram.Blocks([block]);
        ram.Page(block, 0x1000, new byte[4096]);
        Assert.Null(_near.Send(output.Written.Span, Soon.Deadline));

        using var seen = new SeenPages();
        var walk = new LiveWalk(_reader, seen);
        var reader = new Thread(() =>
        {
            while (walk.Read().TryGet(out LiveElement? element, out _) && element is not null)
                element.Dispose();
        });
        reader.Start();
        Assert.True(seen.First.Wait(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
        _near.ShutdownWrite();
        reader.Join();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0x10)]
    [InlineData(0x28)]
    [InlineData(0x90)]
    [InlineData(0x100)]
    [InlineData(0x109)]
    public void A_stream_that_ends_too_soon_says_where(int length)
    {
        byte[] stream = StreamFixture.Read("11.1.3-none-unix.bin");
        Send(stream.AsSpan(0, length).ToArray());
        var walk = new LiveWalk(_reader);
        ParseError? error;
        while (walk.Read().TryGet(out LiveElement? element, out error))
            Assert.NotNull(element);
        Assert.Equal((Errors.Truncated, (long)length), (error.Rule, error.Offset));
    }

    [Fact]
    public void A_single_byte_changed_ends_in_an_error_at_its_place_or_in_the_end()
    {
        byte[] stream = StreamFixture.Read("7.2.22-none-unix.bin");
        for (int at = 0; at < stream.Length; at++)
        {
            byte good = stream[at];
            stream[at] ^= (byte)(0x01 + (at % 3 * 0x40));
            using var input = new LiveStream(stream);
            var walk = new LiveWalk(input.Reader);
            ParseError? error;
            while (walk.Read().TryGet(out LiveElement? element, out error) && element is not null)
                element.Dispose();
            Assert.InRange(error?.Offset ?? 0, 0, stream.Length);
            Assert.InRange(input.Reader.Offset, 0, stream.Length);
            stream[at] = good;
        }
    }

    private static List<LiveElement> Walk(LiveWalk walk)
    {
        var elements = new List<LiveElement>();
        while (walk.Read().Value is LiveElement element)
            elements.Add(element);
        return elements;
    }

    private static long Note(StreamNode node, string name) => (long)node.Notes.Single(note => note.Name == name).Value.AsUInt64;

    private void Send(byte[] stream)
    {
        new Thread(() =>
        {
            _near.Send(stream, Soon.Deadline);
            _near.ShutdownWrite();
        }).Start();
    }

    private sealed class SeenPages : RamSink, IDisposable
    {
        public ManualResetEventSlim First { get; } = new();

        public override void Page(RamBlock block, ulong address, ReadOnlySpan<byte> bytes, long offset) => First.Set();

        public void Dispose() => First.Dispose();
    }

    // A recorded stream as it comes out of a socket.
    private sealed class LiveStream : IDisposable
    {
        private readonly UnixChannel _near;
        private readonly UnixChannel _far;
        private readonly Thread _sender;

        public LiveStream(byte[] stream)
        {
            (_near, _far) = UnixChannel.Pair();
            Reader = new ChannelReader(_far) { Deadline = Soon.Deadline };
            _sender = new Thread(() =>
            {
                _near.Send(stream, Soon.Deadline);
                _near.ShutdownWrite();
            });
            _sender.Start();
        }

        public ChannelReader Reader { get; }

        public void Dispose()
        {
            _sender.Join();
            Reader.Dispose();
            _near.Dispose();
            _far.Dispose();
        }
    }
}
