using System.Globalization;

namespace LocalMig.Channels;

/// <summary>Sizes as QEMU reads them: decimal with an optional fraction and a suffix (B, K, M, G, T, P, E in powers of 1024), or
/// hexadecimal without a suffix.</summary>
internal static class SizeText
{
    /// <summary>The message of EINVAL.</summary>
    public const string Invalid = "Invalid argument";

    /// <summary>The message of ERANGE.</summary>
    public const string OutOfRange = "Numerical result out of range";

    private const string Suffixes = "BKMGTPE";

    /// <summary>Reads a whole text. Returns null and sets the size, or returns what is wrong.</summary>
    public static string? Parse(string text, out ulong size)
    {
        size = 0;
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            return ParseHexadecimal(text.AsSpan(2), out size);
        int digits = Digits(text, 0);
        int end = digits;
        if (end < text.Length && text[end] == '.')
            end = Digits(text, end + 1);
        int shift = 0;
        if (end == text.Length - 1)
        {
            shift = 10 * Suffixes.IndexOf(char.ToUpperInvariant(text[end]), StringComparison.Ordinal);
            if (shift < 0)
                return Invalid;
        }
        else if (end != text.Length)
        {
            return Invalid;
        }

        if (digits == 0)
            return Invalid;
        if (!ulong.TryParse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out ulong whole))
            return OutOfRange;
        if (shift > 0 && whole > ulong.MaxValue >> shift)
            return OutOfRange;
        double fraction = end > digits + 1 ? double.Parse("0" + text[digits..end], CultureInfo.InvariantCulture) : 0;
        if (fraction > 0 && shift == 0)
            return Invalid;
        size = (whole << shift) + (ulong)(fraction * (1UL << shift));
        return null;
    }

    private static string? ParseHexadecimal(ReadOnlySpan<char> digits, out ulong size)
    {
        if (ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out size))
            return null;
        foreach (char c in digits)
        {
            if (!char.IsAsciiHexDigit(c))
                return Invalid;
        }

        return digits.IsEmpty ? Invalid : OutOfRange;
    }

    private static int Digits(string text, int from)
    {
        while (from < text.Length && char.IsAsciiDigit(text[from]))
            from++;
        return from;
    }
}
