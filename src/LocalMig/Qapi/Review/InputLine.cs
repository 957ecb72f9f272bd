using System.Text;

namespace LocalMig.Qapi.Review;

/// <summary>A line of input, with its number in the file that it came from.</summary>
/// <param name="Number">The line, from 1. Decoded text keeps the number of the line it was decoded from.</param>
/// <param name="Bytes">The line without its end.</param>
internal readonly record struct InputLine(int Number, ReadOnlyMemory<byte> Bytes)
{
    private static readonly Encoding Strict = new UTF8Encoding(false, throwOnInvalidBytes: false);

    /// <summary>The line as text; what is no UTF-8 becomes U+FFFD.</summary>
    public string Text => Strict.GetString(Bytes.Span);

    public bool IsBlank => Bytes.Span.Trim(" \t"u8).IsEmpty;

    public bool StartsWith(ReadOnlySpan<byte> prefix) => Bytes.Span.StartsWith(prefix);

    /// <summary>Splits bytes into lines at LF; a CR in front of it belongs to the line's end.</summary>
    public static List<InputLine> Split(ReadOnlyMemory<byte> bytes, int first = 1, bool counting = true)
    {
        List<InputLine> lines = [];
        int number = first;
        while (!bytes.IsEmpty)
        {
            int end = bytes.Span.IndexOf((byte)'\n');
            ReadOnlyMemory<byte> line = end < 0 ? bytes : bytes[..end];
            if (!line.IsEmpty && line.Span[^1] == '\r')
                line = line[..^1];
            lines.Add(new InputLine(number, line));
            bytes = end < 0 ? default : bytes[(end + 1)..];
            if (counting)
                number++;
        }

        return lines;
    }
}
