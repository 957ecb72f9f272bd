namespace LocalMig.Json;

/// <summary>The content of strings: escapes, and bytes beyond ASCII.</summary>
public sealed partial class JsonParser
{
    private byte[] _decoded = [];

    // Where in the token the escape begins that stands for no character.
    private int _badEscape;

    /// <summary>Decodes a string token.</summary>
    /// <param name="token">With its quotes.</param>
    /// <param name="content">The content as UTF-8; good until the next token.</param>
    private JsonFault Decode(ReadOnlySpan<byte> token, out ReadOnlySpan<byte> content)
    {
        content = default;
        if (_decoded.Length < token.Length)
            _decoded = new byte[Math.Max(256, (int)Math.Min(token.Length * 2L, Array.MaxLength))];
        Span<byte> target = _decoded;
        int length = 0;
        int end = token.Length - 1;
        int i = 1;
        while (i < end)
        {
            int plain = PlainEnd(token[..end], i, token[0]);
            token[i..plain].CopyTo(target[length..]);
            length += plain - i;
            i = plain;
            if (i == end)
                break;

            if (token[i] == '\\')
            {
                JsonFault fault = DecodeEscape(token, ref i, out int value);
                if (fault != JsonFault.None)
                    return fault;
                length += ModifiedUtf8.Write(value, target[length..]);
            }
            else
            {
                int value = ModifiedUtf8.Read(token[i..end], out int read);
                if (value < 0)
                    return JsonFault.Utf8;
                i += read;
                length += ModifiedUtf8.Write(value, target[length..]);
            }
        }

        content = target[..length];
        return JsonFault.None;
    }

    private JsonFault DecodeEscape(ReadOnlySpan<byte> token, ref int i, out int value)
    {
        int start = i;
        byte kind = token[i + 1];
        i += 2;
        value = kind switch
        {
            (byte)'b' => '\b',
            (byte)'f' => '\f',
            (byte)'n' => '\n',
            (byte)'r' => '\r',
            (byte)'t' => '\t',
            (byte)'"' or (byte)'\'' or (byte)'\\' or (byte)'/' => kind,
            (byte)'u' => Hexadecimal(token, i),
            _ => -1,
        };
        if (kind != 'u')
            return value < 0 ? JsonFault.Escape : JsonFault.None;

        i += 4;
        if (value is >= 0xD800 and <= 0xDBFF && i + 1 < token.Length && token[i] == '\\' && token[i + 1] == 'u')
        {
            int low = Hexadecimal(token, i + 2);
            value = low is >= 0xDC00 and <= 0xDFFF ? 0x1_0000 + ((value & 0x3FF) << 10) + (low & 0x3FF) : -1;
            i += 6;
        }

        if (value >= 0 && ModifiedUtf8.IsCharacter(value))
            return JsonFault.None;
        _badEscape = start;
        return JsonFault.Unicode;
    }

    /// <summary>Four hexadecimal digits, or -1.</summary>
    private static int Hexadecimal(ReadOnlySpan<byte> token, int at)
    {
        if (at + 4 >= token.Length)
            return -1;
        int value = 0;
        foreach (byte b in token.Slice(at, 4))
        {
            if (!char.IsAsciiHexDigit((char)b))
                return -1;
            value = (value << 4) | (b <= '9' ? b - '0' : (b | 0x20) - 'a' + 10);
        }

        return value;
    }
}
