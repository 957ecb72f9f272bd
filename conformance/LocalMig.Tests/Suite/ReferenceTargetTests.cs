using LocalMig.Parameters;
using LocalMig.Suite;
using LocalMig.Suite.Cases;
using LocalMig.Suite.Targets;

namespace LocalMig.Tests.Suite;

[Collection(nameof(Alone))]
public class ReferenceTargetTests
{
    [Theory]
    [InlineData(Profile.Proposal)]
    [InlineData(Profile.V16)]
    [InlineData(Profile.Upstream)]
    public void The_reference_keeps_every_requirement_that_is_judged(Profile profile)
    {
        using var target = new ReferenceTarget();
        RunResult result = new CaseRunner(target, CaseList.All, new RunOptions { Profile = profile }).Run();
        IEnumerable<string> broken = result.Cases
            .Where(c => c.Verdict is not (Verdict.Pass or Verdict.Skip))
            .Select(c => $"{c.Verdict} {c.CaseId}: {c.Reason} {c.Expectations.FirstOrDefault(e => !e.Held)}");
        Assert.Equal([], broken);
        Assert.Null(result.Broken);
        Assert.True(result.Count(Verdict.Pass) > 20, $"{result.Count(Verdict.Pass)} passed");
    }
}
