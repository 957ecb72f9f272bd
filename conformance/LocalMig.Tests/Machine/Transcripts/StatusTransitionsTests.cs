using LocalMig.Machine;
using LocalMig.Machine.Transcripts;
using LocalMig.Wire;

namespace LocalMig.Tests.Machine.Transcripts;

public sealed class StatusTransitionsTests
{
    [Theory]
    [InlineData(QemuGeneration.Qemu11, 11)]
    [InlineData(QemuGeneration.Qemu7, 7)]
    public void Whatever_the_reference_does_is_allowed(QemuGeneration generation, int major)
    {
        MigrationStatus[] all = Enum.GetValues<MigrationStatus>();
        foreach ((MigrationStatus from, MigrationStatus to) in all.SelectMany(from => all.Select(to => (from, to))))
        {
            if (MigrationStatuses.MayFollowOutgoing(from, to, generation))
                Assert.True(StatusTransitions.MayFollow(from.Name(), to.Name(), incoming: false, major), $"{from} to {to} on the source");
            // A destination that could not listen goes back without telling.
            if (MigrationStatuses.MayFollowIncoming(from, to) && to != MigrationStatus.None)
                Assert.True(StatusTransitions.MayFollow(from.Name(), to.Name(), incoming: true, major), $"{from} to {to} on the destination");
        }
    }

    [Theory]
    [InlineData("active", "completed", 7, true)]
    [InlineData("active", "completed", 11, false)]
    [InlineData("active", "device", 7, false)]
    [InlineData("active", "device", 11, true)]
    [InlineData("setup", "failed", 7, true)]
    [InlineData("setup", "failed", 11, false)]
    [InlineData("setup", "failing", 7, false)]
    [InlineData("failing", "failed", 11, true)]
    [InlineData("cancelling", "completed", 11, false)]
    [InlineData("nonsense", "setup", 11, false)]
    public void Versions_differ_in_what_may_follow(string from, string to, int major, bool allowed) =>
        Assert.Equal(allowed, StatusTransitions.MayFollow(from, to, incoming: false, major));

    [Fact]
    public void What_nobody_was_told_may_lie_between()
    {
        Assert.True(StatusTransitions.MayLeadTo("none", "completed", incoming: false, 11));
        Assert.True(StatusTransitions.MayLeadTo("active", "active", incoming: true, 7));
        Assert.False(StatusTransitions.MayLeadTo("setup", "none", incoming: false, 11));
        Assert.False(StatusTransitions.MayLeadTo("completed", "active", incoming: true, 11));
    }
}
