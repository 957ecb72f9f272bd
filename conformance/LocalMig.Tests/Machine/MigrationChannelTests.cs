using LocalMig.Descriptors;
using LocalMig.Json;
using LocalMig.Machine;

namespace LocalMig.Tests.Machine;

public sealed class MigrationChannelTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lm");

    private string Path(string name) => System.IO.Path.Combine(_folder.FullName, name);

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_abstract_name_and_the_form_with_channels_work(bool isAbstract)
    {
        using ObservedVm source = new(new VmOptions()), destination = new(new VmOptions { Incoming = "defer" });
        JsonValue address = JsonValue.Object(
            ("transport", "socket"), ("type", "unix"), ("path", isAbstract ? $"lm-{Guid.NewGuid()}" : Path("m")), ("abstract", isAbstract));
        JsonValue channels = JsonValue.Object(("channels", JsonValue.Array(JsonValue.Object(("channel-type", "main"), ("addr", address)))));
        destination.Ok("migrate-incoming", channels);
        source.Ok("migrate", channels);
        Completed(source, destination);
    }

    [Fact]
    public void Tcp_listens_at_a_port_of_the_systems_choice_and_shows_it()
    {
        using ObservedVm source = new(new VmOptions()), destination = new(new VmOptions { Incoming = "defer" });
        source.SetCapabilities("return-path");
        destination.SetCapabilities("return-path");
        destination.Listen("tcp:127.0.0.1:0");
        JsonValue shown = destination.Ok("query-migrate")["socket-address"]!.Items[0];
        Assert.Equal(["inet", "127.0.0.1"], [shown["type"]!.AsString, shown["host"]!.AsString]);
        source.Migrate($"tcp:127.0.0.1:{shown["port"]!.AsString}");
        Completed(source, destination);
    }

    [Fact]
    public void Named_descriptors_of_a_pair_of_sockets_work_and_are_used_up()
    {
        using ObservedVm source = new(new VmOptions()), destination = new(new VmOptions { Incoming = "defer" });
        (UnixChannel one, UnixChannel other) = UnixChannel.Pair();
        source.Ok("getfd", JsonValue.Object(("fdname", "m")), one.Fd.Move());
        destination.Ok("getfd", JsonValue.Object(("fdname", "m")), other.Fd.Move());
        destination.Listen("fd:m");
        source.Migrate("fd:m");
        Completed(source, destination);
        Assert.Equal("File descriptor named 'm' not found", source.Refused("closefd", JsonValue.Object(("fdname", "m"))));
    }

    [Fact]
    public void A_file_holds_the_stream_and_can_be_loaded()
    {
        using ObservedVm source = new(new VmOptions());
        source.Migrate($"file:{Path("f")},offset=4096");
        Assert.Equal("completed", source.WaitEnd());
        using ObservedVm destination = new(new VmOptions { Incoming = $"file:{Path("f")},offset=4096" });
        Completed(source, destination);
    }

    [Fact]
    public void A_command_takes_the_stream_and_another_gives_it_back()
    {
        using ObservedVm source = new(new VmOptions());
        source.Migrate($"exec:cat >{Path("f")}");
        Assert.Equal("completed", source.WaitEnd());
        using ObservedVm destination = new(new VmOptions { Incoming = $"exec:cat {Path("f")}" });
        Completed(source, destination);
    }

    [Theory]
    [InlineData("fd:nosuch", "File descriptor named 'nosuch' has not been found")]
    [InlineData("file:/nonexistent/x", "Could not create '/nonexistent/x': No such file or directory")]
    [InlineData("rdma:127.0.0.1:1", "RDMA ERROR: could not create CM channel")]
    public void What_opens_at_once_fails_before_the_reply(string uri, string reason)
    {
        using ObservedVm source = new(new VmOptions());
        source.SetCapabilities("events");
        Assert.Equal(reason, source.Refused("migrate", ObservedVm.Uri(uri)));
        Assert.Equal(["MIGRATION setup", "MIGRATION failing", "MIGRATION failed"], source.Events);
        Assert.Equal(reason, source.ErrorDescription);
    }

    [Fact]
    public void A_program_that_is_not_there_fails_before_the_reply()
    {
        using ObservedVm source = new(new VmOptions());
        JsonValue address = JsonValue.Object(("transport", "exec"), ("args", JsonValue.Array("/nonexistent")));
        Assert.Equal(
            "Failed to execute child process “/nonexistent” (No such file or directory)",
            source.Refused("migrate", JsonValue.Object(("channels", JsonValue.Array(JsonValue.Object(("channel-type", "main"), ("addr", address)))))));
    }

    [Theory]
    [InlineData("tcp:127.0.0.1:1", "Failed to connect to '127.0.0.1:1': Connection refused")]
    [InlineData("vsock:abc:1", "Failed to parse cid 'abc'")]
    [InlineData("unix:relative-and-not-there", "Failed to connect to 'relative-and-not-there': No such file or directory")]
    public void What_connects_later_fails_after_the_reply(string uri, string reason)
    {
        using ObservedVm source = new(new VmOptions());
        source.Migrate(uri);
        Assert.Equal("failed", source.WaitEnd());
        Assert.Equal(reason, source.ErrorDescription);
        Assert.Equal("running", source.RunState);
    }

    [Fact]
    public void A_command_that_ends_at_once_makes_the_migration_fail_and_leaves_no_child()
    {
        using ObservedVm source = new(new VmOptions { RamSize = 4 << 20 });
        source.Migrate("exec:exit 3");
        Assert.Equal("failed", source.WaitEnd());
        Assert.DoesNotContain(
            Directory.EnumerateDirectories("/proc").Where(static d => int.TryParse(System.IO.Path.GetFileName(d), out _)),
            static d => IsOurZombie(d));
    }

    private static bool IsOurZombie(string folder)
    {
        try
        {
            string stat = File.ReadAllText(System.IO.Path.Combine(folder, "stat"));
            string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] == "Z" && fields[1] == Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static void Completed(ObservedVm source, ObservedVm destination)
    {
        Assert.Equal("completed", source.WaitEnd());
        Assert.Equal("completed", destination.WaitEnd());
        Assert.Equal(source.Vm.Ram.Digest(), destination.Vm.Ram.Digest());
    }
}
