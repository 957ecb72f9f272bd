using System.Buffers;
using System.Globalization;
using System.Text;

namespace LocalMig.Json;

/// <summary>Writes values as QEMU does: ASCII only, its escapes, its numbers (facts, A.1).</summary>
/// <remarks>An infinite number is written as <c>1e999</c> or <c>-1e999</c>, which any reader takes for one that exceeds its range;
/// QEMU writes <c>inf</c> there, which is no JSON. What is no number at all is written as <c>null</c>; no input gives one.</remarks>
internal ref struct JsonWriter(IBufferWriter<byte> target, JsonOrder order)
{
    private const int Room = 1024;

    private Span<byte> _span;
    private int _used;

    public void Write(JsonValue value)
    {
        switch (value.Kind)
        {
            case JsonKind.Null:
                Raw("null"u8);
                break;
            case JsonKind.Boolean:
                Raw(value.AsBoolean ? "true"u8 : "false"u8);
                break;
            case JsonKind.Int64:
                Number(value.AsInt64);
                break;
            case JsonKind.UInt64:
                Number(value.AsUInt64);
                break;
            case JsonKind.Double:
                Text(JsonDouble.Write(value.AsDouble));
                break;
            case JsonKind.String:
                String(value.AsString);
                break;
            case JsonKind.Array:
                Array(value.Items);
                break;
            default:
                Object(value.Members);
                break;
        }
    }

    public void Flush()
    {
        target.Advance(_used);
        _used = 0;
        _span = default;
    }

    private void Array(IReadOnlyList<JsonValue> items)
    {
        Raw("["u8);
        for (int i = 0; i < items.Count; i++)
        {
            if (i > 0)
                Raw(", "u8);
            Write(items[i]);
        }

        Raw("]"u8);
    }

    private void Object(JsonMembers members)
    {
        int[]? sorted = order == JsonOrder.Qemu && members.Count > 1 ? JsonMemberOrder.Sort(members) : null;
        Raw("{"u8);
        for (int i = 0; i < members.Count; i++)
        {
            if (i > 0)
                Raw(", "u8);
            (string name, JsonValue value) = members[sorted is null ? i : sorted[i]];
            String(name);
            Raw(": "u8);
            Write(value);
        }

        Raw("}"u8);
    }

    private void String(string text)
    {
        Byte((byte)'"');
        ReadOnlySpan<char> rest = text;
        while (rest.Length > 0)
        {
            if (rest[0] is >= ' ' and < (char)0x7F and not '"' and not '\\')
            {
                Byte((byte)rest[0]);
                rest = rest[1..];
                continue;
            }

            // A lone surrogate comes out as U+FFFD, as a noncharacter does.
            Rune.DecodeFromUtf16(rest, out Rune rune, out int consumed);
            rest = rest[consumed..];
            Escape(ModifiedUtf8.IsCharacter(rune.Value) ? rune : Rune.ReplacementChar);
        }

        Byte((byte)'"');
    }

    private void Escape(Rune rune)
    {
        int shorthand = rune.Value switch
        {
            '"' => '"',
            '\\' => '\\',
            '\b' => 'b',
            '\f' => 'f',
            '\n' => 'n',
            '\r' => 'r',
            '\t' => 't',
            _ => 0,
        };
        if (shorthand != 0)
        {
            Byte((byte)'\\');
            Byte((byte)shorthand);
            return;
        }

        Span<char> units = stackalloc char[2];
        foreach (char unit in units[..rune.EncodeToUtf16(units)])
        {
            Raw("\\u"u8);
            for (int shift = 12; shift >= 0; shift -= 4)
                Byte("0123456789ABCDEF"u8[(unit >> shift) & 15]);
        }
    }

    private void Number<T>(T value)
        where T : IUtf8SpanFormattable
    {
        Reserve(24);
        value.TryFormat(_span[_used..], out int written, default, CultureInfo.InvariantCulture);
        _used += written;
    }

    private void Text(string ascii)
    {
        foreach (char c in ascii)
            Byte((byte)c);
    }

    private void Raw(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_span[_used..]);
        _used += bytes.Length;
    }

    private void Byte(byte b)
    {
        if (_used == _span.Length)
            Reserve(1);
        _span[_used++] = b;
    }

    private void Reserve(int count)
    {
        if (_span.Length - _used >= count)
            return;
        target.Advance(_used);
        _span = target.GetSpan(Math.Max(Room, count));
        _used = 0;
    }
}
