using System.Globalization;

namespace LocalMig.Channels;

/// <summary>Sizes as QEMU reads them: decimal with an optional fraction and a suffix (B, K, M, G, T, P, E in powers of 1024), or
/// hexadecimal without either; blanks and a plus in front.</summary>
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
        ReadOnlySpan<char> rest = text.AsSpan().TrimStart(" \t\n\v\f\r");
        bool negative = rest.StartsWith("-");
        if (negative || rest.StartsWith("+"))
            rest = rest[1..];
        if (rest.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            return Hexadecimal(rest[2..], negative, out size);
        int digits = Digits(rest, 0);
        int end = digits < rest.Length && rest[digits] == '.' ? Digits(rest, digits + 1) : digits;
        if (digits == 0 && end < 2)
            return Invalid;
        bool fits = ulong.TryParse(digits == 0 ? "0" : rest[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out ulong whole);

        // A number that cannot be had is told as such only if nothing stands behind it.
        if (!fits || negative)
            return digits == rest.Length ? OutOfRange : Invalid;
        int shift = 0;
        if (end < rest.Length)
        {
            shift = 10 * Suffixes.IndexOf(char.ToUpperInvariant(rest[end]), StringComparison.Ordinal);
            if (shift < 0 || end != rest.Length - 1)
                return Invalid;
        }

        double fraction = end > digits + 1 ? double.Parse(rest[digits..end], CultureInfo.InvariantCulture) : 0;
        if (shift == 0 && fraction > 0)
            return Invalid;
        if (shift > 0 && whole > ulong.MaxValue >> shift)
            return OutOfRange;
        size = (whole << shift) + (ulong)(fraction * (1UL << shift));
        return null;
    }

    private static string? Hexadecimal(ReadOnlySpan<char> digits, bool negative, out ulong size)
    {
        bool fits = ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out size);
        if (fits && !negative)
            return null;
        foreach (char c in digits)
        {
            if (!char.IsAsciiHexDigit(c))
                return Invalid;
        }

        return digits.IsEmpty ? Invalid : OutOfRange;
    }

    private static int Digits(ReadOnlySpan<char> text, int from)
    {
        while (from < text.Length && char.IsAsciiDigit(text[from]))
            from++;
        return from;
    }
}
