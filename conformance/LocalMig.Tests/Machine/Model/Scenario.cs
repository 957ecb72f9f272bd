using FsCheck;
using FsCheck.Fluent;
using LocalMig.Parameters;
using LocalMig.Suite.Faults;
using LocalMig.Suite.Reports;
using Xunit.Sdk;

namespace LocalMig.Tests.Machine.Model;

/// <summary>A sequence of steps for two machines.</summary>
/// <param name="Profile">The form of the feature that both have.</param>
/// <param name="Steps">What they are told; what the specification leaves open at that point is left out.</param>
public sealed record Scenario(Profile Profile, IReadOnlyList<ModelStep> Steps)
{
    private const int MostSteps = 30;

    // Left to chance alone, most sequences would never get the two sides together.
    private static readonly ModelStep[][] Beginnings =
    [
        [],
        [new("src", "device", "own"), new("src", "local", "on"), new("dst", "local", "on"), new("dst", "device", "waiting"), new("dst", "migrate-incoming", "unix")],
        [new("src", "device", "own"), new("src", "local", "on"), new("dst", "local", "on"), new("both", "getfd", "fd pair"), new("dst", "migrate-incoming", "fd pair")],
        [new("src", "device", "own"), new("dst", "device", "own, switch off"), new("src", "return-path", "on"), new("dst", "migrate-incoming", "unix channel")],
        [
            new("src", "device", "own"), new("src", "local", "on"), new("dst", "local", "on"), new("dst", "device", "waiting"), new("src", "return-path", "on"),
            new("src", "pause-before-switchover", "on"), new("dst", "migrate-incoming", "unix"), new("src", "migrate", "unix"),
        ],
        [
            new("src", "device", "own"), new("src", "local", "on"), new("dst", "local", "on"), new("dst", "device", "waiting"), new("src", "bandwidth", "slow"),
            new("dst", "migrate-incoming", "unix"), new("src", "migrate", "unix"),
        ],
    ];

    /// <summary>Scenarios, and simpler ones: any part can be left out.</summary>
    public static Arbitrary<Scenario> All() => Arb.From(
        from beginning in Gen.Elements(Beginnings)
        from length in Gen.Choose(1, MostSteps)
        from steps in Gen.Elements(ModelStep.All.ToArray()).ArrayOf(length)
        from profile in Gen.Elements(Enum.GetValues<Profile>())
        select new Scenario(profile, [.. beginning, .. steps]),
        static s => Cuts(s.Steps.Count).Select(cut => s with { Steps = [.. s.Steps.Take(cut.From), .. s.Steps.Skip(cut.From + cut.Count)] }));

    /// <summary>Tells both machines, and compares them with the model after every step.</summary>
    /// <param name="fault">The deviation that both have; null for none.</param>
    /// <exception cref="XunitException">They differ; the message ends with the transcript.</exception>
    public void Run(Fault? fault = null)
    {
        PairModel model = new(Profile);
        using LivePair pair = new(Profile, fault);
        foreach (ModelStep step in Steps.Where(model.Applies))
        {
            try
            {
                pair.Take(step, model);
                pair.Check(model);
            }
            catch (XunitException differs)
            {
                throw new XunitException($"after '{step}': {differs.Message}\nTo say it again: localmig replay FILE --against reference --profile {ResultsNames.Of(Profile)}, with this in FILE:\n{pair.Transcript}", differs);
            }
        }
    }

    // Long cuts first: a sequence of which little matters is short after a few of them. The end is what matters least.
    private static IEnumerable<(int From, int Count)> Cuts(int length)
    {
        for (int count = (length + 1) / 2; count > 0; count = count == 1 ? 0 : (count + 1) / 2)
        {
            for (int end = length; end > 0; end -= count)
                yield return (Math.Max(0, end - count), count);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Profile}: {string.Join("; ", Steps)}";
}
