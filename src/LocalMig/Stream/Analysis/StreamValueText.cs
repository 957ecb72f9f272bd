using System.Globalization;
using System.Text;

namespace LocalMig.Stream.Analysis;

/// <summary>Values of fields as people read them.</summary>
internal static class StreamValueText
{
    private const int MostBytes = 24;
    private const int MostItems = 8;

    /// <summary>Gives one line.</summary>
    /// <param name="value">The value.</param>
    /// <param name="type">The name of the field's type.</param>
    public static string Of(VmStateValue value, string type) => value switch
    {
        VmStateNumber number => Number(number.Value, VmStateType.Named(type).Kind),
        VmStateBytes bytes => Bytes(bytes.Value.Span),
        VmStateArray array => $"[{string.Join(", ", array.Items.Take(MostItems).Select(item => Of(item, type)))}{(array.Items.Count > MostItems ? $", ... {array.Items.Count} in all" : "")}]",
        _ => "",
    };

    /// <summary>The text that bytes are, up to NULs at their end; null where they are none.</summary>
    public static string? Text(ReadOnlySpan<byte> bytes)
    {
        bytes = bytes.TrimEnd((byte)0);
        return bytes.IsEmpty || bytes.ContainsAnyExceptInRange((byte)0x20, (byte)0x7e) ? null : Encoding.ASCII.GetString(bytes);
    }

    private static string Number(ulong value, VmStateKind kind) => kind switch
    {
        VmStateKind.Boolean when value <= 1 => value == 1 ? "true" : "false",
        VmStateKind.Signed when (long)value < 0 => ((long)value).ToString(CultureInfo.InvariantCulture),
        _ when value < 10 => value.ToString(CultureInfo.InvariantCulture),
        _ => string.Create(CultureInfo.InvariantCulture, $"{value} (0x{value:x})"),
    };

    private static string Bytes(ReadOnlySpan<byte> bytes)
    {
        if (Text(bytes) is string text)
            return $"\"{text}\"";
        if (bytes.Length > 1 && !bytes.ContainsAnyExcept((byte)0))
            return $"{bytes.Length} zeroes";
        string hex = Convert.ToHexStringLower(bytes[..Math.Min(bytes.Length, MostBytes)]);
        return bytes.Length > MostBytes ? $"{hex}... {bytes.Length} bytes" : hex;
    }
}
