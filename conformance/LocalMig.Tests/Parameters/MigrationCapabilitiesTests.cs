using LocalMig.Json;
using LocalMig.Parameters;
using LocalMig.Wire;

namespace LocalMig.Tests.Parameters;

public class MigrationCapabilitiesTests
{
    private static readonly CapabilityContext Idle = new(false, false);

    [Theory]
    [InlineData("11.1.3", QemuGeneration.Qemu11)]
    [InlineData("7.2.22", QemuGeneration.Qemu7)]
    public void All_are_listed_and_off_at_first(string version, QemuGeneration generation) =>
        Assert.Equal(
            Fixture.Json(Fixture.Text($"schemas/query-migrate-capabilities-{version}.json")),
            MigrationCapabilities.Defaults(generation).ToQuery());

    [Fact]
    public void There_is_none_named_local() => Assert.Equal(
        "Parameter 'capability' does not accept value 'local'",
        MigrationCapabilities.Defaults().Apply(On("local"), Idle).Error?.Desc);

    [Fact]
    public void Nothing_is_switched_while_a_migration_runs() => Assert.Equal(
        "There's a migration process in progress",
        MigrationCapabilities.Defaults().Apply(On("events"), Idle with { MigrationRunning = true }).Error?.Desc);

    [Fact]
    public void A_destination_that_listens_refuses_multifd_unless_it_is_on_already()
    {
        CapabilityContext listening = new(false, IncomingStarted: true);
        Assert.Equal("Multifd must be set before incoming starts", MigrationCapabilities.Defaults().Apply(On("multifd"), listening).Error?.Desc);
        Assert.True(MigrationCapabilities.Defaults().Apply(On("multifd"), Idle).Value.Apply(On("events", "multifd"), listening).IsOk);
        Assert.True(MigrationCapabilities.Defaults().Apply(On("events"), listening).IsOk);
        Assert.True(MigrationCapabilities.Defaults(QemuGeneration.Qemu7).Apply(On("multifd"), listening).IsOk);
    }

    [Fact]
    public void One_that_cannot_be_had_leaves_all_as_they_were()
    {
        MigrationCapabilities before = MigrationCapabilities.Defaults().Apply(On("events"), Idle).Value;
        Assert.False(before.Apply(On("return-path", "multifd", "xbzrle"), Idle).IsOk);
        Assert.True(before["events"]);
        Assert.False(before["return-path"]);
    }

    [Fact]
    public void Zero_copy_conflicts_with_parameters()
    {
        MigrationParameters tls = MigrationParameters.Defaults(Profile.Proposal).Apply(Fixture.Json("""{"tls-creds": "t"}""")).Value;
        Assert.True(MigrationCapabilities.Defaults().Apply(On("multifd", "zero-copy-send"), Idle).IsOk);
        Assert.False(MigrationCapabilities.Defaults().Apply(On("multifd", "zero-copy-send"), Idle with { Parameters = tls }).IsOk);
    }

    [Theory]
    [InlineData("postcopy-ram", "x-ignore-shared")]
    [InlineData("background-snapshot", "xbzrle")]
    [InlineData("zero-copy-send")]
    [InlineData("postcopy-preempt")]
    [InlineData("switchover-ack")]
    public void That_colo_lacks_a_return_path_is_told_before_anything_else(params string[] others) => Assert.Equal(
        "Capability 'x-colo' requires capability 'return-path'",
        MigrationCapabilities.Defaults().Apply(On(["x-colo", .. others]), Idle).Error?.Desc);

    private static JsonValue On(params string[] names) =>
        JsonValue.Array([.. names.Select(static n => JsonValue.Object(("capability", n), ("state", true)))]);
}
