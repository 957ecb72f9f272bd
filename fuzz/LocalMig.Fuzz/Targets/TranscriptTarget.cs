using System.Text;
using LocalMig.Fuzz.Mutators;
using LocalMig.Qmp;
using LocalMig.Wire;

namespace LocalMig.Fuzz.Targets;

/// <summary>Transcripts in their three notations.</summary>
public sealed class TranscriptTarget : FuzzTarget
{
    /// <inheritdoc/>
    public override string Name => "transcript";

    /// <inheritdoc/>
    public override string Summary => "transcripts in all notations: problems stand at lines that are there; what is written in our notation is read as the same conversation";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outcomes { get; } = [Accepted, Errors.TranscriptLine.Code, Errors.LimitExceeded.Code];

    /// <inheritdoc/>
    public override IReadOnlyList<string> ParserFiles =>
    [
        "src/LocalMig/Qmp/TranscriptReader.cs", "src/LocalMig/Qmp/OwnTranscriptLine.cs", "src/LocalMig/Qmp/RecordedTranscriptLine.cs", "src/LocalMig/Qmp/TranscriptSession.cs",
    ];

    /// <inheritdoc/>
    public override int MaximumLength => 2048;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Dictionary { get; } = Words.Of(
        "#! localmig transcript 1\n", "src -> ", "src <- ", "src => ", "dst <= ", "src !! open\n", "dst !! eof\n", "src !! close\n", "src !! half-close\n", "+1fd ", "@1.250000 ", "src $ ", "\\r\\n",
        "\\x41", "[src] -> ", "{\"return\": {}}", "{\"event\": \"STOP\"}", "# ", "...[99 bytes]",
        "## (previous line repeated 3 more times)\n", " [+ fd in SCM_RIGHTS]", "   # with 2", "(split over 3 writes) ", "client 2 <- ");

    /// <inheritdoc/>
    public override IStructureMutator Mutator { get; } = new LineMutator(
    [
        "#! localmig transcript 1", "src -> {\"execute\": \"stop\", \"id\": 1}", "src <- {\"return\": {}, \"id\": 1}", "src <- {\"QMP\": {\"version\": {}, \"capabilities\": []}}",
        "src -> {\"execute\": \"qmp_capabilities\"}", "@0.500000 src => {\"x\\n\\xff", "src <- {\"event\": \"STOP\", \"timestamp\": {\"seconds\": 1, \"microseconds\": 2}}", "dst !! open", "src !! half-close",
        "src -> +2fd {\"execute\": \"getfd\"}", "src <- {\"error\": {\"class\": \"GenericError\", \"desc\": \"x\"}}", "[src] -> {\"execute\": \"stop\"}\\n", "[src] <- {\"return\": {}}\\r\\n", "# note", "## heading",
        "-> {\"execute\": \"cont\"}", "<- {\"return\": {}}", "src <- EOF", "<<< connection closed >>>",
    ]);

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds(string fixtures) =>
        SeedInputs.Files(fixtures, "transcripts", "*.txt").SelectMany(static path => SeedInputs.Pieces(File.ReadAllText(path), 6).Take(12)).Where(static piece => piece.Length < 1200)
            .Concat(Words.Of(
                "#! localmig transcript 1\n# note\nsrc $ qemu -M none\nsrc !! open\n@1.250000 src <- {\"QMP\": {\"version\": {}, \"capabilities\": []}}\nsrc -> {\"execute\": \"qmp_capabilities\"}\nsrc <- {\"return\": {}}\nsrc <- {\"event\": \"STOP\"}\nsrc => +1fd {\"x\\n\\x41\\xff\ndst <= {\"ret\\r\\n\nsrc !! half-close\nsrc !! close\ndst !! eof\n",
                "[src] -> {\"execute\": \"getfd\"}\\n [+ fd in SCM_RIGHTS]\n[src] <- {\"return\": {}}\\r\\n\n## (previous line repeated 3 more times)\n[src] -> (split over 3 writes) {\"execute\": \"stop\"}\\n\nclient 2 <- {\"return\": {\"a\"...[99 bytes]\n",
                "src -> {\"execute\": \"getfd\"}   # with 2 descriptors\nsrc <- {\"return\": {}}\n",
                "#! localmig transcript 1\n@x src !! open\nsrc ?? x\nsrc -> +xfd {}\nsrc => \\q\nsrc => \\xzz\nsrc => \\\nsrc => a\u0001\nsrc => \\x2b\\\\\\t\n",
                "#! localmig transcript 1\nsrc !! open\nsrc <- {\"QMP\": {\"version\": {\"qemu\": {\"major\": 7}}, \"capabilities\": []}}\nsrc <- {\"QMP\": {\"version\": {}, \"capabilities\": []}}\nsrc <- {\"return\": {}, \"error\": {}}\nsrc <- {\"event\": 1}\nsrc <- {}\nsrc !! eof\nsrc <- {\"return\": {}}\nsrc <- {\"QMP\": {}}\n",
                "[src] <- EOF\n[src] -> {\"execute\": \"cont\"}\\n\n[src] <- {\"return\": {}}\\r\\n\n"))
            .Concat(SeedInputs.Transcripts(fixtures).Select(static transcript => Encoding.UTF8.GetBytes(TranscriptWriter.Write(transcript.Take(8)))).Where(static text => text.Length < 1500));

    /// <inheritdoc/>
    public override string Run(ReadOnlySpan<byte> input)
    {
        string text = Encoding.UTF8.GetString(input);
        Transcript transcript = TranscriptReader.Read(text);
        int lines = input.Count((byte)'\n') + 1;
        foreach (ParseError problem in TranscriptCheck.Check(transcript))
        {
            Check(problem.Path.StartsWith("line ", StringComparison.Ordinal) && int.TryParse(problem.Path.AsSpan(5), out int line) && line >= 1 && line <= lines, "a problem stands at a line that is there", problem.ToString);
        }

        return transcript.Problems.Count > 0 ? transcript.Problems[0].Code : Accepted;
    }

    /// <inheritdoc/>
    public override void Examine(ReadOnlySpan<byte> input)
    {
        Transcript transcript = TranscriptReader.Read(Encoding.UTF8.GetString(input));
        TranscriptLine[] told = [.. transcript.Where(static line => line.FullLength is null && line.Kind != TranscriptKind.Note)];
        _ = TranscriptWriter.Write(transcript);
        string written = TranscriptWriter.Write(told);
        Transcript again = TranscriptReader.Read(written);
        Check(again.Problems.Count == 0, "what is written in our notation is read", () => again.Problems[0].ToString());
        TranscriptLine[] read = [.. again.Where(static line => line.Kind != TranscriptKind.Note)];
        Check(read.Length == told.Length, "no line is lost or made up", () => written);
        for (int i = 0; i < read.Length; i++)
        {
            Check(read[i].Side == (told[i].Side.Length == 0 ? "vm" : told[i].Side), "a line keeps its side", () => written);
            Check(read[i].Direction == told[i].Direction && read[i].Bytes.Span.SequenceEqual(told[i].Bytes.Span), "a line keeps its bytes and its direction", () => written);
            Check(read[i].Descriptors == told[i].Descriptors, "a line keeps its descriptors", () => written);
        }
    }
}
