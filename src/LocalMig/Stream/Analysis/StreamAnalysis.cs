using System.Buffers.Binary;
using LocalMig.Wire;

namespace LocalMig.Stream.Analysis;

/// <summary>Takes a whole recorded stream apart, whatever kind it is.</summary>
public static class StreamAnalysis
{
    /// <summary>Analyses a stream in memory.</summary>
    /// <param name="stream">All its bytes.</param>
    /// <param name="log">Where descriptors rode on it, if that was recorded.</param>
    /// <param name="limits">How much of anything is accepted; by default <see cref="Limits.Untrusted"/>.</param>
    /// <param name="kind">What kind it is; null where its first bytes tell.</param>
    public static StreamReport Analyze(ReadOnlyMemory<byte> stream, DescriptorLog? log = null, Limits? limits = null, StreamKind? kind = null) =>
        Analyze(new RecordedInput(stream) { Limits = limits ?? Limits.Untrusted }, log, kind);

    /// <summary>Analyses a recorded stream.</summary>
    /// <param name="input">The stream, from offset 0; it may be larger than memory.</param>
    /// <param name="log">Where descriptors rode on it, if that was recorded.</param>
    /// <param name="kind">What kind it is; null where its first bytes tell.</param>
    public static StreamReport Analyze(SeekableInput input, DescriptorLog? log = null, StreamKind? kind = null)
    {
        var findings = new List<StreamFinding>();
        var wrong = new List<ParseError>();
        input.WrongServiceBytes = wrong;
        StreamKind known = kind ?? KindOf(input);
        input.Seek(0);
        RamStatistics ram = new();
        RamForm form = new();
        IReadOnlyList<StreamNode> elements = known switch
        {
            StreamKind.Cpr => CprWalk.Elements(input, findings),
            StreamKind.Multifd => MultifdWalk.Elements(input, findings, ram),
            StreamKind.ReturnPath => ReturnPathWalk.Elements(input, findings),
            _ => Migration(input, findings, out ram, out form),
        };
        long parsed = elements.Count == 0 ? 0 : elements[^1].Kind == StreamNodeKind.Unknown ? elements[^1].Offset : elements[^1].End;
        findings.AddRange(wrong.Select(error => new StreamFinding(FindingWeight.Error, error with { Path = SectionAt(elements, error.Offset) })));
        if (log is not null)
            CompareWithLog(elements, log, findings);
        return new StreamReport(known, elements, findings, parsed, input.End) { Ram = ram.Blocks, RamForm = form };
    }

    private static string SectionAt(IReadOnlyList<StreamNode> elements, long offset) =>
        elements.FirstOrDefault(element => element.Offset <= offset && offset < element.End)?.Name ?? "";

    private static StreamKind KindOf(SeekableInput input)
    {
        input.Seek(0);
        ReadOnlySpan<byte> stream = input.PeekAll();
        uint magic = stream.Length >= 4 ? BinaryPrimitives.ReadUInt32BigEndian(stream) : 0;
        return magic switch
        {
            StreamFormat.Magic => StreamKind.Migration,
            CprState.Magic => StreamKind.Cpr,
            MultifdFormat.Magic => StreamKind.Multifd,
            _ => ReturnPathWalk.Begins(input) ? StreamKind.ReturnPath : StreamKind.Unknown,
        };
    }

    private static StreamNode[] Migration(SeekableInput input, List<StreamFinding> findings, out RamStatistics ram, out RamForm form)
    {
        (VmDescription, long)? found = DescriptionSearch.Find(input);
        input.Seek(0);
        var walk = new StreamWalk(input, found, findings);
        StreamNode[] elements = [.. walk.Elements()];
        (ram, form) = (walk.RamStatistics, walk.RamForm);
        return elements;
    }

    // Each descriptor belongs to the service byte that it rode on; the field order is that of the bytes.
    private static void CompareWithLog(IReadOnlyList<StreamNode> elements, DescriptorLog log, List<StreamFinding> findings)
    {
        var fields = elements.SelectMany(element => element.All).SelectMany(node => node.Descriptors).ToHashSet();
        foreach (long offset in log.Offsets)
        {
            if (!fields.Remove(offset))
                findings.Add(new StreamFinding(FindingWeight.Error, ParseError.At(Errors.StreamStrayDescriptor, offset, "a descriptor rode on this byte")));
        }

        foreach (long offset in fields.Order())
            findings.Add(new StreamFinding(FindingWeight.Error, ParseError.At(Errors.DescriptorMissing, offset, "no descriptor rode on this service byte") with { QemuText = "no FD come with service byte" }));
    }
}
