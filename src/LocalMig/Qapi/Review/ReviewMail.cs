using System.Globalization;
using System.Text;
using LocalMig.Qapi.Source;

namespace LocalMig.Qapi.Review;

/// <summary>A review as a reply to the patch: the hunks quoted, each remark beneath its line.</summary>
public static class ReviewMail
{
    /// <summary>How many lines before a remark are quoted at most.</summary>
    private const int Context = 8;

    /// <summary>Writes the reply; empty where there is nothing to remark.</summary>
    public static string Write(ReviewedPatch reviewed)
    {
        ArgumentNullException.ThrowIfNull(reviewed);
        if (reviewed.Findings.Count == 0)
            return "";
        StringBuilder mail = new();
        Head(mail, reviewed.Patch);
        HashSet<Finding> placed = [];
        foreach (FileDiff diff in reviewed.Patch.Files)
            File(mail, diff, [.. reviewed.Findings.Where(f => f.File.Path == diff.NewPath)], placed);
        List<Finding> others = [.. reviewed.Findings.Where(f => !placed.Contains(f))];
        foreach (Finding finding in others)
            mail.Append(CultureInfo.InvariantCulture, $"{finding.Place}: {finding.Message} [{finding.Rule}]\n\n");
        return mail.ToString().TrimEnd('\n') + "\n";
    }

    private static void Head(StringBuilder mail, Patch patch)
    {
        if (patch.Author.Length > 0)
            mail.Append("To: ").Append(patch.Author).Append('\n');
        if (patch.Subject.Length > 0)
            mail.Append("Subject: ").Append(patch.Subject.StartsWith("Re: ", StringComparison.OrdinalIgnoreCase) ? "" : "Re: ").Append(patch.Subject).Append('\n');
        if (patch.MessageId.Length > 0)
            mail.Append("In-Reply-To: ").Append(patch.MessageId).Append("\nReferences: ").Append(patch.MessageId).Append('\n');
        if (mail.Length > 0)
            mail.Append("Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n");
        if (patch.Author.Length > 0)
            mail.Append(patch.Author).Append(" writes:\n\n");
    }

    private static void File(StringBuilder mail, FileDiff diff, List<Finding> findings, HashSet<Finding> placed)
    {
        bool named = false;
        foreach (DiffHunk hunk in diff.Hunks)
        {
            int next = 0;
            bool opened = false;
            for (int i = 0; i < hunk.Lines.Count; i++)
            {
                DiffLine line = hunk.Lines[i];
                List<Finding> here = line.Kind == DiffLineKind.Removed ? [] : [.. findings.Where(f => f.Line == line.NewLine && !placed.Contains(f))];
                if (here.Count == 0)
                    continue;
                if (!named)
                    mail.Append(CultureInfo.InvariantCulture, $"> --- {(diff.OldPath is null ? "/dev/null" : "a/" + diff.OldPath)}\n> +++ b/{diff.NewPath}\n");
                if (!opened)
                    mail.Append("> ").Append(hunk.Header).Append('\n');
                (named, opened) = (true, true);
                if (i - next > Context)
                {
                    mail.Append("[...]\n");
                    next = i - Context;
                }

                for (; next <= i; next++)
                    Quote(mail, hunk.Lines[next]);
                mail.Append('\n');
                foreach (Finding finding in here)
                {
                    mail.Append(finding.Message).Append(" [").Append(finding.Rule).Append("]\n");
                    placed.Add(finding);
                }

                mail.Append('\n');
            }
        }
    }

    private static void Quote(StringBuilder mail, DiffLine line)
    {
        char mark = line.Kind switch { DiffLineKind.Added => '+', DiffLineKind.Removed => '-', _ => ' ' };
        mail.Append("> ").Append(mark).Append(line.Text).Append('\n');
    }
}
