using System.Globalization;
using LocalMig.Stream;
using LocalMig.Stream.Analysis;

namespace LocalMig.Suite.Streams;

/// <summary>Descriptors and their service bytes in the stream, whatever device they belong to (specification, section 5).</summary>
internal static class DescriptorJudges
{
    private const string NoArrival = "record of where descriptors rode";

    /// <summary>In the order of the requirements.</summary>
    public static IReadOnlyList<StreamJudge> All { get; } =
    [
        new("descriptors-in-the-main-channel", "LM-TRANSFER-01", NoArrival, EachArrival((look, section, field) =>
            look.Judge($"the descriptor of {section.Name}", Count(look, field.Offset) > 0, "in this stream", Count(look, field.Offset) > 0 ? "in this stream" : "not in this stream", field.Offset))),
        new("service-byte", "LM-TRANSFER-03", "descriptor", look =>
        {
            foreach ((StreamNode section, StreamNode field) in look.Stream.DescriptorFields)
                look.Judge($"the service byte of {section.Name}", look.Stream[field.Offset] == StreamFormat.ServiceByte, "0x20", $"0x{look.Stream[field.Offset]:x2}", field.Offset);
        }),
        new("one-descriptor-per-message", "LM-TRANSFER-04", NoArrival, EachArrival((look, section, field) =>
            look.Judge($"descriptors in the message of {section.Name}", 1, Count(look, field.Offset), field.Offset))),
        new("descriptor-rides-on-its-field", "LM-TRANSFER-05", NoArrival, EveryArrivalHasItsField),
        new("queues-in-order", "LM-TRANSFER-16", "TAP with several queues", Order),
        new("no-descriptor-but-the-backends", "LM-STREAM-10", NoArrival, look =>
        {
            if (look.Stream.Arrivals is { Count: > 0 } arrivals)
                look.Judge("descriptors in the stream", look.Stream.DescriptorFields.Count, arrivals.Count, arrivals[0]);
        }),
        new("section-ids-of-their-own", "LM-STREAM-26", "section", SectionIds),
        new("descriptor-described-with-size-0", "LM-STREAM-14", "description of a descriptor", look =>
        {
            foreach ((StreamNode section, StreamNode field) in look.Stream.DescriptorFields)
            {
                bool zero = look.Stream.Report.Findings.Any(finding => finding.Requirement == "LM-STREAM-14" && finding.Error.Path.StartsWith(section.Name, StringComparison.Ordinal));
                look.Judge($"the described size of {section.Name}.{field.Name}", zero, "0", zero ? "0" : "1", field.Offset);
            }
        }),
        new("read-to-its-end-by-its-description", "LM-STREAM-15", "descriptor", look =>
        {
            StreamReport report = look.Stream.Report;
            string wrong = report.Findings.FirstOrDefault(finding => finding.Weight == FindingWeight.Error)?.Error.ToString() ?? "";

            // Where the description is wrong before it comes to the descriptor, none is found; that one arrived tells that there is one.
            if (look.Stream.DescriptorFields.Count == 0 && (wrong.Length == 0 || look.Stream.Arrivals is not { Count: > 0 }))
                return;
            look.Judge(
                "how far the description leads",
                report.Complete && wrong.Length == 0,
                string.Create(CultureInfo.InvariantCulture, $"byte {report.Length}"),
                string.Create(CultureInfo.InvariantCulture, $"byte {report.Parsed}{(wrong.Length > 0 ? ", " : "")}{wrong}"),
                report.Parsed);
        }),
    ];

    // A section in parts is told once, with its first part.
    private static void SectionIds(StreamLook look)
    {
        var seen = new Dictionary<ulong, string>();
        foreach (StreamNode section in look.Stream.Report.Elements.Where(static n => n.Kind == StreamNodeKind.Section && n.Type is nameof(StreamTag.SectionStart) or nameof(StreamTag.SectionFull)))
        {
            ulong id = StreamEvidence.Note(section, "id");
            bool own = seen.TryAdd(id, section.Name);
            look.Judge($"the id {id} of {section.Name}", own, "its own", own ? "its own" : $"that of {seen[id]}", section.Offset);
        }
    }

    private static Action<StreamLook> EachArrival(Action<StreamLook, StreamNode, StreamNode> judge) => look =>
    {
        if (look.Stream.Arrivals is null)
            return;
        foreach ((StreamNode section, StreamNode field) in look.Stream.DescriptorFields)
            judge(look, section, field);
    };

    private static int Count(StreamLook look, long offset) => look.Stream.Arrivals!.Count(arrival => arrival == offset);

    private static void EveryArrivalHasItsField(StreamLook look)
    {
        foreach (long arrival in look.Stream.Arrivals ?? [])
        {
            bool field = look.Stream.DescriptorFields.Any(pair => pair.Field.Offset == arrival);
            look.Judge("the byte that a descriptor rode on", field, "a descriptor field", field ? "a descriptor field" : "something else", arrival);
        }
    }

    private static void Order(StreamLook look)
    {
        foreach (IGrouping<string, StreamNode> netdev in look.Stream.TapQueues.GroupBy(section => section.Name.Split('/')[0], StringComparer.Ordinal))
        {
            string order = string.Join(' ', netdev.Select(section => section.Name.Split('/')[^2]));
            string expected = string.Join(' ', Enumerable.Range(0, netdev.Count()));
            if (netdev.Count() > 1)
                look.Judge($"the order of the queues of {netdev.Key}", order == expected, expected, order, netdev.First().Offset);
        }
    }
}
