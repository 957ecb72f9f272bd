using LocalMig.Stream;
using LocalMig.Stream.Analysis;

namespace LocalMig.Machine.Recording;

/// <summary>A place of a recorded stream where a descriptor rode.</summary>
/// <param name="Offset">The byte that it rode on.</param>
/// <param name="Section">The section that the byte is in, or for a CPR state the name of the descriptor.</param>
/// <param name="Field">The field, where one is known.</param>
public sealed record RecordedDescriptor(long Offset, string Section, string Field)
{
    /// <summary>How errors name it.</summary>
    public string Name => Field.Length == 0 ? Section : $"{Section}.{Field}";

    /// <summary>Finds all of them, in the order of their bytes: what fields tell, and what a log tells beyond them.</summary>
    /// <param name="report">The stream taken apart.</param>
    /// <param name="log">Where descriptors rode, if that was recorded.</param>
    public static IReadOnlyList<RecordedDescriptor> Of(StreamReport report, DescriptorLog? log)
    {
        ArgumentNullException.ThrowIfNull(report);
        var found = new SortedDictionary<long, RecordedDescriptor>();
        foreach (StreamNode element in report.Elements)
            Collect(element, element.Name, "", found);
        foreach (long offset in log?.Offsets ?? [])
        {
            if (!found.ContainsKey(offset))
                found[offset] = new RecordedDescriptor(offset, report.Elements.FirstOrDefault(element => element.Offset <= offset && offset < element.End)?.Name ?? "", "");
        }

        return [.. found.Values];
    }

    /// <summary>Whether a name that people write means this one: the section, the section and the field, or what a section's name begins
    /// with (<c>net0</c> and <c>net0/0</c> mean <c>net0/0/net-tap</c>).</summary>
    public bool Is(string name) =>
        string.Equals(name, Section, StringComparison.Ordinal)
        || string.Equals(name, Name, StringComparison.Ordinal)
        || Section.StartsWith(name + "/", StringComparison.Ordinal);

    private static void Collect(StreamNode node, string section, string path, SortedDictionary<long, RecordedDescriptor> found)
    {
        foreach (long offset in node.Descriptors)
            found[offset] = new RecordedDescriptor(offset, section, path);
        // An entry of a list names itself.
        StreamNode? name = node.Kind == StreamNodeKind.Struct ? node.Children.FirstOrDefault(static child => child.Name == "name") : null;
        if (name?.Value is VmStateBytes bytes && StreamValueText.Text(bytes.Value.Span) is string own)
            (section, path) = (own, "");
        foreach (StreamNode child in node.Children)
            Collect(child, section, path.Length == 0 ? child.Name : $"{path}.{child.Name}", found);
    }
}
