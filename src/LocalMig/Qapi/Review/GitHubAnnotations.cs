using System.Globalization;
using LocalMig.Qapi.Source;

namespace LocalMig.Qapi.Review;

/// <summary>Findings as workflow commands of GitHub: <c>::error file=…,line=…,col=…,title=…::message</c>.</summary>
public static class GitHubAnnotations
{
    /// <summary>One line for a finding.</summary>
    public static string Format(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        string command = finding.Severity switch
        {
            FindingSeverity.Error => "error",
            FindingSeverity.Warning => "warning",
            _ => "notice",
        };
        string column = finding.Column > 0 ? string.Create(CultureInfo.InvariantCulture, $",col={finding.Column}") : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"::{command} file={Property(finding.File.Path)},line={finding.Line}{column},title={Property(finding.Rule)}::{Data(finding.Message)}");
    }

    private static string Data(string text) => text.Replace("%", "%25", StringComparison.Ordinal)
        .Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) => Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
