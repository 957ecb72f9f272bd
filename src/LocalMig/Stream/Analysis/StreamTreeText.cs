using System.Globalization;
using LocalMig.Json;

namespace LocalMig.Stream.Analysis;

/// <summary>Prints a report as a tree: offset, length, element; then what was found.</summary>
public static class StreamTreeText
{
    private const string DescriptorMark = "   <== descriptor";

    /// <summary>Prints the whole report.</summary>
    /// <param name="report">What to print.</param>
    /// <param name="name">What the stream is called.</param>
    /// <param name="output">Where to.</param>
    /// <param name="bytes">The stream, where the bytes of each element are to be printed as well; otherwise null.</param>
    public static void Write(StreamReport report, string name, TextWriter output, SeekableInput? bytes = null)
    {
        WriteHead(report, name, output);
        StreamHexText? hex = bytes is null ? null : new StreamHexText(bytes, output);
        output.WriteLine("    offset    length  element");
        foreach (StreamNode element in report.Elements)
            WriteNode(element, 0, output, hex);
        output.WriteLine();
        WriteFindings(report, output);
    }

    /// <summary>Prints the blocks of RAM with how their pages came, in place of the tree.</summary>
    public static void WriteRam(StreamReport report, string name, TextWriter output)
    {
        WriteHead(report, name, output);
        RamTableText.Write(report, output);
        output.WriteLine();
        WriteFindings(report, output);
    }

    private static void WriteHead(StreamReport report, string name, TextWriter output)
    {
        output.WriteLine(Invariant($"{name}: {Kind(report.Kind)}, {report.Length} bytes"));
        output.WriteLine();
    }

    /// <summary>Prints the errors that were found, and no notes.</summary>
    public static void WriteErrors(StreamReport report, TextWriter output)
    {
        foreach (StreamFinding finding in report.Findings.Where(finding => finding.Weight == FindingWeight.Error))
            WriteFinding(finding, output);
    }

    /// <summary>Prints what was found, and how far the stream was understood.</summary>
    public static void WriteFindings(StreamReport report, TextWriter output)
    {
        foreach (StreamFinding finding in report.Findings)
            WriteFinding(finding, output);
        output.WriteLine(report.Complete
            ? Invariant($"parsed to the last byte, {report.Parsed}; {Count(report)}")
            : Invariant($"parsed to byte {report.Parsed} of {report.Length}; {Count(report)}"));
    }

    private static void WriteNode(StreamNode node, int depth, TextWriter output, StreamHexText? hex)
    {
        string indent = new(' ', depth * 2);
        string mark = node.Descriptors.Count > 0 ? DescriptorMark : "";
        output.WriteLine(Invariant($"{node.Offset,10}{node.Length,10}  {indent}{Label(node)}{mark}"));
        hex?.Write(node, depth);
        foreach (StreamNode child in node.Children)
            WriteNode(child, depth + 1, output, hex);
    }

    private static string Label(StreamNode node)
    {
        string notes = string.Join(", ", node.Notes.Select(note => $"{note.Name} {Note(note.Value)}"));
        string value = node.Value is null ? "" : StreamValueText.Of(node.Value, node.Type);
        return node.Kind switch
        {
            StreamNodeKind.Header => $"header {node.Name}, {notes}",
            StreamNodeKind.Section => $"section {node.Name} ({SectionTag(node.Type)}, {notes})",
            StreamNodeKind.Command => value.Length > 0 ? $"command {node.Name} {value}" : $"command {node.Name}",
            StreamNodeKind.Field or StreamNodeKind.Array when value.Length > 0 => $"{node.Name}: {node.Type} = {value}",
            StreamNodeKind.Field or StreamNodeKind.Array or StreamNodeKind.Struct => notes.Length > 0 ? $"{node.Name}: {node.Type} ({notes})" : $"{node.Name}: {node.Type}",
            StreamNodeKind.Subsection => $"subsection {node.Name} ({notes})",
            StreamNodeKind.RamTotal => $"blocks of {value} bytes in all",
            StreamNodeKind.RamBlock => notes.Length > 0 ? $"block {node.Name}, {value} bytes, {notes}" : $"block {node.Name}, {value} bytes",
            StreamNodeKind.RamBitmap => $"bitmap of {node.Name}: {notes}",
            StreamNodeKind.RamPages => $"pages of {node.Name}: {notes}",
            StreamNodeKind.Packet => $"packet of {(node.Name.Length > 0 ? node.Name : "no block")} ({node.Type}, {notes})",
            StreamNodeKind.Message => $"message {node.Name} {value}",
            StreamNodeKind.Unknown => $"{node.Name} (unknown)",
            _ => notes.Length > 0 ? $"{node.Name} ({notes})" : node.Name,
        };
    }

    private static string Note(JsonValue value) => value.Kind switch
    {
        JsonKind.String => value.AsString,
        JsonKind.Int64 or JsonKind.UInt64 => value.AsUInt64.ToString(CultureInfo.InvariantCulture),
        _ => value.Kind.ToString(),
    };

    private static string SectionTag(string tag) => tag switch
    {
        nameof(StreamTag.SectionStart) => "start",
        nameof(StreamTag.SectionPart) => "part",
        nameof(StreamTag.SectionEnd) => "end",
        _ => "full",
    };

    private static void WriteFinding(StreamFinding finding, TextWriter output)
    {
        string requirement = finding.Requirement is string id ? $" [{id}]" : "";
        output.WriteLine($"{(finding.Weight == FindingWeight.Error ? "error" : "note")}: {finding.Error}{requirement}");
        if (finding.Error.QemuText is string qemu)
            output.WriteLine($"       QEMU says: {qemu}");
    }

    private static string Kind(StreamKind kind) => kind switch
    {
        StreamKind.Migration => "migration stream",
        StreamKind.Cpr => "state of CPR",
        StreamKind.ReturnPath => "return path",
        StreamKind.Multifd => "side channel of multifd",
        _ => "no migration stream",
    };

    private static string Count(StreamReport report)
    {
        int errors = report.Findings.Count(finding => finding.Weight == FindingWeight.Error);
        int notes = report.Findings.Count - errors;
        return Invariant($"{errors} {(errors == 1 ? "error" : "errors")}, {notes} {(notes == 1 ? "note" : "notes")}");
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
