using System.Text;
using FsCheck;
using FsCheck.Fluent;
using LocalMig.Qmp;
using LocalMig.Tests.Parameters;

namespace LocalMig.Tests.Qmp;

public sealed class TranscriptTests
{
    public static TheoryData<string> Recordings => [.. Directory.EnumerateFiles(Fixture.Path("transcripts"), "*.txt", SearchOption.AllDirectories)
        .Select(static f => Path.GetRelativePath(Fixture.Path("transcripts"), f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Recordings))]
    public void Every_recording_is_understood(string file)
    {
        Transcript transcript = Read(file);
        Assert.Empty(transcript.Problems);
        if (Path.GetFileName(file)[0] != 'K')
        {
            Assert.Contains(transcript, static l => l.Kind == TranscriptKind.Greeting);
            Assert.Contains(transcript, static l => l.Kind == TranscriptKind.Command);
        }
    }

    [Theory]
    [MemberData(nameof(Recordings))]
    public void A_recording_written_in_our_notation_says_the_same(string file)
    {
        Transcript recorded = Read(file);
        Transcript own = TranscriptReader.Read(TranscriptWriter.Write(recorded));
        Assert.Empty(own.Problems);
        Assert.Equal(Messages(recorded), Messages(own));
        Assert.Equal(TranscriptWriter.Write(own), TranscriptWriter.Write(TranscriptReader.Read(TranscriptWriter.Write(own))));
    }

    [Fact]
    public void The_escapes_of_the_recordings_are_read_as_they_were_meant()
    {
        Transcript transcript = TranscriptReader.Read("""
            <- {"return": {}}\r\n
            -> {"id":"a\x09b"}\n
            -> {"id":"\x41"}\n
            -> {"id":"a\nb"}\n
            -> {"id":"\f\n"}\n
            -> \\n
            ->    \r\n\xff
            -> {"execute":"getfd","arguments":{"fdname":"sp"}}\n [+ fd in SCM_RIGHTS]
            [src] -> [[[[...[2049 bytes]
            client 2 <- {"QMP": {}}\r\n
            [dst] !! EOF
            ## heading
            """);
        Assert.Equal(
            ["{\"return\": {}}\r\n", "{\"id\":\"a\tb\"}\n", "{\"id\":\"\\x41\"}\n", "{\"id\":\"a\nb\"}\n", "{\"id\":\"\\f\\n\"}\n", "\\\n", "   \r\n\u00ff"],
            transcript.Take(7).Select(static l => Encoding.Latin1.GetString(l.Bytes.Span)));
        Assert.Equal((1, TranscriptKind.Command), (transcript[7].Descriptors, transcript[7].Kind));
        Assert.Equal((2049, "src"), (transcript[8].FullLength, transcript[8].Side));
        Assert.Equal(("client-2", TranscriptKind.Greeting), (transcript[9].Side, transcript[9].Kind));
        Assert.Equal(("dst", TranscriptKind.Eof), (transcript[10].Side, transcript[10].Kind));
        Assert.Equal(TranscriptKind.Note, transcript[11].Kind);
    }

    [Theory]
    [InlineData(10_000, 0, 10_001)]
    [InlineData(10_001, 1, 1)]
    [InlineData(int.MaxValue, 1, 1)]
    public void A_line_is_thought_again_no_more_often_than_a_recorder_would_shorten_it(int times, int problems, int replies)
    {
        Transcript transcript = TranscriptReader.Read($"<- {{\"return\": {{}}}}\\r\\n\n## (previous line repeated {times} more times)\n");
        Assert.Equal(problems, transcript.Problems.Count);
        Assert.Equal(replies, transcript.Count(static line => line.Kind == TranscriptKind.Reply));
    }

    [Fact]
    public void Our_notation_is_read_as_it_is_described()
    {
        Transcript transcript = TranscriptReader.Read("""
            #! localmig transcript 1
            # words
            src $ qemu-system-x86_64 -S
            @0.5 src !! open
            src -> +2fd {"execute": "getfd"}
            src => {"a"\n\xff\\
            src <= {"ret
            @1.250000 src <- {"return": {}}
            src !! eof
            """);
        Assert.Empty(transcript.Problems);
        Assert.Equal(
            [TranscriptKind.Note, TranscriptKind.Note, TranscriptKind.Note, TranscriptKind.Open, TranscriptKind.Command, TranscriptKind.Unparsed, TranscriptKind.Unparsed, TranscriptKind.Reply, TranscriptKind.Eof],
            transcript.Select(static l => l.Kind));
        Assert.Equal(2, transcript[4].Descriptors);
        Assert.Equal("{\"a\"\n\u00ff\\", Encoding.Latin1.GetString(transcript[5].Bytes.Span));
        Assert.Equal(TimeSpan.FromSeconds(1.25), transcript[7].Time);
        Assert.Equal(8, transcript[7].LineNumber);
    }

    [Theory]
    [InlineData("src => \\q", "line 2")]
    [InlineData("src ~> {}", "line 2")]
    [InlineData("@x src -> {}", "line 2")]
    [InlineData("src -> +xfd {}", "line 2")]
    public void A_line_that_is_not_understood_is_a_problem_at_its_line(string row, string place)
    {
        Transcript transcript = TranscriptReader.Read(TranscriptReader.FirstLine + "\n" + row + "\n");
        Assert.Equal(("transcript.line", place), (transcript.Problems[0].Code, transcript.Problems[0].Path));
    }

    [Property(MaxTest = 300)]
    public void Any_bytes_in_any_pieces_survive_writing_and_reading(NonEmptyArray<NonEmptyArray<byte>> pieces)
    {
        var text = new StringWriter();
        var writer = new TranscriptWriter(text);
        foreach (NonEmptyArray<byte> piece in pieces.Get)
            writer.Message("vm", TranscriptDirection.Sent, piece.Get, piece.Get[0] % 3);
        writer.Flush();
        Transcript transcript = TranscriptReader.Read(text.ToString());
        Assert.Empty(transcript.Problems);
        Assert.Equal(pieces.Get.SelectMany(static p => p.Get), transcript.SelectMany(static l => l.Bytes.ToArray()));
        Assert.Equal(pieces.Get.Sum(static p => p.Get[0] % 3), transcript.Sum(static l => l.Descriptors));
    }

    private static Transcript Read(string file) => TranscriptReader.Read(Fixture.Text("transcripts/" + file));

    private static List<string> Messages(Transcript transcript) =>
        [.. transcript.Where(static l => l.Kind != TranscriptKind.Note).Select(static l =>
            $"{(l.Side.Length == 0 ? "vm" : l.Side)} {l.Direction} {(l.FullLength is null ? l.Kind : TranscriptKind.Unparsed)} {l.Descriptors} {Convert.ToHexString(l.Bytes.Span)}")];
}
