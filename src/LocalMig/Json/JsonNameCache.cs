using System.Text;

namespace LocalMig.Json;

/// <summary>Names of members that were met lately: the same few come again and again, and need no new string each time.</summary>
internal sealed class JsonNameCache
{
    /// <summary>Texts longer than this come seldom twice.</summary>
    public const int LongestKept = 40;

    private const int Slots = 256;

    private readonly string?[] _names = new string?[Slots];

    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length is 0 or > LongestKept)
            return Encoding.UTF8.GetString(utf8);
        int slot = ((utf8[0] * 31) + (utf8[^1] * 7) + (utf8[utf8.Length / 2] * 3) + utf8.Length) & (Slots - 1);
        ref string? known = ref _names[slot];
        if (known is null || !Ascii.Equals(utf8, known))
            known = Encoding.UTF8.GetString(utf8);
        return known;
    }
}
