using System.Text;

namespace LocalMig.Qapi.Review;

/// <summary>Encoded words in mail headers: <c>=?utf-8?q?...?=</c>.</summary>
internal static class EncodedWords
{
    /// <summary>Decodes the words of a header; what cannot be decoded stays as it is.</summary>
    public static string Decode(string header)
    {
        StringBuilder text = new();
        int at = 0;
        while (at < header.Length)
        {
            int start = header.IndexOf("=?", at, StringComparison.Ordinal);
            if (start < 0)
                break;
            string[] parts = header[start..Math.Min(header.Length, start + 200)].Split('?', 5);
            if (parts.Length < 5 || !parts[4].StartsWith('=') || Decode(parts[1], parts[2], parts[3]) is not { } word)
            {
                text.Append(header, at, start + 2 - at);
                at = start + 2;
                continue;
            }

            // Blanks between two encoded words belong to neither.
            string between = header[at..start];
            if (at == 0 || !string.IsNullOrWhiteSpace(between))
                text.Append(between);
            text.Append(word);
            at = start + parts[0].Length + parts[1].Length + parts[2].Length + parts[3].Length + 5;
        }

        return text.Append(header.AsSpan(Math.Min(at, header.Length))).ToString();
    }

    private static string? Decode(string charset, string encoding, string word)
    {
        List<ReviewProblem> problems = [];
        string name = encoding is "b" or "B" ? "base64" : "quoted-printable";
        if (name != "base64")
            word = word.Replace('_', ' ');
        byte[] bytes = [.. TransferEncoding.Decode(name, InputLine.Split(Encoding.UTF8.GetBytes(word)), 0, 1, problems).SelectMany(static l => l.Bytes.ToArray())];
        if (problems.Count > 0)
            return null;
        return charset.StartsWith("iso-8859-1", StringComparison.OrdinalIgnoreCase) ? Encoding.Latin1.GetString(bytes) : Encoding.UTF8.GetString(bytes);
    }
}
