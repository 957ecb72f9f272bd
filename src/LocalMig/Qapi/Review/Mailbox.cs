namespace LocalMig.Qapi.Review;

/// <summary>Splits input into mails: an mbox, a single mail, or no mail at all.</summary>
internal static class Mailbox
{
    /// <summary>Whether input is mail: it begins with the mark of an mbox or with a header.</summary>
    public static bool IsMail(IReadOnlyList<InputLine> lines)
    {
        foreach (InputLine line in lines)
        {
            if (line.IsBlank)
                continue;
            if (IsMark(line))
                return true;
            string text = line.Text;
            int colon = text.IndexOf(':', StringComparison.Ordinal);
            return colon > 0 && text.AsSpan(0, colon).IndexOf(' ') < 0 && !text.StartsWith("diff ", StringComparison.Ordinal) && char.IsAsciiLetter(text[0]);
        }

        return false;
    }

    /// <summary>The mails of an mbox, or the one mail that the input is.</summary>
    public static IReadOnlyList<IReadOnlyList<InputLine>> Split(IReadOnlyList<InputLine> lines)
    {
        List<IReadOnlyList<InputLine>> mails = [];
        List<InputLine>? current = null;
        bool afterBlank = true;
        foreach (InputLine line in lines)
        {
            if (afterBlank && IsMark(line))
            {
                mails.Add(current = []);
                afterBlank = false;
                continue;
            }

            afterBlank = line.IsBlank;
            if (current is null)
            {
                if (afterBlank)
                    continue;
                mails.Add(current = []);
            }

            current.Add(Unescape(line));
        }

        return mails;
    }

    // "From COMMIT Mon Sep 17 00:00:00 2001" and "From someone@example.org Tue Feb  3 10:00:00 2026": a year at the end.
    private static bool IsMark(InputLine line)
    {
        if (!line.StartsWith("From "u8))
            return false;
        ReadOnlySpan<byte> text = line.Bytes.Span.TrimEnd(" "u8);
        return text.Length > 10 && text[^4..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0 && text.Contains((byte)':');
    }

    // ">From " at the beginning of a line was "From " before it went into the box.
    private static InputLine Unescape(InputLine line)
    {
        int quotes = line.Bytes.Span.IndexOfAnyExcept((byte)'>');
        return quotes > 0 && line.Bytes.Span[quotes..].StartsWith("From "u8) ? line with { Bytes = line.Bytes[1..] } : line;
    }
}
