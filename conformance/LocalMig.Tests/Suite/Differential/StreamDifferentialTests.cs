using LocalMig.Suite.Differential;
using LocalMig.Tests.Stream;
using LocalMig.Wire;

namespace LocalMig.Tests.Suite.Differential;

public sealed class StreamDifferentialTests
{
    private static readonly byte[][] Recorded = [StreamFixture.Read("11.1.3-none-unix.bin"), StreamFixture.Read("7.2.22-none-unix.bin")];

    [Fact]
    public void The_reference_agrees_with_itself()
    {
        DifferentialResult result = Of(QemuGeneration.Qemu11).Streams(StreamInputs.Generate(1, Recorded).Take(40), 2);
        Assert.True(result.IsGood && result.Inputs == 40 && result.Disagreements.Count == 0, result.ToText());
    }

    [Fact]
    public void What_two_machines_say_differently_of_a_stream_is_found()
    {
        DifferentialResult result = Of(QemuGeneration.Qemu11, "pc").Streams([Recorded[0], Recorded[0]], 1);
        Assert.Equal((2, 2), (result.Inputs, result.Count(Blame.Unsorted)));
        Assert.StartsWith("/outcome: ours: \"completed, running\"; theirs: \"failed, inmigrate: ", result.Disagreements[0].Disagreement.Differences[0], StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_cannot_be_told_to_stay_after_a_failure_ends_the_run()
    {
        DifferentialResult result = Of(QemuGeneration.Qemu7).Streams(Recorded, 1);
        Assert.False(result.IsGood);
        Assert.Contains("exit-on-error", result.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_real_machine_of_type_none_sent_is_taken_in()
    {
        DifferentialResult result = Of(QemuGeneration.Qemu11).Streams(Recorded, 1);
        Assert.True(result.IsGood && result.Inputs == Recorded.Length, result.ToText());
        using ReferencePeer destination = new(QemuGeneration.Qemu11, "none");
        Assert.All(Recorded, stream => Assert.Equal("completed, running", StreamDifferential.Outcome(destination, stream, TimeSpan.FromSeconds(60)).Value["outcome"]!.AsString));
    }

    [Fact]
    public void The_same_seed_makes_the_same_streams()
    {
        Assert.Equal(StreamInputs.Generate(7, Recorded).Take(50), StreamInputs.Generate(7, Recorded).Take(50));
        Assert.NotEqual(StreamInputs.Generate(7, Recorded).Take(50), StreamInputs.Generate(8, Recorded).Take(50));
    }

    private static StreamDifferential Of(QemuGeneration theirs, string machine = "none") =>
        new(static () => new ReferencePeer(QemuGeneration.Qemu11, "none"), () => new ReferencePeer(theirs, machine), new DifferentialOptions());
}
