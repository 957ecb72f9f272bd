using System.Buffers;
using System.Buffers.Text;

namespace LocalMig.Qapi.Review;

/// <summary>The transfer encodings of mail bodies: as they are, quoted-printable, base64.</summary>
internal static class TransferEncoding
{
    /// <summary>Decodes the lines of a body.</summary>
    public static IEnumerable<InputLine> Decode(string encoding, IReadOnlyList<InputLine> lines, int from, int to, List<ReviewProblem> problems)
    {
        IEnumerable<InputLine> own = lines.Skip(from).Take(to - from);
        switch (encoding.Trim().ToLowerInvariant())
        {
            case "base64":
                return Base64Text(own, problems);
            case "quoted-printable":
                return QuotedPrintable(own, problems);
            case "" or "7bit" or "8bit" or "binary":
                return own;
            default:
                problems.Add(new ReviewProblem(from < to ? lines[from].Number : 0, $"the transfer encoding '{encoding}' is not known"));
                return [];
        }
    }

    // A decoded line keeps the number of the line that its first byte came from.
    private static List<InputLine> Base64Text(IEnumerable<InputLine> lines, List<ReviewProblem> problems)
    {
        List<(int At, int Number)> places = [];
        ArrayBufferWriter<byte> code = new();
        foreach (InputLine line in lines)
        {
            ReadOnlySpan<byte> text = line.Bytes.Span.Trim(" \t"u8);
            places.Add((code.WrittenCount, line.Number));
            code.Write(text);
        }

        byte[] bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(code.WrittenCount)];
        OperationStatus status = Base64.DecodeFromUtf8(code.WrittenSpan, bytes, out int read, out int written);
        if (status != OperationStatus.Done)
            problems.Add(new ReviewProblem(NumberAt(places, read), "this is no base64"));
        List<InputLine> decoded = InputLine.Split(bytes.AsMemory(0, written));
        int offset = 0;
        for (int i = 0; i < decoded.Count; i++)
        {
            int length = decoded[i].Bytes.Length;
            decoded[i] = decoded[i] with { Number = NumberAt(places, offset / 3 * 4) };
            offset += length + 1;
        }

        return decoded;
    }

    private static int NumberAt(List<(int At, int Number)> places, int offset)
    {
        int low = 0;
        int high = places.Count - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            if (places[middle].At <= offset)
                low = middle;
            else
                high = middle - 1;
        }

        return places.Count == 0 ? 0 : places[low].Number;
    }

    private static IEnumerable<InputLine> QuotedPrintable(IEnumerable<InputLine> lines, List<ReviewProblem> problems)
    {
        ArrayBufferWriter<byte> joined = new();
        int number = 0;
        foreach (InputLine line in lines)
        {
            ReadOnlyMemory<byte> text = line.Bytes[..line.Bytes.Span.TrimEnd(" \t"u8).Length];
            bool soft = !text.IsEmpty && text.Span[^1] == '=';
            if (joined.WrittenCount == 0 && number == 0)
                number = line.Number;
            Unquote(soft ? text.Span[..^1] : text.Span, line.Number, joined, problems);
            if (soft)
                continue;
            yield return new InputLine(number, joined.WrittenSpan.ToArray());
            joined.ResetWrittenCount();
            number = 0;
        }

        if (joined.WrittenCount > 0)
            yield return new InputLine(number, joined.WrittenSpan.ToArray());
    }

    private static void Unquote(ReadOnlySpan<byte> text, int line, ArrayBufferWriter<byte> to, List<ReviewProblem> problems)
    {
        for (int i = 0; i < text.Length; i++)
        {
            byte value = text[i];
            if (value == '=')
            {
                if (i + 2 < text.Length && Utf8Parser.TryParse(text.Slice(i + 1, 2), out byte code, out int used, 'X') && used == 2)
                {
                    value = code;
                    i += 2;
                }
                else
                {
                    problems.Add(new ReviewProblem(line, "'=' without two hexadecimal digits in quoted-printable text"));
                }
            }

            to.Write([value]);
        }
    }
}
