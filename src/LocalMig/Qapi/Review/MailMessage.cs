using System.Text;

namespace LocalMig.Qapi.Review;

/// <summary>A mail: headers and the lines of its text, decoded.</summary>
internal sealed class MailMessage
{
    private const int DeepestPart = 20;

    private readonly List<(string Name, string Value)> _headers = [];

    private MailMessage()
    {
    }

    /// <summary>The lines of the text parts, one after the other, in UTF-8.</summary>
    public List<InputLine> Body { get; } = [];

    /// <summary>The first header of that name, encoded words decoded; empty where there is none.</summary>
    public string Header(string name) =>
        EncodedWords.Decode(_headers.Find(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value ?? "");

    /// <summary>Parses a message.</summary>
    /// <param name="lines">Its lines.</param>
    /// <param name="problems">Takes what cannot be decoded; the rest of the mail is read nevertheless.</param>
    public static MailMessage Parse(IReadOnlyList<InputLine> lines, List<ReviewProblem> problems)
    {
        MailMessage mail = new();
        int at = ReadHeaders(lines, 0, mail._headers);
        ReadPart(mail._headers, lines, at, lines.Count, mail.Body, problems, 0);
        return mail;
    }

    private static int ReadHeaders(IReadOnlyList<InputLine> lines, int at, List<(string Name, string Value)> headers)
    {
        for (; at < lines.Count && !lines[at].Bytes.IsEmpty; at++)
        {
            string text = lines[at].Text;
            if (text.Length > 0 && text[0] is ' ' or '\t')
            {
                if (headers.Count > 0)
                    headers[^1] = (headers[^1].Name, headers[^1].Value + " " + text.Trim());
                continue;
            }

            int colon = text.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
                headers.Add((text[..colon], text[(colon + 1)..].Trim()));
        }

        return Math.Min(at + 1, lines.Count);
    }

    private static void ReadPart(
        List<(string Name, string Value)> headers, IReadOnlyList<InputLine> lines, int from, int to, List<InputLine> body, List<ReviewProblem> problems, int depth)
    {
        string type = Value(headers, "Content-Type");
        if (Parameter(type, "boundary") is { Length: > 0 } boundary && type.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) && depth < DeepestPart)
        {
            ReadParts(boundary, lines, from, to, body, problems, depth);
            return;
        }

        if (type.Length > 0 && !type.StartsWith("text/", StringComparison.OrdinalIgnoreCase) && !type.StartsWith("application/octet-stream", StringComparison.OrdinalIgnoreCase))
            return;
        if (type.StartsWith("text/html", StringComparison.OrdinalIgnoreCase))
            return;
        IEnumerable<InputLine> decoded = TransferEncoding.Decode(Value(headers, "Content-Transfer-Encoding"), lines, from, to, problems);
        string charset = Parameter(type, "charset") ?? "utf-8";
        foreach (InputLine line in decoded)
            body.Add(Recode(line, charset, problems));
    }

    private static void ReadParts(
        string boundary, IReadOnlyList<InputLine> lines, int from, int to, List<InputLine> body, List<ReviewProblem> problems, int depth)
    {
        byte[] mark = Encoding.UTF8.GetBytes("--" + boundary);
        int part = -1;
        for (int i = from; i <= to; i++)
        {
            bool boundaryHere = i < to && lines[i].StartsWith(mark);
            if (i < to && !boundaryHere)
                continue;
            if (part >= 0)
            {
                List<(string, string)> headers = [];
                List<InputLine> own = [.. lines.Skip(part).Take(i - part)];
                int at = ReadHeaders(own, 0, headers);
                ReadPart(headers, own, at, own.Count, body, problems, depth + 1);
            }

            part = i + 1;
        }
    }

    private static InputLine Recode(InputLine line, string charset, List<ReviewProblem> problems)
    {
        switch (charset.ToLowerInvariant())
        {
            case "utf-8" or "utf8" or "us-ascii" or "ascii":
                return line;
            case "iso-8859-1" or "latin1" or "iso-8859-15" or "windows-1252":
                return line with { Bytes = Encoding.UTF8.GetBytes(Encoding.Latin1.GetString(line.Bytes.Span)) };
            default:
                string text = $"the character set '{charset}' is not known";
                if (problems.Count == 0 || problems[^1].Text != text)
                    problems.Add(new ReviewProblem(line.Number, text));
                return line;
        }
    }

    private static string Value(List<(string Name, string Value)> headers, string name) =>
        headers.Find(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value ?? "";

    private static string? Parameter(string header, string name)
    {
        foreach (string part in header.Split(';').Skip(1))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && part[..equals].Trim().Equals(name, StringComparison.OrdinalIgnoreCase))
                return part[(equals + 1)..].Trim().Trim('"');
        }

        return null;
    }
}
