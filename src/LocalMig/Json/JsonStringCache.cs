using System.Text;

namespace LocalMig.Json;

/// <summary>Short strings that were met lately, as the values they are: names of types, commands and states come again and again.</summary>
internal sealed class JsonStringCache
{
    private const int Slots = 1024;

    private readonly JsonValue?[] _values = new JsonValue?[Slots];

    public JsonValue Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length is 0 or > JsonNameCache.LongestKept)
            return Encoding.UTF8.GetString(utf8);
        int slot = ((utf8[0] * 31) + (utf8[^1] * 257) + (utf8[utf8.Length / 2] * 67) + utf8.Length) & (Slots - 1);
        ref JsonValue? known = ref _values[slot];
        if (known is null || !Ascii.Equals(utf8, known.AsString))
            known = Encoding.UTF8.GetString(utf8);
        return known;
    }
}
