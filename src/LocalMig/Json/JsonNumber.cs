using System.Globalization;

namespace LocalMig.Json;

/// <summary>Number tokens to numbers: signed 64 bits first, then unsigned, then double (facts, A.1).</summary>
internal static class JsonNumber
{
    // So many digits fit a signed 64-bit integer whatever they are.
    private const int SafeDigits = 18;

    public static bool TryInt64(ReadOnlySpan<byte> text, out long value)
    {
        if (text.Length > SafeDigits || text[0] == '-')
            return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
        value = 0;
        foreach (byte digit in text)
            value = (value * 10) + (digit - '0');
        return true;
    }

    public static bool TryUInt64(ReadOnlySpan<byte> text, out ulong value) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    /// <summary>The nearest double; infinite where the number exceeds the range.</summary>
    public static double ToDouble(ReadOnlySpan<byte> text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    public static bool IsKeyword(ReadOnlySpan<byte> text) =>
        text.SequenceEqual("true"u8) || text.SequenceEqual("false"u8) || text.SequenceEqual("null"u8);
}
