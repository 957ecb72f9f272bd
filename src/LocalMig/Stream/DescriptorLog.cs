using System.Globalization;
using LocalMig.Wire;

namespace LocalMig.Stream;

/// <summary>Where descriptors rode on a recorded stream: one entry per descriptor, the offset of its byte, ascending.</summary>
/// <param name="Offsets">The offsets.</param>
public sealed record DescriptorLog(IReadOnlyList<long> Offsets)
{
    /// <summary>Reads a log of one line per receive call: <c>src&gt;dst OFFSET LENGTH DESCRIPTORS ...</c>. The kernel ends such a
    /// call behind the message that carried descriptors, which QEMU sends as one byte: they ride on its last byte.
    /// Lines of the other direction, comments and the end are passed over.</summary>
    public static Result<DescriptorLog, ParseError> Read(string text)
    {
        var offsets = new List<long>();
        int number = 0;
        foreach (string line in text.Split('\n'))
        {
            number++;
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (words.Length == 0 || words[0].StartsWith('#') || words[0] == "dst>src" || words is [_, _, "EOF"])
                continue;
            if (words.Length < 4 || !Number(words[1], out long offset) || !Number(words[2], out long length) || !Number(words[3], out long count)
                || offset > long.MaxValue - length || count > Limits.Untrusted.DescriptorsPerMessage || (count > 0 && length == 0))
            {
                return ParseError.In(Errors.StreamLog, $"line {number}", line);
            }

            for (int i = 0; i < count; i++)
                offsets.Add(offset + length - 1);
        }

        return new DescriptorLog(offsets);
    }

    private static bool Number(string word, out long value) => long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
