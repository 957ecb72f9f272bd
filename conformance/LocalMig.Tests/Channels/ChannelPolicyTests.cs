using LocalMig.Channels;
using LocalMig.Json;
using LocalMig.Parameters;
using LocalMig.Tests.Parameters;

namespace LocalMig.Tests.Channels;

public class ChannelPolicyTests
{
    private const string Local = "local migration requires a UNIX domain socket channel";

    [Theory]
    [InlineData("unix:/s", null)]
    [InlineData("tcp:127.0.0.1:4444", Local)]
    [InlineData("tcp:[::1]:4444", Local)]
    [InlineData("vsock:2:4444", Local)]
    [InlineData("exec:cat", Local)]
    [InlineData("file:/f", Local)]
    [InlineData("rdma:127.0.0.1:1", Local)]
    public void In_every_profile_the_main_channel_is_a_UNIX_socket(string uri, string? refusal)
    {
        foreach (Profile profile in Enum.GetValues<Profile>())
        {
            Assert.Equal(refusal, Check(uri, """{"local": true}""", profile));
            Assert.Null(Check(uri, "{}", profile));
        }
    }

    [Theory]
    [InlineData(DescriptorKind.UnixSocket, null)]
    [InlineData(DescriptorKind.Missing, null)]
    [InlineData(DescriptorKind.OtherSocket, Local)]
    [InlineData(DescriptorKind.Pipe, Local)]
    [InlineData(DescriptorKind.RegularFile, Local)]
    [InlineData(DescriptorKind.Other, Local)]
    public void A_descriptor_is_judged_by_what_it_is(DescriptorKind kind, string? refusal) =>
        Assert.Equal(refusal, Check("fd:x", """{"local": true}""", Profile.Proposal, kind: kind));

    [Fact]
    public void A_descriptor_is_looked_at_only_if_that_decides()
    {
        MigrationParameters off = MigrationParameters.Defaults(Profile.Proposal);
        Assert.Null(ChannelPolicy.Check(new FdAddress("x"), off, MigrationCapabilities.Defaults(), static _ => throw new InvalidOperationException()));
        Assert.Null(ChannelPolicy.Check(new UnixAddress("x"), off.Apply(Fixture.Json("""{"local": true}""")).Value, MigrationCapabilities.Defaults(), static _ => throw new InvalidOperationException()));
    }

    [Fact]
    public void TLS_carries_no_descriptors()
    {
        Assert.Equal(Local, Check("unix:/s", """{"local": true, "tls-creds": "tls0"}""", Profile.Proposal));
        Assert.Null(Check("unix:/s", """{"tls-creds": "tls0"}""", Profile.Proposal));
    }

    [Fact]
    public void Mode_cpr_exec_is_exempt_in_the_queued_form_only()
    {
        const string Parameters = """{"local": true, "mode": "cpr-exec", "cpr-exec-command": ["qemu"]}""";
        Assert.Null(Check("file:/f", Parameters, Profile.Upstream));
        Assert.Equal(Local, Check("file:/f", Parameters, Profile.Proposal));
        Assert.Equal(Local, Check("file:/f", Parameters, Profile.V16));
    }

    [Theory]
    [InlineData("unix:/s", "mapped-ram", "{}", "Migration requires seekable transport (e.g. file)")]
    [InlineData("unix:/s", "mapped-ram", """{"local": true}""", "Migration requires seekable transport (e.g. file)")]
    [InlineData("file:/f", "mapped-ram", """{"local": true}""", Local)]
    [InlineData("file:/f", "mapped-ram multifd", "{}", null)]
    [InlineData("file:/f", "multifd", "{}", "Migration requires multi-channel URIs (e.g. tcp)")]
    [InlineData("fd:x", "multifd", """{"local": true}""", "Migration requires multi-channel URIs (e.g. tcp)")]
    [InlineData("exec:cat", "postcopy-ram postcopy-preempt", "{}", "Migration requires multi-channel URIs (e.g. tcp)")]
    [InlineData("rdma:h:1", "multifd", "{}", "Migration requires multi-channel URIs (e.g. tcp)")]
    [InlineData("unix:/s", "multifd", """{"local": true}""", null)]
    [InlineData("unix:/s", "multifd", """{"direct-io": true}""", null)]
    [InlineData("unix:/s", "multifd mapped-ram", """{"direct-io": true}""", "Migration requires seekable transport (e.g. file)")]
    [InlineData("file:/f", "", """{"local": true, "mode": "cpr-transfer"}""", "Migration requires streamable transport (eg unix)")]
    public void What_the_transport_cannot_do_is_told_first(string uri, string capabilities, string parameters, string? refusal) =>
        Assert.Equal(refusal, Check(uri, parameters, Profile.Upstream, capabilities));

    [Theory]
    [InlineData("""{"mode": "cpr-exec"}""", "cpr-exec mode requires setting cpr-exec-command")]
    [InlineData("""{"mode": "cpr-exec", "cpr-exec-command": ["x"]}""", null)]
    [InlineData("""{"mode": "cpr-transfer"}""", "missing 'cpr' migration channel")]
    [InlineData("""{"mode": "cpr-reboot"}""", null)]
    [InlineData("{}", null)]
    public void A_mode_says_what_else_it_needs(string parameters, string? refusal) => Assert.Equal(
        refusal,
        ChannelPolicy.CheckMode(
            MigrateArguments.ForMigrate(Fixture.Json("""{"uri": "unix:/s"}""")).Value,
            MigrationParameters.Defaults(Profile.Proposal).Apply(Fixture.Json(parameters)).Value)?.Desc);

    [Fact]
    public void A_regular_file_behind_an_fd_is_refused_when_it_is_opened()
    {
        MigrationParameters now = MigrationParameters.Defaults(Profile.Proposal);
        MigrationParameters old = MigrationParameters.Defaults(Profile.Proposal, LocalMig.Wire.QemuGeneration.Qemu7);
        Assert.Equal("fd: migration to a file is not supported. Use file: instead.", ChannelPolicy.CheckOpened(DescriptorKind.RegularFile, now)?.Desc);
        Assert.Null(ChannelPolicy.CheckOpened(DescriptorKind.RegularFile, old));
        Assert.Null(ChannelPolicy.CheckOpened(DescriptorKind.Pipe, now));
    }

    private static string? Check(
        string uri, string parameters, Profile profile, string capabilities = "", DescriptorKind kind = DescriptorKind.Pipe) =>
        ChannelPolicy.Check(
            MigrationUri.Parse(uri).Value,
            MigrationParameters.Defaults(profile).Apply(Fixture.Json(parameters)).Value,
            On(capabilities),
            _ => kind)?.Desc;

    internal static MigrationCapabilities On(string names) => MigrationCapabilities.Defaults().Apply(
        JsonValue.Array([.. names.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static n => JsonValue.Object(("capability", n), ("state", true)))]),
        new CapabilityContext(false, false)).Value;
}
