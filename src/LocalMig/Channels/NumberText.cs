using System.Globalization;

namespace LocalMig.Channels;

/// <summary>Numbers in options as C's strtoull reads them: blanks and a sign in front, decimal, octal or hexadecimal; a negative
/// one is its 64 bits.</summary>
internal static class NumberText
{
    /// <summary>What came of reading.</summary>
    public enum Outcome
    {
        /// <summary>A number of 64 bits.</summary>
        Fits,

        /// <summary>A number of more bits.</summary>
        TooLarge,

        /// <summary>No number, or more behind it.</summary>
        None,
    }

    /// <summary>Reads a whole text.</summary>
    public static Outcome Parse(string text, out ulong number)
    {
        ReadOnlySpan<char> digits = text.AsSpan().TrimStart(" \t\n\v\f\r");
        bool negative = digits.StartsWith("-");
        if (negative || digits.StartsWith("+"))
            digits = digits[1..];
        uint radix = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? 16u : digits.StartsWith("0") ? 8u : 10u;
        if (radix == 16)
            digits = digits[2..];
        number = 0;
        Outcome outcome = digits.IsEmpty ? Outcome.None : Outcome.Fits;
        foreach (char c in digits)
        {
            uint digit = char.IsAsciiHexDigit(c) ? uint.Parse([c], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) : radix;
            if (digit >= radix)
                return Outcome.None;
            if (number > (ulong.MaxValue - digit) / radix)
                outcome = Outcome.TooLarge;
            number = unchecked((number * radix) + digit);
        }

        if (negative)
            number = unchecked(0 - number);
        return outcome;
    }
}
