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
        using ITarget target = Open(variable, path);
        Case[] cases = [.. CaseList.All.Where(c => c.Id.StartsWith("QMP/", StringComparison.Ordinal) || c.Id.StartsWith("PARAM/", StringComparison.Ordinal))];
        RunResult result = new CaseRunner(target, cases, new RunOptions()).Run();
        Assert.Equal(["QMP/infinity"], result.Cases.Where(c => c.Verdict == Verdict.Fail).Select(c => c.CaseId));
        Assert.DoesNotContain(result.Cases, c => c.Verdict is Verdict.Error or Verdict.Timeout);
        Assert.Equal(Verdict.Unsupported, result.Cases.Single(c => c.CaseId == "PARAM/default-is-false").Verdict);
    }

    // The stream itself holds no memory with this machine; what travels beside it is there all the same.
    [Theory]
    [MemberData(nameof(Binaries))]
    public void What_a_released_QEMU_sends_beside_its_stream_has_the_form_that_is_required(string variable, string path)
    {
        using ITarget target = Open(variable, path);
        string[] ids = ["STREAM/return-path", "STREAM/multifd-channels", "STREAM/cpr-state"];
        RunResult result = new CaseRunner(target, [.. CaseList.All.Where(c => ids.Contains(c.Id))], new RunOptions()).Run();
        Assert.Equal(
            ids.Select(id => (id, id == "STREAM/cpr-state" && variable == "LOCALMIG_QEMU_7" ? Verdict.Skip : Verdict.Pass)),
            result.Cases.Select(c => (c.CaseId, c.Verdict)));
    }

    [Fact]
    public void A_binary_that_is_not_there_is_no_target() =>
        Assert.Equal("there is no binary '/nonexistent/qemu'", QemuTarget.Open("/nonexistent/qemu").Error);

    private static ITarget Open(string variable, string path)
    {
        string binary = Environment.GetEnvironmentVariable(variable) is { Length: > 0 } named ? named : path;
        Assert.SkipUnless(File.Exists(binary), $"no real QEMU here ({variable}); scripts/install-qemu.sh brings it");
        return QemuTarget.Open(binary).Value;
    }
}
