using FsCheck;
using FsCheck.Fluent;
using LocalMig.Qmp;
using LocalMig.Suite;
using LocalMig.Suite.Faults;
using Microsoft.FSharp.Collections;
using Xunit.Sdk;

namespace LocalMig.Tests.Machine.Model;

/// <summary>Two machines behave as the tables of the model say, whatever they are told. More runs: <c>scripts/model.sh 1000</c>.</summary>
[Collection(nameof(Alone))]
public class PairModelTests(ITestOutputHelper output)
{
    private const int MostCommands = 12;

    private static readonly string[] Quick = ["migrate-forgets-tcp", "completed-after-failed"];
    private static readonly string[] Further = ["param-true-only", "destination-without-backend", "source-does-not-resume"];

    /// <summary>Faults that change what the model sees; all of them where <c>scripts/model.sh</c> asks for many runs.</summary>
    public static TheoryData<string> Faults { get; } = [.. Quick, .. Environment.GetEnvironmentVariable("LOCALMIG_RUNS") is null ? [] : Further];

    [Property(MaxTest = 5, Arbitrary = [typeof(Scenario)])]
    public void Two_machines_do_what_the_model_says(Scenario scenario)
    {
        ProcessResources before = ProcessResources.Now();
        scenario.Run();
        Assert.Empty(before.Leaked(TimeSpan.FromSeconds(5)));
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_is_found_and_shrunk_to_a_few_commands(string name)
    {
        Fault fault = FaultCatalogue.Find(name)!;
        FsCheck.Xunit.XunitRunner runner = new();
        Prop.ForAll(Scenario.All(), s => s.Run(fault))
            .Check(Config.Quick.WithMaxTest(100).WithReplay(1, 11400714819323198485).WithRunner(runner));
        FsCheck.TestResult.Failed failed = Assert.IsType<FsCheck.TestResult.Failed>(runner.Result);
        Scenario shrunk = Assert.IsType<Scenario>(Assert.Single((FSharpList<object>)failed.Item3));
        output.WriteLine($"{name}: {shrunk}");
        Assert.InRange(shrunk.Steps.Count, 1, MostCommands);

        shrunk.Run();
        string message = Assert.Throws<XunitException>(() => shrunk.Run(fault)).Message;
        Assert.Empty(TranscriptReader.Read(message[message.IndexOf("#!", StringComparison.Ordinal)..]).Problems);
    }
}
