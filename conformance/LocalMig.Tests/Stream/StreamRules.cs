using LocalMig.Spec;
using LocalMig.Stream.Analysis;
using LocalMig.Wire;

namespace LocalMig.Tests.Stream;

/// <summary>What holds of every finding.</summary>
internal static class StreamRules
{
    /// <summary>Each finding belongs to a requirement that exists, but for a limit: that is the reader's, not the format's.</summary>
    public static void AllNameTheirRequirements(StreamReport report, string what) => Assert.All(
        report.Findings.Where(static finding => finding.Error.Rule != Errors.LimitExceeded),
        finding => Assert.True(Requirements.TryFind(finding.Requirement ?? "", out _), $"{what}: {finding.Error.Code} names {finding.Requirement ?? "no requirement"}"));
}
