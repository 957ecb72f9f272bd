using System.Globalization;
using System.Text;

namespace LocalMig.Stream.Analysis;

/// <summary>Values of fields as people read them.</summary>
internal static class StreamValueText
{
    private const int MostBytes = 24;
    private const int MostItems = 8;

    /// <summary>Appends a value, without a line's end.</summary>
    /// <param name="line">What it is appended to.</param>
    /// <param name="value">The value.</param>
    /// <param name="type">The name of the field's type.</param>
    public static void Append(StringBuilder line, VmStateValue value, string type)
    {
        switch (value)
        {
            case VmStateNumber number:
                AppendNumber(line, number.Value, VmStateType.Named(type).Kind);
                break;
            case VmStateBytes bytes:
                AppendBytes(line, bytes.Value.Span);
                break;
            case VmStateArray array:
                AppendItems(line, array.Items, type);
                break;
        }
    }

    /// <summary>The text that bytes are, up to NULs at their end; null where they are none.</summary>
    public static string? Text(ReadOnlySpan<byte> bytes)
    {
        bytes = bytes.TrimEnd((byte)0);
        return bytes.IsEmpty || bytes.ContainsAnyExceptInRange((byte)0x20, (byte)0x7e) ? null : Encoding.ASCII.GetString(bytes);
    }

    private static void AppendItems(StringBuilder line, IReadOnlyList<VmStateValue> items, string type)
    {
        line.Append('[');
        for (int i = 0; i < Math.Min(items.Count, MostItems); i++)
        {
            if (i > 0)
                line.Append(", ");
            Append(line, items[i], type);
        }

        if (items.Count > MostItems)
            line.Append(CultureInfo.InvariantCulture, $", ... {items.Count} in all");
        line.Append(']');
    }

    private static void AppendNumber(StringBuilder line, ulong value, VmStateKind kind)
    {
        if (kind == VmStateKind.Boolean && value <= 1)
            line.Append(value == 1 ? "true" : "false");
        else if (kind == VmStateKind.Signed && (long)value < 0)
            line.Append(CultureInfo.InvariantCulture, $"{(long)value}");
        else if (value < 10)
            line.Append((char)('0' + value));
        else
            line.Append(CultureInfo.InvariantCulture, $"{value} (0x{value:x})");
    }

    private static void AppendBytes(StringBuilder line, ReadOnlySpan<byte> bytes)
    {
        if (Text(bytes) is string text)
        {
            line.Append('"').Append(text).Append('"');
            return;
        }

        if (bytes.Length > 1 && !bytes.ContainsAnyExcept((byte)0))
        {
            line.Append(CultureInfo.InvariantCulture, $"{bytes.Length} zeroes");
            return;
        }

        line.Append(Convert.ToHexStringLower(bytes[..Math.Min(bytes.Length, MostBytes)]));
        if (bytes.Length > MostBytes)
            line.Append(CultureInfo.InvariantCulture, $"... {bytes.Length} bytes");
    }
}
