using System.Globalization;
using System.Text;
using LocalMig.Suite.Replay;

namespace LocalMig.Suite.Agreement;

/// <summary>The measured agreement for people: a line per recording, a total, then what differs and why.</summary>
public static class AgreementReport
{
    // One answer too many makes all that follow differ: the first ones tell.
    private const int MostListed = 20;

    /// <summary>Writes the report.</summary>
    /// <param name="title">What is measured.</param>
    /// <param name="files">What came of each recording.</param>
    /// <param name="reasons">Whether the differences that the table knows are listed with their reasons.</param>
    public static string Write(string title, IReadOnlyList<FileAgreement> files, bool reasons)
    {
        ArgumentNullException.ThrowIfNull(files);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{title}\n");
        foreach (FileAgreement file in files)
            Row(text, file.File, file.Same, file.Compared, file.Open);
        Row(text, "total", files.Sum(static f => f.Same), files.Sum(static f => f.Compared), files.Sum(static f => f.Open));
        foreach (FileAgreement file in files)
        {
            if (reasons)
                Reasons(text, file);
            foreach (ReplayAnswer unknown in file.Unknown.Take(MostListed))
                text.Append(CultureInfo.InvariantCulture, $"{file.File}: differs where the table has no row, {unknown}\n");
            if (file.Unknown.Count > MostListed)
                text.Append(CultureInfo.InvariantCulture, $"{file.File}: differs in {file.Unknown.Count - MostListed} more places\n");
            if (file.Stale.Count > 0)
                text.Append(CultureInfo.InvariantCulture, $"{file.File}: the table has rows for what is the same: {string.Join(' ', file.Stale)}\n");
            if (file.Problem is not null)
                text.Append(CultureInfo.InvariantCulture, $"{file.File}: not all was replayed: {file.Problem}\n");
        }

        return text.ToString();
    }

    private static void Row(StringBuilder text, string name, int same, int compared, int open)
    {
        // Rounded down: what is not all is not 100 %.
        double percent = compared == 0 ? 100 : Math.Floor(10000.0 * same / compared) / 100;
        text.Append(CultureInfo.InvariantCulture, $"{name,-56} {same,6} of {compared,6}  {percent,6:0.00} %");
        if (open > 0)
            text.Append(CultureInfo.InvariantCulture, $"  {open} not compared");
        text.Append('\n');
    }

    private static void Reasons(StringBuilder text, FileAgreement file)
    {
        foreach (IGrouping<string, KnownDifference> group in file.Listed.GroupBy(static d => d.Reason, StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"{file.File}: {string.Join(' ', group.SelectMany(static d => d.Places))}: {group.Key}\n");
    }
}
