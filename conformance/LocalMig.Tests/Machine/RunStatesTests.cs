using LocalMig.Machine;

namespace LocalMig.Tests.Machine;

public sealed class RunStatesTests
{
    [Fact]
    public void Every_state_has_a_name_of_its_own_that_reads_back()
    {
        RunState[] states = Enum.GetValues<RunState>();
        Assert.All(states, state => Assert.Equal(state, RunStates.Parse(state.Name())));
        Assert.Equal(states.Length, states.Select(RunStates.Name).Distinct().Count());
        Assert.Null(RunStates.Parse("bogus"));
    }

    [Theory]
    [InlineData(RunState.Running, RunState.FinishMigrate, true)]
    [InlineData(RunState.FinishMigrate, RunState.PostMigrate, true)]
    [InlineData(RunState.FinishMigrate, RunState.Running, true)]
    [InlineData(RunState.PostMigrate, RunState.Running, true)]
    [InlineData(RunState.InMigrate, RunState.Running, true)]
    [InlineData(RunState.InMigrate, RunState.FinishMigrate, false)]
    [InlineData(RunState.Running, RunState.PostMigrate, false)]
    [InlineData(RunState.Running, RunState.Prelaunch, false)]
    [InlineData(RunState.Shutdown, RunState.Running, false)]
    public void Only_what_the_table_says_may_follow(RunState from, RunState to, bool may) => Assert.Equal(may, RunStates.MayFollow(from, to));

    [Fact]
    public void Every_state_can_end_and_nothing_follows_the_end() =>
        Assert.All(Enum.GetValues<RunState>(), state => Assert.Equal(state != RunState.Shutdown, RunStates.MayFollow(state, RunState.Shutdown)));
}
