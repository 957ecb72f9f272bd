using System.Globalization;
using System.Text;
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
        var line = new StringBuilder();
        foreach (StreamNode element in report.Elements)
            WriteNode(element, 0, line, output, hex);
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

    // A stream of a few hundred kilobytes has thousands of lines: each is put together in the same place.
    private static void WriteNode(StreamNode node, int depth, StringBuilder line, TextWriter output, StreamHexText? hex)
    {
        line.Clear().Append(CultureInfo.InvariantCulture, $"{node.Offset,10}{node.Length,10}  ").Append(' ', depth * 2);
        AppendLabel(line, node);
        if (node.Descriptors.Count > 0)
            line.Append(DescriptorMark);
        output.WriteLine(line);
        hex?.Write(node, depth);
        foreach (StreamNode child in node.Children)
            WriteNode(child, depth + 1, line, output, hex);
    }

    private static void AppendLabel(StringBuilder line, StreamNode node)
    {
        switch (node.Kind)
        {
            case StreamNodeKind.Header:
                AppendNotes(line.Append("header ").Append(node.Name), node, ", ");
                break;
            case StreamNodeKind.Section:
                AppendNotes(line.Append("section ").Append(node.Name).Append(" (").Append(SectionTag(node.Type)), node, ", ");
                line.Append(')');
                break;
            case StreamNodeKind.Command:
                AppendValue(line.Append("command ").Append(node.Name), node, " ");
                break;
            case StreamNodeKind.Field or StreamNodeKind.Array or StreamNodeKind.Struct:
                line.Append(node.Name).Append(": ").Append(node.Type);
                if (node.Kind == StreamNodeKind.Struct || !AppendValue(line, node, " = "))
                    AppendNotes(line, node, " (", ")");
                break;
            case StreamNodeKind.Subsection:
                AppendNotes(line.Append("subsection ").Append(node.Name), node, " (", ")");
                break;
            case StreamNodeKind.RamTotal:
                AppendValue(line.Append("blocks of"), node, " ");
                line.Append(" bytes in all");
                break;
            case StreamNodeKind.RamBlock:
                AppendValue(line.Append("block ").Append(node.Name), node, ", ");
                AppendNotes(line.Append(" bytes"), node, ", ");
                break;
            case StreamNodeKind.RamBitmap:
                AppendNotes(line.Append("bitmap of ").Append(node.Name), node, ": ");
                break;
            case StreamNodeKind.RamPages:
                AppendNotes(line.Append("pages of ").Append(node.Name), node, ": ");
                break;
            case StreamNodeKind.Packet:
                line.Append("packet of ").Append(node.Name.Length > 0 ? node.Name : "no block").Append(" (").Append(node.Type);
                AppendNotes(line, node, ", ");
                line.Append(')');
                break;
            case StreamNodeKind.Message:
                AppendValue(line.Append("message ").Append(node.Name), node, " ");
                AppendNotes(line, node, " (", ")");
                break;
            case StreamNodeKind.Unknown:
                line.Append(node.Name).Append(" (unknown)");
                break;
            default:
                AppendNotes(line.Append(node.Name), node, " (", ")");
                break;
        }
    }

    private static bool AppendValue(StringBuilder line, StreamNode node, string before)
    {
        if (node.Value is null)
            return false;
        int start = line.Length;
        int shown = line.Append(before).Length;
        StreamValueText.Append(line, node.Value, node.Type);
        if (line.Length > shown)
            return true;
        line.Length = start;
        return false;
    }

    private static void AppendNotes(StringBuilder line, StreamNode node, string before, string after = "")
    {
        string between = before;
        foreach ((string name, JsonValue value) in node.Notes)
        {
            line.Append(between).Append(name).Append(' ').Append(Note(value));
            between = ", ";
        }

        if (node.Notes.Count > 0)
            line.Append(after);
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
