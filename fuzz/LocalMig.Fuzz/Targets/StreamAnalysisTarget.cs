using System.Text.Json;
using LocalMig.Fuzz.Mutators;
using LocalMig.Stream;
using LocalMig.Stream.Analysis;

namespace LocalMig.Fuzz.Targets;

/// <summary>A recorded stream of any kind: everything that <c>localmig analyze</c> does with a file.</summary>
public sealed class StreamAnalysisTarget : FuzzTarget
{
    /// <inheritdoc/>
    public override string Name => "stream-analysis";

    /// <inheritdoc/>
    public override string Summary => "what analyze does with a file of any kind: elements one behind the other, errors inside the input, a text of it all";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outcomes { get; } = [Accepted, .. Targets.Outcomes.Of("stream.", "wire.", "descriptor.")];

    /// <inheritdoc/>
    public override IReadOnlyList<string> ParserFiles =>
    [
        "src/LocalMig/Stream/Analysis/",
    ];

    /// <inheritdoc/>
    public override int MaximumLength => 8192;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Dictionary { get; } =
    [
        .. Words.Bytes("5145564d00000003", "5143505200000001", "1122334400000001", "0700000004", "7e00000002", "0000000000000010", "0000000000000200", "0000000000002004", "01000000020372616d0000000000000004", "0400000007"),
        .. Words.Of("ram", "net-tap", "configuration/capabilities", "mapped-ram", "x-ignore-shared", "pc.ram", "\"devices\": ", "\"fields\": ", "\"type\": \"fd\""),
    ];

    /// <inheritdoc/>
    public override IStructureMutator Mutator { get; } = new StreamMutator();

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds(string fixtures)
    {
        foreach (string path in SeedInputs.Files(fixtures, "streams", "*.bin").Where(static path => new FileInfo(path).Length < 2048))
            yield return File.ReadAllBytes(path);
        foreach (string path in SeedInputs.Files(fixtures, "streams", "*.conn?.bin"))
            yield return File.ReadAllBytes(path)[..1464];
        foreach (byte[] made in StreamTarget.Made())
            yield return made;
    }

    /// <inheritdoc/>
    public override string Run(ReadOnlySpan<byte> input)
    {
        StreamReport report = StreamAnalysis.Analyze(input.ToArray());
        CheckReport(report, input.Length);
        Check(report.HasErrors == report.Findings.Any(static finding => finding.Weight == FindingWeight.Error), "a report has errors where one of its findings is one");
        foreach (StreamFinding finding in report.Findings)
        {
            if (finding.Weight == FindingWeight.Error)
                return finding.Error.Code;
        }

        return Accepted;
    }

    /// <inheritdoc/>
    public override void Examine(ReadOnlySpan<byte> input)
    {
        byte[] bytes = input.ToArray();
        StreamReport report = StreamAnalysis.Analyze(bytes);
        using var text = new StringWriter();
        StreamTreeText.Write(report, "fuzz", text, new RecordedInput(bytes));
        StreamTreeText.Write(report, "fuzz", text);
        StreamTreeText.WriteRam(report, "fuzz", text);
        StreamTreeText.WriteErrors(report, text);
        Check(report.Sections("ram").Count() <= report.Elements.Count, "sections are elements");
        CheckLog(report, bytes);
        CheckJson(output => StreamTreeJson.Write(report, "fuzz", output));
        if (report.Kind == StreamKind.Migration)
            CheckJson(output => AnalyzeMigrationJson.Write(report, new RecordedInput(bytes), output));
    }

    // A log that tells of just the descriptors that were found changes nothing; an empty one makes a finding of each.
    private static void CheckLog(StreamReport report, byte[] bytes)
    {
        long[] descriptors = [.. report.Elements.SelectMany(static element => element.All).SelectMany(static node => node.Descriptors).Distinct()];
        Check(StreamAnalysis.Analyze(bytes, new DescriptorLog(descriptors)).Findings.Count == report.Findings.Count, "descriptors where they are expected are no finding");
        Check(StreamAnalysis.Analyze(bytes, new DescriptorLog([])).Findings.Count == report.Findings.Count + descriptors.Length, "every descriptor that did not come is a finding");
        Check(StreamAnalysis.Analyze(bytes, new DescriptorLog([.. descriptors, long.MaxValue])).Findings.Count == report.Findings.Count + 1, "a descriptor that nobody expected is a finding");
    }

    private static void CheckJson(Action<System.IO.Stream> write)
    {
        using var output = new MemoryStream();
        write(output);
        using var read = JsonDocument.Parse(output.GetBuffer().AsMemory(0, (int)output.Length), new JsonDocumentOptions { MaxDepth = 1000 });
        Check(read.RootElement.ValueKind == JsonValueKind.Object, "a report is a JSON object");
    }

    private static void CheckReport(StreamReport report, int length)
    {
        long at = 0;
        foreach (StreamNode node in report.Elements)
        {
            Check(node.Offset >= at && node.Length >= 0 && node.Offset + node.Length <= length, "elements stand one behind the other inside the input");
            at = node.Offset + node.Length;
        }

        foreach (StreamFinding finding in report.Findings)
            Check(finding.Error.Offset >= -1 && finding.Error.Offset <= length, "an error lies inside the input", finding.Error.ToString);
        Check(report.Parsed >= 0 && report.Parsed <= length, "no more is parsed than there is");
    }
}
