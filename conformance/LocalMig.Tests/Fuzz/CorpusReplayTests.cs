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
        int before = 0;
        foreach (string path in Places.Inputs(Places.Corpora, name).Concat(Places.Inputs(Places.Findings, name)))
        {
            byte[] input = File.ReadAllBytes(path);
            Finding? finding = runner.Run(input) ?? runner.Examine(input);
            Assert.True(finding is null, $"fuzz/localmig-fuzz replay --target {name} {path}\n{finding?.Text}");
            if (before == 0)
                before = ProcessDescriptors.Of(Environment.ProcessId).Count;
        }

        if (target.OpensDescriptors && before > 0)
            Assert.InRange(ProcessDescriptors.Of(Environment.ProcessId).Count, 0, before);
    }
}
