namespace LocalMig.Qapi.Review;

/// <summary>Reads patches from a diff, a mail or an mbox.</summary>
public static class PatchReader
{
    /// <summary>Reads the patches; mails without a diff (cover letters, replies) give none.</summary>
    /// <param name="input">The bytes, in any of the forms; line ends are LF or CRLF.</param>
    /// <param name="problems">What could not be read.</param>
    /// <returns>The patches, by version of the series and by number.</returns>
    public static IReadOnlyList<Patch> Read(ReadOnlyMemory<byte> input, out IReadOnlyList<ReviewProblem> problems)
    {
        List<ReviewProblem> found = [];
        problems = found;
        List<InputLine> lines = InputLine.Split(input);
        if (!Mailbox.IsMail(lines))
        {
            IReadOnlyList<FileDiff> files = new DiffParser(lines, found).Parse();
            return files.Count == 0 ? [] : [new Patch("", "", "", "", files)];
        }

        List<Patch> patches = [];
        foreach (IReadOnlyList<InputLine> own in Mailbox.Split(lines))
        {
            MailMessage mail = MailMessage.Parse(own, found);
            IReadOnlyList<FileDiff> files = new DiffParser(mail.Body, found).Parse();
            if (files.Count > 0)
                patches.Add(new Patch(mail.Header("Subject"), mail.Header("From"), mail.Header("Message-ID"), mail.Header("Date"), files));
        }

        return [.. patches.OrderBy(static p => p.Position.Version).ThenBy(static p => p.Position.Number)];
    }
}
