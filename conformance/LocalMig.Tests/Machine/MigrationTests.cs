using LocalMig.Descriptors;
using LocalMig.Json;
using LocalMig.Machine;
using LocalMig.Machine.Devices;

namespace LocalMig.Tests.Machine;

public sealed class MigrationTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lm");

    private string Path => System.IO.Path.Combine(_folder.FullName, "m");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Memory_arrives_and_events_come_in_order_on_both_sides()
    {
        using ObservedVm source = new(new VmOptions { RamSeed = 7 });
        using ObservedVm destination = new(new VmOptions { Incoming = "defer" });
        source.SetCapabilities("events");
        destination.SetCapabilities("events");
        destination.Listen($"unix:{Path}");
        source.Migrate($"unix:{Path}");
        Assert.Equal("completed", source.WaitEnd());
        Assert.Equal("completed", destination.WaitEnd());
        Assert.Equal(source.Vm.Ram.Digest(), destination.Vm.Ram.Digest());
        Assert.Equal(
            ["MIGRATION setup", "MIGRATION active", "MIGRATION_PASS 2", "STOP", "MIGRATION device", "MIGRATION completed"],
            source.Events);
        Assert.Equal(["MIGRATION setup", "MIGRATION active", "RESUME", "MIGRATION completed"], destination.Events);
        Assert.Equal("postmigrate", source.RunState);
        Assert.Equal("running", destination.RunState);
    }

    [Fact]
    public void With_a_return_path_and_a_paused_source_nothing_stops_or_resumes()
    {
        (ObservedVm source, ObservedVm destination) = Pair("events", "return-path");
        using (source)
        using (destination)
        {
            source.Ok("stop");
            Connect(source, destination);
            Assert.Equal("completed", source.WaitEnd());
            Assert.Equal("completed", destination.WaitEnd());
            Assert.Equal(
                ["STOP", "MIGRATION setup", "MIGRATION active", "MIGRATION_PASS 2", "MIGRATION device", "MIGRATION completed"],
                source.Events);
            Assert.Equal(["MIGRATION setup", "MIGRATION active", "MIGRATION completed"], destination.Events);
            Assert.Equal("paused", destination.RunState);
        }
    }

    [Fact]
    public void Pause_before_switchover_waits_for_migrate_continue()
    {
        (ObservedVm source, ObservedVm destination) = Pair("events", "pause-before-switchover");
        using (source)
        using (destination)
        {
            Connect(source, destination);
            source.WaitStatus("pre-switchover");
            Assert.Equal("finish-migrate", source.RunState);
            Assert.Equal("inmigrate", destination.RunState);
            Assert.Equal("Migration is not finalized yet", source.Refused("cont"));
            Assert.Equal(
                "Migration not in expected state: pre-switchover",
                source.Refused("migrate-continue", JsonValue.Object(("state", "completed"))));
            source.Ok("migrate-continue", JsonValue.Object(("state", "pre-switchover")));
            Assert.Equal("completed", source.WaitEnd());
            Assert.Equal("completed", destination.WaitEnd());
            Assert.Equal(
                [
                    "MIGRATION setup", "MIGRATION active", "MIGRATION_PASS 2", "STOP", "MIGRATION pre-switchover", "MIGRATION device",
                    "MIGRATION completed",
                ],
                source.Events);
        }
    }

    [Fact]
    public void Cancelled_before_the_switchover_the_source_runs_on_and_the_destination_fails()
    {
        (ObservedVm source, ObservedVm destination) = Pair("events", "pause-before-switchover");
        using (source)
        using (destination)
        {
            Connect(source, destination);
            source.WaitStatus("pre-switchover");
            source.Ok("migrate_cancel");
            Assert.Equal("cancelled", source.WaitEnd());
            Assert.Equal("failed", destination.WaitEnd());
            Assert.Equal("Switchover is interrupted", source.ErrorDescription);
            Assert.Equal(["MIGRATION cancelling", "RESUME", "MIGRATION cancelled"], source.Events.TakeLast(3));
            Assert.Equal("running", source.RunState);
        }
    }

    [Fact]
    public void A_source_that_ends_while_memory_is_sent_hands_over_nothing()
    {
        (ObservedVm source, ObservedVm destination) = Pair("events");
        using (source)
        using (destination)
        {
            source.SetParameter("max-bandwidth", 100_000L);
            Connect(source, destination);
            source.WaitStatus("active");
            source.Vm.Exit(0);
            source.SetParameter("max-bandwidth", 1L << 30);
            Assert.Equal("failed", destination.WaitEnd());
            Assert.Equal("inmigrate", destination.RunState);
            Assert.DoesNotContain("MIGRATION completed", source.Events);
        }
    }

    [Fact]
    public void Cancelled_while_memory_is_sent_the_source_never_stops()
    {
        (ObservedVm source, ObservedVm destination) = Pair("events");
        using (source)
        using (destination)
        {
            source.SetParameter("max-bandwidth", 100_000L);
            Connect(source, destination);
            source.WaitStatus("active");
            source.Ok("migrate_cancel");
            Assert.Equal("cancelled", source.WaitEnd());
            Assert.Equal("failed", destination.WaitEnd());
            Assert.Equal(["MIGRATION setup", "MIGRATION active", "MIGRATION cancelling", "MIGRATION cancelled"], source.Events);
            Assert.Null(source.ErrorDescription);
        }
    }

    [Fact]
    public void In_mode_cpr_reboot_the_source_stops_before_anything_is_sent()
    {
        using ObservedVm source = new(new VmOptions());
        source.SetCapabilities("events");
        source.SetParameter("mode", "cpr-reboot");
        source.Migrate($"file:{Path}");
        Assert.Equal("completed", source.WaitEnd());
        Assert.Equal(["MIGRATION setup", "STOP", "MIGRATION active", "MIGRATION_PASS 2", "MIGRATION device", "MIGRATION completed"], source.Events);
        Assert.Equal("postmigrate", source.RunState);
    }

    [Fact]
    public void In_mode_cpr_reboot_the_source_runs_on_where_nobody_listens()
    {
        using ObservedVm source = new(new VmOptions());
        source.SetParameter("mode", "cpr-reboot");
        source.Migrate("unix:/nonexistent/s");
        Assert.Equal("failed", source.WaitEnd());
        Assert.Equal("running", source.RunState);
    }

    [Fact]
    public void Nobody_listens_and_the_source_fails_after_its_reply()
    {
        using ObservedVm source = new(new VmOptions());
        source.SetCapabilities("events");
        source.Migrate("unix:/nonexistent/s");
        Assert.Equal("failed", source.WaitEnd());
        Assert.Equal("Failed to connect to '/nonexistent/s': No such file or directory", source.ErrorDescription);
        Assert.Equal(["MIGRATION setup", "MIGRATION failing", "MIGRATION failed"], source.Events);
    }

    [Fact]
    public void A_connected_socket_is_handed_over_and_still_works()
    {
        (ObservedVm source, ObservedVm destination) = Pair("events", "return-path");
        (UnixChannel peer, UnixChannel end) = UnixChannel.Pair();
        using (source)
        using (destination)
        using (peer)
        using (end)
        {
            source.SetParameter("local", true);
            destination.SetParameter("local", true);
            source.Ok("getfd", JsonValue.Object(("fdname", "s")), end.Fd.Duplicate().Value);
            end.Dispose();
            source.Ok("device_add", JsonValue.Object(("driver", "localmig-socket"), ("id", "s0"), ("fd", "s"), ("local", true)));
            destination.Ok("device_add", JsonValue.Object(("driver", "localmig-socket"), ("id", "s0"), ("local", true)));
            Connect(source, destination);
            Assert.Equal("completed", source.WaitEnd());
            Assert.Equal("completed", destination.WaitEnd());
            BackendPort ours = source.Vm.Devices.All[0].Port!;
            BackendPort theirs = destination.Vm.Devices.All[0].Port!;
            Assert.Equal(Sameness.Same, OpenFileDescription.Compare(ours.Descriptors[0], theirs.Descriptors[0]));
            Assert.False(ours.IsPolling);
            Assert.True(theirs.IsPolling);
        }
    }

    private static (ObservedVm Source, ObservedVm Destination) Pair(params string[] capabilities)
    {
        ObservedVm source = new(new VmOptions());
        ObservedVm destination = new(new VmOptions { Incoming = "defer" });
        source.SetCapabilities(capabilities);
        destination.SetCapabilities(capabilities);
        return (source, destination);
    }

    private void Connect(ObservedVm source, ObservedVm destination)
    {
        destination.Listen($"unix:{Path}");
        source.Migrate($"unix:{Path}");
    }
}
