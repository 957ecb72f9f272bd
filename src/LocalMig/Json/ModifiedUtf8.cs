using System.Text;

namespace LocalMig.Json;

/// <summary>UTF-8 as QEMU takes it: U+0000 may also be C0 80; surrogates and noncharacters are no characters (facts, A.5).</summary>
internal static class ModifiedUtf8
{
    /// <summary>Reads one character.</summary>
    /// <param name="bytes">Not empty.</param>
    /// <param name="length">How many bytes it has, or those of a bad sequence that stand together, at least 1.</param>
    /// <returns>The code point, or -1 for a bad sequence.</returns>
    public static int Read(ReadOnlySpan<byte> bytes, out int length)
    {
        byte first = bytes[0];
        length = 1;
        if (first < 0x80)
            return first;
        if (first is < 0xC0 or >= 0xFE)
            return -1;

        // The number of leading ones is the length that the first byte announces: 2 to 6, of which 5 and 6 are never good.
        int announced = System.Numerics.BitOperations.LeadingZeroCount((uint)(byte)~first) - 24;
        int value = first & (0x7F >> announced);
        while (length < announced)
        {
            if (length == bytes.Length || (bytes[length] & 0xC0) != 0x80)
                return -1;
            value = (value << 6) | (bytes[length] & 0x3F);
            length++;
        }

        int smallest = announced switch { 2 => 0x80, 3 => 0x800, 4 => 0x1_0000, _ => int.MaxValue };
        if (value == 0 && announced == 2)
            return 0;
        return value >= smallest && IsCharacter(value) ? value : -1;
    }

    /// <summary>Whether a code point is a character that a string may hold.</summary>
    public static bool IsCharacter(int value) =>
        (uint)value <= 0x10FFFF && value is not ((>= 0xD800 and <= 0xDFFF) or (>= 0xFDD0 and <= 0xFDEF)) && (value & 0xFFFE) != 0xFFFE;

    /// <summary>Writes a character as UTF-8; U+0000 as one zero byte. Returns the number of bytes.</summary>
    public static int Write(int value, Span<byte> target) => new Rune(value).EncodeToUtf8(target);

    /// <summary>The bytes in which QEMU holds a text, and by which it hashes a name: U+0000 is C0 80, so that no zero byte ends it early.</summary>
    public static byte[] Held(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        int zeros = utf8.AsSpan().Count((byte)0);
        if (zeros == 0)
            return utf8;
        var held = new byte[utf8.Length + zeros];
        int used = 0;
        foreach (byte b in utf8)
        {
            if (b == 0)
                held[used++] = 0xC0;
            held[used++] = b == 0 ? (byte)0x80 : b;
        }

        return held;
    }

    /// <summary>Bytes as text for a message: up to the first zero byte, each bad sequence as U+FFFD.</summary>
    public static string Describe(ReadOnlySpan<byte> bytes)
    {
        int zero = bytes.IndexOf((byte)0);
        if (zero >= 0)
            bytes = bytes[..zero];
        var text = new StringBuilder(bytes.Length);
        while (bytes.Length > 0)
        {
            int value = Read(bytes, out int length);
            text.Append(value < 0 ? "\uFFFD" : new Rune(value).ToString());
            bytes = bytes[length..];
        }

        return text.ToString();
    }
}
