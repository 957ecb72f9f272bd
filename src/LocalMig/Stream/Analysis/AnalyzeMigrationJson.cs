using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LocalMig.Stream.Analysis;

/// <summary>Writes a report in the form of QEMU's <c>scripts/analyze-migration.py</c>: an object with one member per section,
/// <c>NAME (ID)</c>. Numbers are text of the field's size, bytes are text of two digits each, arrays of one element are that
/// element. What that script cannot read (commands, descriptors, states without description) is written in its spirit.</summary>
public sealed class AnalyzeMigrationJson : IDisposable
{
    private const string RamSizes = "section sizes";
    private const int FlushAt = 1 << 13;

    // What the script has no reader for is bytes to it, also where this side knows better.
    private static readonly HashSet<string> Signed = new(["int8", "int16", "int32", "int32 equal", "int32 le", "int64", "int64 equal", "uint8 equal", "uint16 equal"], StringComparer.Ordinal);
    private static readonly HashSet<string> Unsigned = new(["uint8", "uint16", "uint32", "uint32 equal", "uint64"], StringComparer.Ordinal);

    private readonly SeekableInput _input;
    private readonly Utf8JsonWriter _json;
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    private AnalyzeMigrationJson(SeekableInput input, System.IO.Stream output)
    {
        _input = input;
        _json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, IndentSize = 4, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    /// <summary>Writes the sections of a migration stream.</summary>
    /// <param name="report">What an analysis of the stream gave.</param>
    /// <param name="input">The stream.</param>
    /// <param name="output">Where to, as UTF-8.</param>
    public static void Write(StreamReport report, SeekableInput input, System.IO.Stream output)
    {
        using var form = new AnalyzeMigrationJson(input, output);
        form.WriteSections(report);
    }

    /// <summary>Writes what is left.</summary>
    public void Dispose() => _json.Dispose();

    private void WriteSections(StreamReport report)
    {
        // The parts of a section are one member, where its first part stands.
        var sections = new OrderedDictionary<ulong, List<StreamNode>>();
        foreach (StreamNode section in report.Elements)
        {
            if (section.Kind != StreamNodeKind.Section)
                continue;
            ulong id = section.Notes[0].Value.AsUInt64;
            if (!sections.TryGetValue(id, out List<StreamNode>? parts))
                sections.Add(id, [section]);
            else
                parts.Add(section);
        }

        _json.WriteStartObject();
        foreach ((ulong id, List<StreamNode> parts) in sections)
        {
            _json.WritePropertyName(string.Create(CultureInfo.InvariantCulture, $"{parts[0].Name} ({id})"));
            if (parts[0].Name == "ram")
                WriteRam(parts);
            else
                WriteState(parts[0]);
        }

        _json.WriteEndObject();
    }

    private void WriteRam(List<StreamNode> parts)
    {
        _json.WriteStartObject();
        _json.WriteStartObject(RamSizes);
        var sizes = new OrderedDictionary<string, ulong>(StringComparer.Ordinal);
        foreach (StreamNode block in parts.SelectMany(part => part.Children).SelectMany(total => total.Children))
        {
            if (block is { Kind: StreamNodeKind.RamBlock, Value: VmStateNumber length })
                sizes[block.Name] = length.Value;
        }

        foreach ((string name, ulong length) in sizes)
            _json.WriteString(name, string.Create(CultureInfo.InvariantCulture, $"0x{length:x16}"));
        _json.WriteEndObject();
        _json.WriteEndObject();
    }

    private void WriteState(StreamNode section)
    {
        if (section.Children.Any(child => child.Kind is StreamNodeKind.Field or StreamNodeKind.Array or StreamNodeKind.Struct or StreamNodeKind.Subsection) || section.PayloadLength == 0)
            WriteFields(section.Children);
        else
            WriteBytes(section.PayloadOffset, section.PayloadLength);
    }

    private void WriteFields(IReadOnlyList<StreamNode> nodes)
    {
        _json.WriteStartObject();
        if (StandOnce(nodes))
        {
            for (int i = 0; i < nodes.Count; i++)
            {
                if (NameOf(nodes[i]) is not string name)
                    continue;
                _json.WritePropertyName(name);
                WriteMember([nodes[i]]);
            }
        }
        else
        {
            WriteGathered(nodes);
        }

        _json.WriteEndObject();
    }

    // What is written of a node; null where that is nothing.
    private static string? NameOf(StreamNode node) => node.Kind == StreamNodeKind.Subsection ? node.Name : node.Field?.Name;

    private bool StandOnce(IReadOnlyList<StreamNode> nodes)
    {
        _names.Clear();
        for (int i = 0; i < nodes.Count; i++)
        {
            if (NameOf(nodes[i]) is string name && !_names.Add(name))
                return false;
        }

        return true;
    }

    // The parts of one member stand one after the other, or a subsection has the name of a field and replaces it.
    private void WriteGathered(IReadOnlyList<StreamNode> nodes)
    {
        var members = new OrderedDictionary<string, List<StreamNode>>(StringComparer.Ordinal);
        foreach (StreamNode node in nodes)
        {
            if (node.Kind == StreamNodeKind.Subsection)
                members[node.Name] = [node];
            else if (node.Field is VmStateField field && members.TryGetValue(field.Name, out List<StreamNode>? before))
                before.Add(node);
            else if (node.Field is not null)
                members.Add(node.Field.Name, [node]);
        }

        foreach ((string name, List<StreamNode> all) in members)
        {
            _json.WritePropertyName(name);
            WriteMember(CollectionsMarshal.AsSpan(all));
        }
    }

    private void WriteMember(ReadOnlySpan<StreamNode> parts)
    {
        int elements = 0;
        foreach (StreamNode part in parts)
            elements += Elements(part);
        if (elements != 1)
            _json.WriteStartArray();
        foreach (StreamNode part in parts)
            WriteNode(part);
        if (elements != 1)
            _json.WriteEndArray();
    }

    // An array of numbers keeps them as its value, any other array as children.
    private static int Elements(StreamNode node) => node switch
    {
        { Kind: StreamNodeKind.Array, Field.IsList: true } => 1,
        { Kind: StreamNodeKind.Array, Value: VmStateArray numbers } => numbers.Items.Count,
        { Kind: StreamNodeKind.Array } => node.Children.Count,
        _ => 1,
    };

    private void WriteNode(StreamNode node)
    {
        switch (node)
        {
            case { Kind: StreamNodeKind.Array, Field.IsList: false, Value: VmStateArray { Items: NumberItems numbers } }:
                for (int i = 0; i < numbers.Count; i++)
                {
                    WriteElement(node.Field, numbers.At(i), node.Offset + ((long)i * node.Field.Size));
                    FlushWhereMuch();
                }

                break;
            case { Kind: StreamNodeKind.Array, Field.IsList: false }:
                foreach (StreamNode element in node.Children)
                    WriteNode(element);
                break;
            case { Kind: StreamNodeKind.Subsection } or { Kind: StreamNodeKind.Struct, Field.Type.Name: "struct" }:
                WriteFields(node.Children);
                break;
            case { Kind: StreamNodeKind.Field, Value: VmStateNumber number }:
                WriteElement(node.Field!, number.Value, node.Offset);
                break;
            case { Kind: StreamNodeKind.Field, Field.Type.Name: "nullptr" }:
                _json.WriteStringValue("nullptr");
                break;
            default:
                WriteBytes(node.Offset, node.Length);
                break;
        }

        FlushWhereMuch();
    }

    private void FlushWhereMuch()
    {
        if (_json.BytesPending > FlushAt)
            _json.Flush();
    }

    private void WriteElement(VmStateField field, ulong value, long offset)
    {
        string type = field.Type.Name;
        if (type == "bool")
            _json.WriteBooleanValue(value != 0);
        else if (Signed.Contains(type))
            WriteSigned(value, field.Size);
        else if (Unsigned.Contains(type))
            WriteHex(value, field.Size);
        else
            WriteBytes(offset, field.Size);
    }

    private void WriteSigned(ulong value, int size)
    {
        int unused = 64 - (size * 8);
        long signed = (long)(value << unused) >> unused;
        if (signed >= 0)
            WriteHex((ulong)signed, size);
        else
            _json.WriteStringValue(string.Create(CultureInfo.InvariantCulture, $"0x{Hex(value << unused >> unused, size)} ({signed})"));
    }

    private void WriteHex(ulong value, int size)
    {
        Span<byte> text = stackalloc byte[2 + 16];
        "0x"u8.CopyTo(text);
        for (int i = 0; i < size * 2; i++)
            text[2 + i] = "0123456789abcdef"u8[(int)(value >> (((size * 2) - 1 - i) * 4)) & 15];
        _json.WriteStringValue(text[..(2 + (size * 2))]);
    }

    private static string Hex(ulong value, int size) => value.ToString("x" + (size * 2).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private void WriteBytes(long offset, long length)
    {
        if (length == 0)
        {
            _json.WriteStringValue("");
            return;
        }

        byte[] text = ArrayPool<byte>.Shared.Rent(checked((int)length * 3));
        _input.Seek(offset);
        int at = 0;
        while (length > 0)
        {
            ReadOnlySpan<byte> bytes = _input.Peek(1);
            bytes = bytes[..(int)Math.Min(bytes.Length, length)];
            foreach (byte value in bytes)
            {
                text[at] = "0123456789abcdef"u8[value >> 4];
                text[at + 1] = "0123456789abcdef"u8[value & 15];
                text[at + 2] = (byte)' ';
                at += 3;
            }

            length -= bytes.Length;
            _input.Advance(bytes.Length);
        }

        _json.WriteStringValue(text.AsSpan(0, at - 1));
        ArrayPool<byte>.Shared.Return(text);
    }
}
