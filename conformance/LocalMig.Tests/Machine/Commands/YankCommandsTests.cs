using LocalMig.Descriptors;
using LocalMig.Json;
using LocalMig.Machine;
using LocalMig.Qmp;
using LocalMig.Wire;

namespace LocalMig.Tests.Machine.Commands;

/// <summary>What both real QEMUs answer and do, as far as a migration is concerned.</summary>
public sealed class YankCommandsTests : IDisposable
{
    private const string Migration = """{"type":"migration"}""";

    private static Deadline Soon => Deadline.After(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lm");

    private string Path => System.IO.Path.Combine(_folder.FullName, "m");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("{}", "GenericError: Parameter 'instances' is missing")]
    [InlineData("""{"instances":null}""", "GenericError: Invalid parameter type for 'instances', expected: array")]
    [InlineData("""{"instances":[{}]}""", "GenericError: Parameter 'instances[0].type' is missing")]
    [InlineData("""{"instances":[1]}""", "GenericError: Invalid parameter type for 'instances[0]', expected: object")]
    [InlineData("""{"instances":[{"type":1}]}""", "GenericError: Invalid parameter type for 'instances[0].type', expected: string")]
    [InlineData("""{"instances":[{"type":"nosuch"}]}""", "GenericError: Parameter 'type' does not accept value 'nosuch'")]
    [InlineData("""{"instances":[{"type":"chardev"}]}""", "GenericError: Parameter 'instances[0].id' is missing")]
    [InlineData("""{"instances":[{"type":"block-node"}]}""", "GenericError: Parameter 'instances[0].node-name' is missing")]
    [InlineData("""{"instances":[{"type":"migration","id":1}]}""", "GenericError: Parameter 'instances[0].id' is unexpected")]
    [InlineData("""{"instances":[{"type":"migration"}],"x":1}""", "GenericError: Parameter 'x' is unexpected")]
    [InlineData("""{"instances":[{"type":"migration"}]}""", "DeviceNotFound: Instance not found")]
    [InlineData("""{"instances":[{"type":"chardev","id":"x"}]}""", "DeviceNotFound: Instance not found")]
    [InlineData("""{"instances":[{"type":"block-node","node-name":"x"}]}""", "DeviceNotFound: Instance not found")]
    public void What_cannot_be_torn_off_is_told_as_QEMU_tells_it(string arguments, string error)
    {
        using ObservedVm vm = new(new VmOptions());
        QmpError told = vm.Execute("yank", JsonText.Parse(arguments).Value).Error!;
        Assert.Equal(error, $"{told.Class}: {told.Desc}");
    }

    [Theory]
    [InlineData(QemuGeneration.Qemu11)]
    [InlineData(QemuGeneration.Qemu7)]
    public void Both_commands_may_be_given_out_of_band(QemuGeneration generation)
    {
        using ObservedVm vm = new(new VmOptions { Generation = generation });
        Assert.True(vm.Vm.Schema.Command("yank")!.AllowOob);
        Assert.True(vm.Vm.Schema.Command("query-yank")!.AllowOob);
    }

    [Fact]
    public void Nothing_is_torn_off_where_nothing_is_asked_for()
    {
        using ObservedVm vm = new(new VmOptions());
        Assert.Equal(JsonValue.Array(), vm.Ok("query-yank"));
        Assert.Equal(JsonValue.EmptyObject, Yank(vm));
    }

    [Fact]
    public void A_source_that_sends_fails_and_runs_on()
    {
        using ObservedVm source = new(new VmOptions());
        source.SetParameter("max-bandwidth", 100_000L);
        using ObservedVm destination = Begin(source, "active");
        Assert.Equal(JsonValue.EmptyObject, Yank(source, Migration));
        Assert.Equal("failed", source.WaitEnd());
        Assert.Equal("Unable to write to socket: Broken pipe", source.ErrorDescription);
        Assert.Equal(JsonValue.Array(), source.Ok("query-yank"));
        Assert.Equal("running", source.RunState);
        Assert.Equal("failed", destination.WaitEnd());
    }

    [Fact]
    public void A_source_that_waits_before_the_switchover_finds_out_when_it_goes_on()
    {
        using ObservedVm source = new(new VmOptions());
        source.SetCapabilities("events", "pause-before-switchover");
        using ObservedVm destination = Begin(source, "pre-switchover");
        Yank(source, Migration);
        Assert.Equal("failed", destination.WaitEnd());
        Assert.Equal("pre-switchover", source.Status);
        Assert.Equal("finish-migrate", source.RunState);
        source.Ok("migrate-continue", JsonValue.Object(("state", "pre-switchover")));
        Assert.Equal("failed", source.WaitEnd());
        Assert.Equal(["MIGRATION device", "MIGRATION failing", "RESUME", "MIGRATION failed"], source.Events.TakeLast(4));
        Assert.Equal("running", source.RunState);
    }

    [Fact]
    public void An_unknown_instance_beside_it_leaves_the_migration_alone()
    {
        using ObservedVm source = new(new VmOptions());
        source.SetCapabilities("pause-before-switchover");
        using ObservedVm destination = Begin(source, "pre-switchover");
        Assert.Equal("Instance not found", source.Refused("yank", Instances(Migration, """{"type":"chardev","id":"x"}""")));
        source.Ok("migrate-continue", JsonValue.Object(("state", "pre-switchover")));
        Assert.Equal("completed", source.WaitEnd());
    }

    [Fact]
    public void A_destination_that_loads_fails_as_if_the_source_had_gone()
    {
        using ObservedVm destination = new(new VmOptions { Incoming = "defer" });
        destination.Listen($"unix:{Path}");
        using UnixChannel source = UnixChannel.Connect(Path, Soon).Value;
        Assert.Null(source.Send([0x51, 0x45, 0x56, 0x4d, 0, 0, 0, 3], Soon));
        destination.WaitStatus("active");
        Yank(destination, Migration);
        Assert.Equal("failed", destination.WaitEnd());
        Assert.Equal("load of migration failed: Invalid argument: Configuration section missing, 0 != 7", destination.ErrorDescription);
        Assert.Equal(JsonValue.Array(), destination.Ok("query-yank"));
        Assert.Equal("Instance not found", destination.Refused("yank", Instances(Migration)));
    }

    [Fact]
    public void A_destination_that_waits_for_its_source_goes_on_waiting()
    {
        using ObservedVm destination = new(new VmOptions { Incoming = "defer" });
        Assert.Equal(JsonValue.Array(), destination.Ok("query-yank"));
        destination.Listen($"unix:{Path}");
        Assert.Equal(JsonValue.Array(JsonText.Parse(Migration).Value), destination.Ok("query-yank"));
        Yank(destination, Migration);
        Assert.Equal("setup", destination.Status);
        using ObservedVm source = new(new VmOptions());
        source.Migrate($"unix:{Path}");
        Assert.Equal("completed", destination.WaitEnd());
    }

    private ObservedVm Begin(ObservedVm source, string status)
    {
        ObservedVm destination = new(new VmOptions { Incoming = "defer" });
        destination.Listen($"unix:{Path}");
        source.Migrate($"unix:{Path}");
        source.WaitStatus(status);
        Assert.Equal(JsonValue.Array(JsonText.Parse(Migration).Value), source.Ok("query-yank"));
        return destination;
    }

    private static JsonValue Yank(ObservedVm vm, params string[] instances) => vm.Ok("yank", Instances(instances));

    private static JsonValue Instances(params string[] instances) =>
        JsonValue.Object(("instances", JsonValue.Array([.. instances.Select(static i => JsonText.Parse(i).Value)])));
}
