using LocalMig.Descriptors;
using LocalMig.Json;
using LocalMig.Machine;
using LocalMig.Machine.Devices;

namespace LocalMig.Tests.Machine;

/// <summary>What comes after a migration: another one, after each way the first can end.</summary>
[Collection(nameof(Alone))]
public sealed class MigrationAgainTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lm");
    private int _channels;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Three_hops_in_a_row_hand_over_one_and_the_same_connection()
    {
        ObservedVm machine = new(new VmOptions());
        machine.SetParameter("local", true);
        using SocketPeer peer = SocketPeer.AddTo(machine, permitted: true);
        peer.Send(10);
        for (int hop = 0; hop < 3; hop++)
        {
            ObservedVm next = Waiting();
            peer.Send(10);
            Migrate(machine, next);
            Assert.Equal("completed", machine.WaitEnd());
            Assert.Equal("completed", next.WaitStatus("completed"));
            Assert.Equal(Sameness.Same, OpenFileDescription.Compare(Port(machine).Descriptors[0], Port(next).Descriptors[0]));
            machine.Dispose();
            machine = next;
            peer.Send(10);
        }

        Assert.True(peer.Receives(70, 0));
        machine.Dispose();
        Assert.True(peer.IsEnded());
    }

    [Fact]
    public void After_a_failed_connection_the_next_migration_works()
    {
        using ObservedVm source = new(new VmOptions());
        source.SetParameter("local", true);
        using SocketPeer peer = SocketPeer.AddTo(source, permitted: true);
        source.Migrate("unix:/nonexistent/s");
        Assert.Equal("failed", source.WaitEnd());
        Assert.True(peer.IsEchoed());
        HandOver(source, peer);
        Assert.Null(source.ErrorDescription);
    }

    [Fact]
    public void After_a_refused_channel_the_next_migration_works()
    {
        using ObservedVm source = new(new VmOptions());
        source.SetParameter("local", true);
        using SocketPeer peer = SocketPeer.AddTo(source, permitted: true);
        Assert.Equal("local migration requires a UNIX domain socket channel", source.Refused("migrate", ObservedVm.Uri("tcp:127.0.0.1:1")));
        Assert.Equal("none", source.Status);
        HandOver(source, peer);
    }

    [Theory]
    [InlineData("active")]
    [InlineData("pre-switchover")]
    public void After_a_cancelled_migration_the_next_one_works(string status)
    {
        using ObservedVm source = new(new VmOptions());
        source.SetParameter("local", true);
        source.SetCapabilities("pause-before-switchover");
        using SocketPeer peer = SocketPeer.AddTo(source, permitted: true);
        if (status == "active")
            source.SetParameter("max-bandwidth", 100_000L);
        using (ObservedVm destination = Waiting())
        {
            Migrate(source, destination);
            source.WaitStatus(status);
            source.Ok("migrate_cancel");
            Assert.Equal("cancelled", source.WaitEnd());
            Assert.Equal("failed", destination.WaitEnd());
            Assert.Empty(Port(destination).Descriptors);
            Assert.True(peer.IsEchoed());
        }

        source.SetParameter("max-bandwidth", 0L);
        source.Ok("migrate-set-capabilities", JsonValue.Object((
            "capabilities",
            JsonValue.Array(JsonValue.Object(("capability", "pause-before-switchover"), ("state", false))))));
        HandOver(source, peer);
    }

    [Fact]
    public void After_a_completed_migration_cont_lets_the_source_migrate_again()
    {
        using ObservedVm source = new(new VmOptions());
        source.SetParameter("local", true);
        using SocketPeer peer = SocketPeer.AddTo(source, permitted: true);
        HandOver(source, peer);
        Assert.Equal("Can't migrate the vm that was paused due to previous migration", source.Refused("migrate", ObservedVm.Uri("unix:/x")));
        source.Ok("cont");
        Assert.Equal("running", source.RunState);
        Assert.Equal("completed", source.Status);
        HandOver(source, peer);
    }

    [Fact]
    public void Without_a_return_path_a_source_that_completed_in_vain_can_run_on_with_its_backend()
    {
        using ObservedVm source = new(new VmOptions());
        source.SetParameter("local", true);
        using SocketPeer peer = SocketPeer.AddTo(source, permitted: false);
        using ObservedVm destination = Waiting();
        destination.Listen(Next());
        source.Migrate(Last());
        Assert.Equal("failed", destination.WaitEnd());
        if (source.WaitEnd() == "completed")
            source.Ok("cont");
        Assert.Equal("running", source.RunState);
        Assert.True(peer.IsEchoed());
    }

    [Fact]
    public void Fifty_migrations_leave_no_descriptor_behind()
    {
        Round();
        string[] before = Open();
        for (int i = 0; i < 12; i++)
            Round();
        Assert.Equal(before, Open());
    }

    // What is open, the runtime's own assemblies left aside: it loads them when it likes.
    private static string[] Open() =>
    [
        .. Directory.GetFiles("/proc/self/fd").Select(static f => new FileInfo(f).LinkTarget ?? "")
            .Where(static f => !f.EndsWith(".dll", StringComparison.Ordinal)).Order(),
    ];

    // A failed one, a cancelled one, one that is refused by the load, and one that goes well.
    private void Round()
    {
        using ObservedVm source = new(new VmOptions { RamSize = 64 << 10 });
        source.SetParameter("local", true);
        using SocketPeer peer = SocketPeer.AddTo(source, permitted: true);
        source.Migrate("unix:/nonexistent/s");
        source.WaitEnd();
        source.SetCapabilities("pause-before-switchover", "return-path");
        using (ObservedVm destination = Waiting(64 << 10))
        {
            Migrate(source, destination);
            source.WaitStatus("pre-switchover");
            source.Ok("migrate_cancel");
            source.WaitEnd();
        }

        using (ObservedVm destination = new(new VmOptions { RamSize = 64 << 10, Incoming = "defer" }))
        {
            using SocketPeer own = SocketPeer.AddTo(destination, permitted: true);
            Migrate(source, destination);
            source.WaitStatus("pre-switchover");
            source.Ok("migrate-continue", JsonValue.Object(("state", "pre-switchover")));
            Assert.Equal("failed", source.WaitEnd());
        }

        using (ObservedVm destination = Waiting(64 << 10))
        {
            Migrate(source, destination);
            source.WaitStatus("pre-switchover");
            source.Ok("migrate-continue", JsonValue.Object(("state", "pre-switchover")));
            Assert.Equal("completed", source.WaitEnd());
        }
    }

    private void HandOver(ObservedVm source, SocketPeer peer)
    {
        using ObservedVm destination = Waiting();
        Migrate(source, destination);
        Assert.Equal("completed", source.WaitEnd());
        Assert.Equal("completed", destination.WaitStatus("completed"));
        Assert.True(Port(destination).IsPolling);
        Assert.True(peer.IsEchoed());
    }

    private static ObservedVm Waiting(long ramSize = 1 << 20)
    {
        ObservedVm destination = new(new VmOptions { Incoming = "defer", RamSize = ramSize });
        destination.SetParameter("local", true);
        SocketPeer.AddWaitingTo(destination);
        return destination;
    }

    private void Migrate(ObservedVm source, ObservedVm destination)
    {
        destination.Listen(Next());
        source.Migrate(Last());
    }

    private string Next()
    {
        _channels++;
        return Last();
    }

    private string Last() => $"unix:{_folder.FullName}/m{_channels}";

    private static BackendPort Port(ObservedVm vm) => vm.Vm.Devices.All[0].Port!;
}
