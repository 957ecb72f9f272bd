using FsCheck;
using FsCheck.Fluent;
using LocalMig.Channels;
using LocalMig.Machine;
using LocalMig.Qmp;
using LocalMig.Suite;
using Microsoft.FSharp.Collections;
using Xunit.Sdk;

namespace LocalMig.Tests.Machine.Model;

/// <summary>Two machines behave as the tables of the model say, whatever they are told. More runs: <c>scripts/model.sh 1000</c>.</summary>
[Collection(nameof(Alone))]
public class PairModelTests
{
    private const int MostCommands = 12;

    private static readonly VmSeams TcpIsLetPast = VmSeams.Default with
    {
        Channel = static (a, p, c, kind) => a is InetAddress ? null : ChannelPolicy.Check(a, p, c, kind),
    };

    [Property(MaxTest = 5, Arbitrary = [typeof(Scenario)])]
    public void Two_machines_do_what_the_model_says(Scenario scenario)
    {
        ProcessResources before = ProcessResources.Now();
        scenario.Run(VmSeams.Default);
        Assert.Empty(before.Leaked(TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public void A_fault_is_found_and_shrunk_to_a_few_commands()
    {
        FsCheck.Xunit.XunitRunner runner = new();
        Prop.ForAll(Scenario.All(), static s => s.Run(TcpIsLetPast))
            .Check(Config.Quick.WithMaxTest(60).WithReplay(1, 11400714819323198485).WithRunner(runner));
        FsCheck.TestResult.Failed failed = Assert.IsType<FsCheck.TestResult.Failed>(runner.Result);
        Scenario shrunk = Assert.IsType<Scenario>(Assert.Single((FSharpList<object>)failed.Item3));
        Assert.InRange(shrunk.Steps.Count, 1, MostCommands);

        shrunk.Run(VmSeams.Default);
        string message = Assert.Throws<XunitException>(() => shrunk.Run(TcpIsLetPast)).Message;
        Assert.Empty(TranscriptReader.Read(message[message.IndexOf("#!", StringComparison.Ordinal)..]).Problems);
    }
}
