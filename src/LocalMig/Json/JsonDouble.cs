using System.Globalization;

namespace LocalMig.Json;

/// <summary>Doubles as C prints them with 17 significant digits in the shorter of the two notations.</summary>
public static class JsonDouble
{
    private const int Digits = 17;

    /// <summary>The text: <c>0.1</c> gives <c>0.10000000000000001</c>, 1 gives <c>1</c>, 1e22 gives <c>1e+22</c>.</summary>
    public static string Write(double value)
    {
        if (double.IsNaN(value))
            return "null";
        if (double.IsInfinity(value))
            return value > 0 ? "1e999" : "-1e999";
        if (value == 0)
            return double.IsNegative(value) ? "-0" : "0";

        // d.dddddddddddddddde+xxx: sixteen digits after the point are seventeen in all, correctly rounded.
        string scientific = value.ToString("e16", CultureInfo.InvariantCulture);
        int mark = scientific.IndexOf('e', StringComparison.Ordinal);
        int exponent = int.Parse(scientific.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        string sign = scientific[0] == '-' ? "-" : "";
        string digits = scientific[sign.Length..mark].Replace(".", "", StringComparison.Ordinal).TrimEnd('0');

        if (exponent is < -4 or >= Digits)
        {
            string fraction = digits.Length > 1 ? "." + digits[1..] : "";
            return $"{sign}{digits[0]}{fraction}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
        }

        if (exponent < 0)
            return $"{sign}0.{new string('0', -exponent - 1)}{digits}";
        return digits.Length > exponent + 1
            ? $"{sign}{digits[..(exponent + 1)]}.{digits[(exponent + 1)..]}"
            : sign + digits.PadRight(exponent + 1, '0');
    }
}
