using System.Text;

namespace LocalMig.Json;

/// <summary>Names of members that were met lately: the same few come again and again, and need no new string each time.</summary>
internal sealed class JsonNameCache
{
    private const int Slots = 256;
    private const int LongestKept = 40;

    private readonly string?[] _names = new string?[Slots];

    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length is 0 or > LongestKept)
            return Encoding.UTF8.GetString(utf8);
        int slot = ((utf8[0] * 31) + (utf8[^1] * 7) + (utf8[utf8.Length / 2] * 3) + utf8.Length) & (Slots - 1);
        string? known = _names[slot];
        if (known is not null && Ascii.Equals(utf8, known))
            return known;
        string name = Encoding.UTF8.GetString(utf8);
        _names[slot] = name;
        return name;
    }
}
