using LocalMig.Suite;
using LocalMig.Suite.Cases;
using LocalMig.Suite.Targets;

namespace LocalMig.Tests.Suite;

[Collection(nameof(Alone))]
public class QemuTargetTests
{
    public static TheoryData<string, string> Binaries => new()
    {
        { "LOCALMIG_QEMU_11", "/opt/localmig/qemu-11/qemu-system-x86_64" },
        { "LOCALMIG_QEMU_7", "/usr/bin/qemu-system-x86_64" },
    };

    [Theory]
    [MemberData(nameof(Binaries))]
    public void A_released_QEMU_fails_only_where_it_has_a_defect_and_lacks_the_feature(string variable, string path)
    {
        string binary = Environment.GetEnvironmentVariable(variable) is { Length: > 0 } named ? named : path;
        Assert.SkipUnless(File.Exists(binary), $"no real QEMU here ({variable}); scripts/install-qemu.sh brings it");
        using ITarget target = QemuTarget.Open(binary).Value;
        Case[] cases = [.. CaseList.All.Where(c => c.Id.StartsWith("QMP/", StringComparison.Ordinal) || c.Id.StartsWith("PARAM/", StringComparison.Ordinal))];
        RunResult result = new CaseRunner(target, cases, new RunOptions()).Run();
        Assert.Equal(["QMP/infinity"], result.Cases.Where(c => c.Verdict == Verdict.Fail).Select(c => c.CaseId));
        Assert.DoesNotContain(result.Cases, c => c.Verdict is Verdict.Error or Verdict.Timeout);
        Assert.Equal(Verdict.Unsupported, result.Cases.Single(c => c.CaseId == "PARAM/default-is-false").Verdict);
    }

    [Fact]
    public void A_binary_that_is_not_there_is_no_target() =>
        Assert.Equal("there is no binary '/nonexistent/qemu'", QemuTarget.Open("/nonexistent/qemu").Error);
}
