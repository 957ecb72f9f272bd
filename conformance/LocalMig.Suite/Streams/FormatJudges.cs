using LocalMig.Stream.Analysis;

namespace LocalMig.Suite.Streams;

/// <summary>The form of the stream around the descriptors: a stream that hands a backend over is still a stream of the format.</summary>
internal static class FormatJudges
{
    /// <summary>In the order of the requirements.</summary>
    public static IReadOnlyList<StreamJudge> All { get; } =
    [
        Form("header", 17, "the header"),
        Form("configuration", 18, "the configuration"),
        Form("elements", 19, "the elements"),
        Form("parts", 20, "the parts of sections"),
        Form("commands", 21, "the commands"),
        Form("ram-records", 22, "the records of RAM"),
        Form("ram-blocks", 23, "the blocks of RAM"),
        Form("versions", 24, "the versions of states"),
        Form("description", 25, "the description"),
    ];

    private static StreamJudge Form(string slug, int number, string what)
    {
        string requirement = $"LM-STREAM-{number:00}";
        return new StreamJudge($"form-of-{slug}", requirement, "descriptor", look =>
        {
            StreamFinding? broken = look.Stream.Report.Findings.FirstOrDefault(finding => finding.Weight == FindingWeight.Error && finding.Requirement == requirement);
            // A sound stream without a descriptor says nothing of local migration.
            if (broken is null && look.Stream.DescriptorFields.Count == 0)
                return;
            look.Judge(what, broken is null, "as the format has them", broken is null ? "as the format has them" : broken.Error.ToString(), Math.Max(broken?.Error.Offset ?? 0, 0));
        });
    }
}
