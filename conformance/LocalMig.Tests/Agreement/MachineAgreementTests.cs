using LocalMig.Qmp;
using LocalMig.Suite.Replay;
using LocalMig.Tests.Parameters;
using LocalMig.Wire;

namespace LocalMig.Tests.Agreement;

/// <summary>Replays what was recorded of parameters and capabilities on the reference machine.</summary>
public sealed class MachineAgreementTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("qemu-11.1.3/A11-06-migrate-parameters.txt")]
    [InlineData("qemu-11.1.3/A11-07-migrate-capabilities.txt")]
    [InlineData("qemu-7.2.22/A7-06-migrate-parameters.txt")]
    [InlineData("qemu-7.2.22/A7-07-migrate-capabilities.txt")]
    public void Every_answer_is_the_recorded_one_but_for_the_table(string file)
    {
        QemuGeneration generation = file.StartsWith("qemu-11", StringComparison.Ordinal) ? QemuGeneration.Qemu11 : QemuGeneration.Qemu7;
        using VmReplayTarget target = new(generation);
        ReplayOptions options = new()
        {
            Scrubbers = [Scrubbers.Times, Scrubbers.Versions, Scrubbers.Paths("/run/vm/mig", target.Folder)],
            Patience = TimeSpan.FromSeconds(60),
        };
        ReplayResult result = TranscriptReplay.Run(TranscriptReader.Read(Fixture.Text("transcripts/" + file)), target, options);
        output.WriteLine($"{file}: {result.ToText()}");
        KnownDifferences.AssertExactly(file, result);
        Assert.True(result.Answers.Count > 50);
    }
}
