using LocalMig.Wire;

namespace LocalMig.Stream;

/// <summary>XBZRLE: a page told by what has changed since it was sent before, as runs of unchanged and of changed bytes in turn,
/// each with its length in ULEB128.</summary>
public static class Xbzrle
{
    /// <summary>The byte before the length of an encoded page.</summary>
    public const byte Tag = 0x01;

    /// <summary>Applies the changes to a page.</summary>
    /// <param name="encoded">The changes.</param>
    /// <param name="page">The page as it was; afterwards as it is. Undefined after an error.</param>
    /// <param name="offset">Where the changes stand in the stream, for errors.</param>
    /// <returns>Null, or what is wrong.</returns>
    public static ParseError? Decode(ReadOnlySpan<byte> encoded, Span<byte> page, long offset)
    {
        int at = 0;
        int position = 0;
        while (at < encoded.Length)
        {
            int start = at;
            if (!Length(encoded, ref at, out int unchanged) || !Length(encoded, ref at, out int changed))
                return ParseError.At(Errors.StreamXbzrle, offset + start, "the length of a run does not end, or has more than 14 bits");
            if (changed == 0 || (unchanged == 0 && start > 0))
                return ParseError.At(Errors.StreamXbzrle, offset + start, "an empty run");
            if (changed > encoded.Length - at || unchanged + changed > page.Length - position)
                return ParseError.At(Errors.StreamXbzrle, offset + start, $"{unchanged} unchanged and {changed} changed bytes, and {page.Length - position} are left of the page");
            position += unchanged;
            encoded.Slice(at, changed).CopyTo(page[position..]);
            position += changed;
            at += changed;
        }

        return null;
    }

    /// <summary>Tells what has changed in a page.</summary>
    /// <returns>The changes; null where they would take as much as the page itself. Empty where nothing has changed.</returns>
    public static byte[]? Encode(ReadOnlySpan<byte> before, ReadOnlySpan<byte> now)
    {
        var encoded = new List<byte>();
        int at = 0;
        while (at < now.Length)
        {
            int unchanged = before[at..].CommonPrefixLength(now[at..]);
            int start = at + unchanged;
            if (start == now.Length)
                break;
            at = start;
            while (at < now.Length && before[at] != now[at])
                at++;
            Append(encoded, unchanged);
            Append(encoded, at - start);
            encoded.AddRange(now[start..at]);
            if (encoded.Count >= now.Length)
                return null;
        }

        return [.. encoded];
    }

    private static void Append(List<byte> encoded, int length)
    {
        if (length < 0x80)
        {
            encoded.Add((byte)length);
            return;
        }

        encoded.Add((byte)(0x80 | (length & 0x7f)));
        encoded.Add((byte)(length >> 7));
    }

    private static bool Length(ReadOnlySpan<byte> encoded, ref int at, out int length)
    {
        length = 0;
        if (at >= encoded.Length)
            return false;
        length = encoded[at++];
        if ((length & 0x80) == 0)
            return true;
        if (at >= encoded.Length || (encoded[at] & 0x80) != 0)
            return false;
        length = (length & 0x7f) | (encoded[at++] << 7);
        return true;
    }
}
