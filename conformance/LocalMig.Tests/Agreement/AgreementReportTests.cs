using LocalMig.Suite.Agreement;
using LocalMig.Suite.Replay;

namespace LocalMig.Tests.Agreement;

public sealed class AgreementReportTests
{
    [Theory]
    [InlineData(20, 20, "")]
    [InlineData(23, 20, "qemu-x/a.txt: differs in 3 more places\n")]
    public void Of_many_differences_the_first_are_listed_and_the_others_counted(int differences, int listed, string end)
    {
        ReplayAnswer[] unknown = [.. Enumerable.Range(1, differences).Select(static line => new ReplayAnswer(line, "", null, "{}", []))];
        string report = AgreementReport.Write("someone", [new FileAgreement("qemu-x/a.txt", 7, 7 + differences, 0, [], unknown, [], null)], reasons: false);
        Assert.Equal(listed, report.Split('\n').Count(static l => l.Contains("differs where the table has no row", StringComparison.Ordinal)));
        Assert.EndsWith($"line {listed}: too many: {{}}\n{end}", report, StringComparison.Ordinal);
    }
}
