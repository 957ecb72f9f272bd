using System.Collections.Concurrent;
using LocalMig.Suite.Agreement;
using LocalMig.Tests.Parameters;
using LocalMig.Tests.Snapshots;

namespace LocalMig.Tests.Agreement;

/// <summary>Replays what was recorded of two released QEMUs against the reference.</summary>
public sealed class AgreementRunTests
{
    private static readonly AgreementRun Run = new(Fixture.Path("."), KnownDifferences.Read(Fixture.Text("agreement/differences.txt")).Value);
    private static readonly ConcurrentDictionary<string, FileAgreement> Measured = new(StringComparer.Ordinal);

    public static TheoryData<string> Files => [.. AgreementRun.Versions.SelectMany(Run.Files)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_answer_is_the_recorded_one_but_for_the_table(string file)
    {
        FileAgreement measured = Measure(file);
        Assert.True(measured.IsExplained, AgreementReport.Write(file, [measured], reasons: false));
        Assert.True(measured.Compared + measured.Open > 2);
    }

    [Theory]
    [InlineData("qemu-11.1.3")]
    [InlineData("qemu-7.2.22")]
    public void The_agreement_of_a_version_is_as_it_was_measured(string version) =>
        Snapshot.Verify(AgreementReport.Write(version, [.. Run.Files(version).Select(Measure)], reasons: false), version);

    private static FileAgreement Measure(string file) => Measured.GetOrAdd(file, Run.Measure);
}
