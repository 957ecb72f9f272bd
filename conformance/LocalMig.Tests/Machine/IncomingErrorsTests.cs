using LocalMig.Descriptors;
using LocalMig.Json;
using LocalMig.Machine;
using LocalMig.Stream;
using LocalMig.Wire;

namespace LocalMig.Tests.Machine;

/// <summary>What a destination says about streams that are none, or not for it.</summary>
public sealed class IncomingErrorsTests : IDisposable
{
    private static Deadline Soon => Deadline.After(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lm");
    private readonly ObservedVm _destination = new(new VmOptions { Incoming = "defer" });

    private string Path => System.IO.Path.Combine(_folder.FullName, "m");

    public void Dispose()
    {
        _destination.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void Without_bytes_it_never_was_active_and_has_no_description()
    {
        Feed([]);
        Assert.Equal(["MIGRATION setup", "MIGRATION failed"], _destination.Events);
        Assert.Null(_destination.ErrorDescription);
        Assert.Equal(["Failed to peek at channel"], _destination.Warnings);
        Assert.NotNull(_destination.Ok("query-migrate")["socket-address"]);
        Assert.Equal("inmigrate", _destination.RunState);
    }

    [Fact]
    public void Another_magic_is_told_as_a_number()
    {
        Feed("garbage"u8);
        Assert.Equal(["unknown channel magic: 1734439522"], _destination.Warnings);
        Assert.Equal(["MIGRATION setup", "MIGRATION failed"], _destination.Events);
    }

    [Fact]
    public void The_old_version_is_obsolete()
    {
        Feed([0x51, 0x45, 0x56, 0x4d, 0, 0, 0, 2]);
        Assert.Equal(
            "load of migration failed: Operation not supported: SaveVM v2 format is obsolete and no longer supported",
            _destination.ErrorDescription);
        Assert.Equal(["MIGRATION setup", "MIGRATION active", "MIGRATION failed"], _destination.Events);
    }

    [Fact]
    public void A_missing_configuration_is_told_with_the_byte_in_its_place()
    {
        Feed([0x51, 0x45, 0x56, 0x4d, 0, 0, 0, 3, 0x55]);
        Assert.Equal("load of migration failed: Invalid argument: Configuration section missing, 55 != 7", _destination.ErrorDescription);
    }

    [Fact]
    public void What_ended_within_the_header_reads_as_version_zero()
    {
        Feed("QEVM"u8);
        Assert.Equal(
            "load of migration failed: Operation not supported: Unsupported migration stream version, file version 0 != 3",
            _destination.ErrorDescription);
    }

    [Fact]
    public void What_ended_behind_the_header_reads_as_a_configuration_of_zero()
    {
        Feed([0x51, 0x45, 0x56, 0x4d, 0, 0, 0, 3]);
        Assert.Equal("load of migration failed: Invalid argument: Configuration section missing, 0 != 7", _destination.ErrorDescription);
    }

    [Fact]
    public void Up_to_7_2_whoever_connects_counts_as_a_migration_and_a_destination_that_waits_shows_no_status()
    {
        using ObservedVm old = new(new VmOptions { Incoming = "defer", Generation = QemuGeneration.Qemu7 });
        old.SetCapabilities("events");
        old.Ok("migrate-incoming", ObservedVm.Uri($"unix:{Path}"));
        JsonValue waiting = old.Ok("query-migrate");
        Assert.Null(waiting["status"]);
        Assert.NotNull(waiting["socket-address"]);
        using (UnixChannel.Connect(Path, Soon).Value)
        {
        }

        old.WaitEnd();
        Assert.Equal(["MIGRATION setup", "MIGRATION active", "MIGRATION failed"], old.Events);
    }

    [Fact]
    public void Another_machine_is_told_with_both_names()
    {
        Feed(writer => writer.Configuration("pc-foo"));
        Assert.Equal(
            "load of migration failed: Invalid argument: post load hook failed for: configuration, version_id: 1, minimum_version: 0: "
            + "Machine type received is 'pc-foo' and local is 'localmig'",
            _destination.ErrorDescription);
    }

    [Fact]
    public void A_section_that_nobody_knows_is_told_by_name()
    {
        Feed(writer =>
        {
            writer.Configuration(Vm.MachineName);
            writer.SectionFull(new StreamSection(1, "net0/2/net-tap", 0, 0));
        });
        Assert.Equal(
            "load of migration failed: Invalid argument: Unknown section or instance 'net0/2/net-tap' 0. Make sure that your current VM "
            + "setup matches your saved VM setup, including any hotplugged devices",
            _destination.ErrorDescription);
    }

    [Theory]
    [InlineData("nosuch")]
    [InlineData("")]
    public void A_capability_that_nobody_knows_is_told_before_the_machine(string name)
    {
        Feed(writer => writer.Configuration("pc-foo", name));
        Assert.Equal(
            "load of migration failed: Invalid argument: Loading VM subsection 'configuration/capabilities' in 'configuration' failed: "
            + $"Received unknown capability {name}",
            _destination.ErrorDescription);
    }

    [Fact]
    public void Pages_of_another_size_are_told_with_both()
    {
        VmStateValues values = Configuration.Values(Vm.MachineName, [])
            .SetSubsection("configuration/target-page-bits", new VmStateValues().Set("target_page_bits", 16UL));
        Feed(writer => writer.Configuration(values));
        Assert.Equal(
            "load of migration failed: Invalid argument: post load hook failed for: configuration, version_id: 1, minimum_version: 0: "
            + "Received TARGET_PAGE_BITS is 16 but local is 12",
            _destination.ErrorDescription);
    }

    [Fact]
    public void A_section_without_a_name_is_told_by_number()
    {
        Feed(writer =>
        {
            writer.Configuration(Vm.MachineName);
            writer.SectionFull(new StreamSection(9, "", 0, 0));
        });
        Assert.Equal("load of migration failed: Invalid argument: Unable to read ID string for section 9", _destination.ErrorDescription);
    }

    [Fact]
    public void A_stream_without_its_end_is_an_input_error()
    {
        Feed(static writer => writer.Configuration(Vm.MachineName));
        Assert.StartsWith("load of migration failed: Input/output error: ", _destination.ErrorDescription, StringComparison.Ordinal);
    }

    [Fact]
    public void Memory_of_another_size_is_refused()
    {
        using ObservedVm source = new(new VmOptions { RamSize = 2 << 20 });
        _destination.Listen($"unix:{Path}");
        source.Migrate($"unix:{Path}");
        Assert.Equal("failed", _destination.WaitEnd());
        Assert.Equal("load of migration failed: Invalid argument: error while loading state for instance 0x0 of device 'ram': Failed to load vmstate version_id: 4, ret: -22", _destination.ErrorDescription);
    }

    [Fact]
    public void With_a_return_path_the_source_learns_of_it_and_runs_on()
    {
        using ObservedVm source = new(new VmOptions { RamSize = 2 << 20 });
        source.SetCapabilities("events", "return-path");
        _destination.Listen($"unix:{Path}");
        source.Migrate($"unix:{Path}");
        Assert.Equal("failed", source.WaitEnd());
        Assert.Equal("Sibling indicated error 1", source.ErrorDescription);
        Assert.Equal("running", source.RunState);
        Assert.Equal("MIGRATION failing", source.Events[^2]);
    }

    [Fact]
    public async Task The_machine_ends_where_it_was_not_told_to_stay()
    {
        _destination.Listen($"unix:{Path}", exitOnError: true);
        using (UnixChannel.Connect(Path, Soon).Value)
        {
        }

        Assert.Equal(1, await _destination.Vm.Exited.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));
        Assert.Equal("shutdown", _destination.RunState);
    }

    [Fact]
    public void After_a_failed_load_it_cannot_be_told_again()
    {
        Feed([]);
        Assert.Equal("The incoming migration has already been started", _destination.Refused("migrate-incoming", ObservedVm.Uri($"unix:{Path}")));
    }

    [Theory]
    [InlineData("unix:/nonexistent/dir/s", "Failed to bind socket to /nonexistent/dir/s: No such file or directory")]
    [InlineData("file:/nonexistent", "Could not open '/nonexistent': No such file or directory")]
    [InlineData("fd:nosuch", "File descriptor named 'nosuch' has not been found")]
    [InlineData("bogus", "unknown migration protocol: bogus")]
    public void After_an_address_that_does_not_work_it_can_be_told_again(string uri, string reason)
    {
        _destination.SetCapabilities("events");
        Assert.Equal(reason, _destination.Refused("migrate-incoming", ObservedVm.Uri(uri)));
        Assert.Equal("none", _destination.Status);
        Assert.Empty(_destination.Events);
        _destination.Listen($"unix:{Path}");
        Assert.Equal("setup", _destination.Status);
    }

    private void Feed(ReadOnlySpan<byte> bytes)
    {
        _destination.SetCapabilities("events");
        _destination.Listen($"unix:{Path}");
        using (UnixChannel channel = UnixChannel.Connect(Path, Soon).Value)
            Assert.Null(channel.Send(bytes, Soon));
        Assert.Equal("failed", _destination.WaitEnd());
    }

    private void Feed(Action<ElementWriter> write)
    {
        MemoryOutput output = new();
        ElementWriter writer = new(output);
        writer.Header();
        write(writer);
        Feed(output.Written.Span);
    }
}
