using LocalMig.Descriptors;
using LocalMig.Json;
using LocalMig.Machine;
using LocalMig.Qmp;
using LocalMig.Wire;

namespace LocalMig.Tests.Machine;

public sealed class VmTests
{
    private static Deadline Soon => Deadline.After(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

    [Fact]
    public void Stop_and_cont_emit_an_event_only_where_something_changes()
    {
        using ObservedVm vm = new(new VmOptions());
        vm.Ok("stop");
        vm.Ok("stop");
        Assert.Equal("paused", vm.RunState);
        vm.Ok("cont");
        vm.Ok("cont");
        Assert.Equal(["STOP", "RESUME"], vm.Events);
        Assert.Equal("running", vm.RunState);
    }

    [Fact]
    public void A_paused_machine_is_in_prelaunch_until_cont()
    {
        using ObservedVm vm = new(new VmOptions { Paused = true });
        vm.Ok("stop");
        Assert.Equal("prelaunch", vm.RunState);
        vm.Ok("cont");
        Assert.Equal(["RESUME"], vm.Events);
    }

    [Fact]
    public void A_waiting_machine_stays_in_inmigrate_whatever_it_is_told()
    {
        using ObservedVm vm = new(new VmOptions { Incoming = "defer" });
        vm.Ok("cont");
        vm.Ok("stop");
        Assert.Equal("inmigrate", vm.RunState);
        Assert.Empty(vm.Events);
        Assert.Equal("Guest is waiting for an incoming migration", vm.Refused("migrate", ObservedVm.Uri("unix:/nonexistent/s")));
    }

    [Fact]
    public void Quit_emits_shutdown_and_ends_the_machine()
    {
        using ObservedVm vm = new(new VmOptions());
        vm.Ok("quit");
        Assert.Equal(["SHUTDOWN"], vm.Events);
        Assert.Equal(0, vm.Vm.ExitStatus);
    }

    [Theory]
    [InlineData(QemuGeneration.Qemu11, 11, 1, 3)]
    [InlineData(QemuGeneration.Qemu7, 7, 2, 22)]
    public void It_tells_the_version_whose_behaviour_it_follows(QemuGeneration generation, int major, int minor, int micro)
    {
        using ObservedVm vm = new(new VmOptions { Generation = generation });
        JsonValue version = vm.Ok("query-version")["qemu"]!;
        Assert.Equal([major, minor, micro], [version["major"]!.AsInt64, version["minor"]!.AsInt64, version["micro"]!.AsInt64]);
        Assert.Equal(generation == QemuGeneration.Qemu7, vm.Ok("query-status")["singlestep"] is not null);
    }

    [Theory]
    [InlineData(QemuGeneration.Qemu11)]
    [InlineData(QemuGeneration.Qemu7)]
    public void Without_the_feature_it_says_what_a_released_QEMU_says(QemuGeneration generation)
    {
        using ObservedVm vm = new(new VmOptions { Generation = generation, HasLocal = false });
        Assert.Equal("Parameter 'local' is unexpected", vm.Refused("migrate-set-parameters", JsonValue.Object(("local", true))));
        Assert.Null(vm.Ok("query-migrate-parameters")["local"]);
        Assert.Null(vm.Vm.Schema.Object("MigrationParameters").Member("local"));
        Assert.False(vm.Vm.Parameters.Local);
    }

    [Fact]
    public void A_descriptor_is_kept_by_name_until_it_is_closed()
    {
        using ObservedVm vm = new(new VmOptions());
        (UnixChannel peer, UnixChannel end) = UnixChannel.Pair();
        using (peer)
        {
            Assert.Equal("No file descriptor supplied via SCM_RIGHTS", vm.Refused("getfd", Name("ok")));
            vm.Ok("getfd", Name("ok"), end.Fd.Move());
            vm.Ok("closefd", Name("ok"));
            Assert.Equal(0, peer.Receive(new byte[1], new DescriptorQueue(), Soon).Value);
            Assert.Equal("File descriptor named 'ok' not found", vm.Refused("closefd", Name("ok")));
        }
    }

    [Fact]
    public void A_descriptor_is_closed_where_its_name_is_refused_or_taken_again()
    {
        using ObservedVm vm = new(new VmOptions());
        (UnixChannel peer, UnixChannel end) = UnixChannel.Pair();
        (UnixChannel otherPeer, UnixChannel other) = UnixChannel.Pair();
        using (peer)
        using (otherPeer)
        {
            Assert.Equal("Parameter 'fdname' expects a name not starting with a digit", vm.Refused("getfd", Name("1x"), end.Fd.Move()));
            Assert.Equal(0, peer.Receive(new byte[1], new DescriptorQueue(), Soon).Value);
            (UnixChannel thirdPeer, UnixChannel third) = UnixChannel.Pair();
            using (thirdPeer)
            {
                vm.Ok("getfd", Name("x"), other.Fd.Move());
                vm.Ok("getfd", Name("x"), third.Fd.Move());
                Assert.Equal(0, otherPeer.Receive(new byte[1], new DescriptorQueue(), Soon).Value);
            }
        }
    }

    [Fact]
    public void Listening_from_the_start_at_a_bad_address_gives_the_reason_instead_of_a_machine()
    {
        QmpError error = Vm.Create(new VmOptions { Incoming = "unix:/nonexistent/dir/s" }).Error!;
        Assert.Equal("Failed to bind socket to /nonexistent/dir/s: No such file or directory", error.Desc);
    }

    private static JsonValue Name(string name) => JsonValue.Object(("fdname", name));
}
