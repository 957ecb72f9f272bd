using LocalMig.Channels;
using LocalMig.Json;
using LocalMig.Machine;
using LocalMig.Parameters;
using LocalMig.Qmp;
using LocalMig.Suite;
using LocalMig.Suite.Cases;
using LocalMig.Suite.Targets;

namespace LocalMig.Tests.Suite;

/// <summary>Runs the cases about channels on implementations that have one fault each, and expects exactly the requirements it
/// breaks to fail.</summary>
[Collection(nameof(Alone))]
public class FaultyChannelTests
{
    // A kernel without vsock refuses it whatever the policy says.
    private const string VsockOnTheDestination = "09";

    private static readonly QmpError Refusal = QmpError.Generic(ChannelTexts.LocalNeedsUnix);

    private static readonly Dictionary<string, ChannelCheck> Faults = new(StringComparer.Ordinal)
    {
        ["never asks for a UNIX socket"] = static (a, p, c, kind) => ChannelPolicy.Check(a, With(p, "local", false), c, kind),
        ["asks for one with 'local' false too"] = static (a, p, c, kind) => ChannelPolicy.Check(a, With(p, "local", true), c, kind),
        ["forgets TCP"] = static (a, p, c, kind) => a is InetAddress ? null : ChannelPolicy.Check(a, p, c, kind),
        ["takes any socket for a UNIX socket"] = static (a, p, c, kind) =>
            ChannelPolicy.Check(a, p, c, fd => kind(fd) == DescriptorKind.OtherSocket ? DescriptorKind.UnixSocket : kind(fd)),
        ["refuses every descriptor"] = static (a, p, c, _) => ChannelPolicy.Check(a, p, c, static _ => DescriptorKind.Pipe),
        ["overlooks TLS"] = static (a, p, c, kind) => ChannelPolicy.Check(a, With(p, "tls-creds", ""), c, kind),
        ["says it in other words"] = static (a, p, c, kind) =>
            ChannelPolicy.Check(a, p, c, kind) is { } refused ? refused == Refusal ? QmpError.Generic("local migration needs AF_UNIX") : refused : null,
        ["asks for the UNIX socket first"] = static (a, p, c, kind) =>
            p.Local && a is not (UnixAddress or FdAddress) ? Refusal : ChannelPolicy.Check(a, p, c, kind),
        ["knows no exemption"] = static (a, p, c, kind) => ChannelPolicy.Check(a, p, c, kind) ?? (p.Local && a is not (UnixAddress or FdAddress) ? Refusal : null),
        ["knows no capabilities"] = static (a, p, _, kind) => ChannelPolicy.Check(a, p, MigrationCapabilities.Defaults(), kind),
        ["refuses RDMA only when it is opened"] = static (a, p, c, kind) => a is RdmaAddress ? null : ChannelPolicy.Check(a, p, c, kind),
    };

    [Theory]
    [InlineData("never asks for a UNIX socket", "01 02 03 04 05 07 08 10 11 12 13 14 15 16 17 18 19 20 25 27 36 37 38 39")]
    [InlineData("asks for one with 'local' false too", "29 35")]
    [InlineData("forgets TCP", "01 08 13 14 15 16 17 18 20 31")]
    [InlineData("takes any socket for a UNIX socket", "07 12 14 15 16 19 20 37 38 39")]
    [InlineData("refuses every descriptor", "23 24")]
    [InlineData("overlooks TLS", "25")]
    [InlineData("says it in other words", "20 36")]
    [InlineData("asks for the UNIX socket first", "28 36")]
    [InlineData("knows no exemption", "28")]
    [InlineData("knows no capabilities", "31 32 36")]
    [InlineData("refuses RDMA only when it is opened", "27")]
    public void A_fault_in_the_policy_breaks_what_it_touches_and_nothing_else(string fault, string broken) =>
        Assert.Equal(broken, Broken(Faults[fault]));

    [Fact]
    public void Without_a_fault_nothing_is_broken() => Assert.Equal("", Broken(ChannelPolicy.Check));

    private static string Broken(ChannelCheck check)
    {
        using ReferenceTarget target = new(VmSeams.Default with { Channel = check });
        RunOptions options = new() { Profile = Profile.Upstream, Filters = [new Glob("CHANNEL")], Timeout = TimeSpan.FromSeconds(60) };
        RunResult result = new CaseRunner(target, CaseList.All, options).Run();
        Assert.Null(result.Broken);
        return string.Join(' ', result.Cases
            .SelectMany(static c => c.Expectations)
            .Where(static e => !e.Held)
            .Select(static e => e.Requirement["LM-CHANNEL-".Length..])
            .Where(static id => id != VsockOnTheDestination)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal));
    }

    private static MigrationParameters With(MigrationParameters parameters, string name, JsonValue value) =>
        parameters.Apply(JsonValue.Object((name, value))).Value;
}
