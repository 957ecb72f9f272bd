using LocalMig.Machine;
using LocalMig.Wire;

namespace LocalMig.Tests.Machine;

public sealed class MigrationStatusesTests
{
    private static readonly MigrationStatus[] All = Enum.GetValues<MigrationStatus>();

    [Fact]
    public void Every_status_has_a_name_of_its_own_that_reads_back()
    {
        Assert.All(All, status => Assert.Equal(status, MigrationStatuses.Parse(status.Name())));
        Assert.Equal(All.Length, All.Select(MigrationStatuses.Name).Distinct().Count());
        Assert.Null(MigrationStatuses.Parse("postcopy-active"));
    }

    [Theory]
    [InlineData(QemuGeneration.Qemu11, "none setup active device completed setup")]
    [InlineData(QemuGeneration.Qemu11, "none setup active pre-switchover device completed")]
    [InlineData(QemuGeneration.Qemu11, "none setup failing failed setup active cancelling cancelled setup")]
    [InlineData(QemuGeneration.Qemu11, "pre-switchover cancelling cancelled")]
    [InlineData(QemuGeneration.Qemu11, "active failing failed")]
    [InlineData(QemuGeneration.Qemu7, "none setup active completed setup")]
    [InlineData(QemuGeneration.Qemu7, "none setup active pre-switchover device completed")]
    [InlineData(QemuGeneration.Qemu7, "none setup failed setup active cancelling cancelled")]
    public void The_sequences_of_real_sources_are_legal(QemuGeneration generation, string sequence)
    {
        MigrationStatus[] steps = [.. sequence.Split(' ').Select(static n => MigrationStatuses.Parse(n)!.Value)];
        for (int i = 1; i < steps.Length; i++)
            Assert.True(MigrationStatuses.MayFollowOutgoing(steps[i - 1], steps[i], generation), $"{steps[i - 1]} to {steps[i]}");
    }

    [Fact]
    public void The_older_generation_has_no_failing()
    {
        Assert.All(All, status => Assert.False(MigrationStatuses.MayFollowOutgoing(status, MigrationStatus.Failing, QemuGeneration.Qemu7)));
        Assert.All(All, status => Assert.False(MigrationStatuses.MayFollowIncoming(status, MigrationStatus.Failing)));
    }

    [Theory]
    [InlineData(MigrationStatus.Completed)]
    [InlineData(MigrationStatus.Failed)]
    public void A_destination_that_loaded_never_loads_again(MigrationStatus end) =>
        Assert.All(All, status => Assert.False(MigrationStatuses.MayFollowIncoming(end, status)));

    [Fact]
    public void While_a_migration_runs_it_cannot_begin_again() => Assert.All(
        All.Where(static s => s.IsRunning()),
        status => Assert.False(MigrationStatuses.MayFollowOutgoing(status, MigrationStatus.Setup, QemuGeneration.Qemu11)));
}
