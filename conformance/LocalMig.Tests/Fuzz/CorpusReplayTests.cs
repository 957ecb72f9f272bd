using LocalMig.Descriptors;
using LocalMig.Fuzz;
using LocalMig.Fuzz.Engine;

namespace LocalMig.Tests.Fuzz;

/// <summary>Every input that ever mattered, on every build: the corpora, and what once broke something.</summary>
[Collection(nameof(Alone))]
public sealed class CorpusReplayTests
{
    public static TheoryData<string> Targets() => [.. FuzzTargets.All().Select(static target => target.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void No_input_of_a_corpus_and_no_former_finding_breaks_anything(string name)
    {
        FuzzTarget target = FuzzTargets.Find(name)!;
        var runner = new TargetRunner(target);
        Replay(target, runner);
        if (!target.OpensDescriptors)
            return;
        // What the runtime and the runner open for themselves, they open the first time.
        int before = ProcessDescriptors.Of(Environment.ProcessId).Count;
        Replay(target, runner);
        Assert.InRange(ProcessDescriptors.Of(Environment.ProcessId).Count, 0, before);
    }

    private static void Replay(FuzzTarget target, TargetRunner runner)
    {
        foreach (string path in Places.Inputs(Places.Corpora, target.Name).Concat(Places.Inputs(Places.Findings, target.Name)))
        {
            byte[] input = File.ReadAllBytes(path);
            Finding? finding = runner.Run(input) ?? runner.Examine(input);
            Assert.True(finding is null, $"fuzz/localmig-fuzz replay --target {target.Name} {path}\n{finding?.Text}");
        }
    }
}
