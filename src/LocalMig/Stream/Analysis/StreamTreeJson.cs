using System.Text.Json;
using LocalMig.Json;
using LocalMig.Wire;

namespace LocalMig.Stream.Analysis;

/// <summary>Writes a report as JSON, in the form that <see cref="Format"/> and <see cref="Version"/> name.</summary>
public static class StreamTreeJson
{
    /// <summary>The form's name, the value of the member <c>format</c>.</summary>
    public const string Format = "localmig-stream";

    /// <summary>The form's version, the value of the member <c>version</c>: higher where a reader has to change.</summary>
    public const int Version = 1;

    private const int FlushAt = 1 << 15;

    /// <summary>Writes the whole report.</summary>
    public static void Write(StreamReport report, string name, System.IO.Stream output)
    {
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("format", Format);
        json.WriteNumber("version", Version);
        json.WriteString("name", name);
        json.WriteString("kind", report.Kind switch { StreamKind.Migration => "migration", StreamKind.Cpr => "cpr", StreamKind.ReturnPath => "return-path", StreamKind.Multifd => "multifd", _ => "unknown" });
        json.WriteNumber("length", report.Length);
        json.WriteNumber("parsed", report.Parsed);
        json.WriteStartArray("elements");
        foreach (StreamNode element in report.Elements)
        {
            WriteNode(json, element);
            if (json.BytesPending > FlushAt)
                json.Flush();
        }

        json.WriteEndArray();
        if (report.Ram.Count > 0)
            WriteRam(json, report);
        json.WriteStartArray("findings");
        foreach (StreamFinding finding in report.Findings)
            WriteFinding(json, finding);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteRam(Utf8JsonWriter json, StreamReport report)
    {
        json.WriteStartObject("ram");
        json.WriteNumber("page-size", report.RamForm.PageSize);
        json.WriteStartArray("blocks");
        foreach (RamBlockStatistics block in report.Ram)
        {
            json.WriteStartObject();
            json.WriteString("name", block.Block.Name);
            json.WriteNumber("used-length", block.Block.UsedLength);
            json.WriteNumber("pages", block.Pages);
            json.WriteNumber("normal", block.Normal);
            json.WriteNumber("zero", block.Zero);
            json.WriteNumber("xbzrle", block.Changed);
            json.WriteNumber("compressed", block.Compressed);
            json.WriteNumber("bytes", block.Bytes);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteNode(Utf8JsonWriter json, StreamNode node)
    {
        json.WriteStartObject();
        json.WriteString("kind", JsonWords.Of(node.Kind));
        json.WriteString("name", node.Name);
        if (node.Type.Length > 0)
            json.WriteString(node.Kind == StreamNodeKind.Packet ? "flags" : "type", node.Kind == StreamNodeKind.Section ? JsonWords.Of(node.Type)["section-".Length..] : node.Type);
        json.WriteNumber("offset", node.Offset);
        json.WriteNumber("length", node.Length);
        if (node.Value is VmStateValue value)
            WriteValue(json, value, VmStateType.Named(node.Type).Kind);
        foreach ((string noteName, JsonValue note) in node.Notes)
            WriteNote(json, noteName.Replace(' ', '-'), note);
        if (node.Descriptors.Count > 0)
        {
            json.WriteStartArray("descriptors");
            foreach (long offset in node.Descriptors)
                json.WriteNumberValue(offset);
            json.WriteEndArray();
        }

        if (node.Children.Count > 0)
        {
            json.WriteStartArray("children");
            foreach (StreamNode child in node.Children)
                WriteNode(json, child);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, VmStateValue value, VmStateKind kind)
    {
        switch (value)
        {
            case VmStateBytes bytes:
                json.WriteString("hex", Convert.ToHexStringLower(bytes.Value.Span));
                if (StreamValueText.Text(bytes.Value.Span) is string text)
                    json.WriteString("text", text);
                break;
            case VmStateNumber number:
                json.WritePropertyName("value");
                WriteNumber(json, number.Value, kind);
                break;
            case VmStateArray array:
                json.WriteStartArray("value");
                foreach (VmStateNumber item in array.Items.OfType<VmStateNumber>())
                    WriteNumber(json, item.Value, kind);
                json.WriteEndArray();
                break;
        }
    }

    private static void WriteNumber(Utf8JsonWriter json, ulong value, VmStateKind kind)
    {
        switch (kind)
        {
            case VmStateKind.Boolean when value <= 1:
                json.WriteBooleanValue(value == 1);
                break;
            case VmStateKind.Signed:
                json.WriteNumberValue((long)value);
                break;
            default:
                json.WriteNumberValue(value);
                break;
        }
    }

    private static void WriteNote(Utf8JsonWriter json, string name, JsonValue note)
    {
        if (note.Kind == JsonKind.String)
            json.WriteString(name, note.AsString);
        else
            json.WriteNumber(name, note.AsUInt64);
    }

    private static void WriteFinding(Utf8JsonWriter json, StreamFinding finding)
    {
        ParseError error = finding.Error;
        json.WriteStartObject();
        json.WriteString("weight", finding.Weight == FindingWeight.Error ? "error" : "note");
        json.WriteString("code", error.Code);
        json.WriteString("rule", error.Rule.Text);
        if (error.Offset >= 0)
            json.WriteNumber("offset", error.Offset);
        if (error.Path.Length > 0)
            json.WriteString("path", error.Path);
        json.WriteString("detail", error.Detail);
        if (error.QemuText is string qemu)
            json.WriteString("qemu", qemu);
        if (finding.Requirement is string requirement)
            json.WriteString("requirement", requirement);
        json.WriteEndObject();
    }
}
