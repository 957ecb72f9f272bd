using LocalMig.Fuzz;
using LocalMig.Json;
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
    public void Small_streams_are_answered_as_a_real_destination_answered_them()
    {
        string agreement = Path.Combine(Places.Fixtures, "agreement");
        KnownDisagreements known = KnownDisagreements.Read(File.ReadAllText(Path.Combine(agreement, "disagreements.txt"))).Value;
        using ReferencePeer ours = new(QemuGeneration.Qemu11, "none");
        List<string> others = [];
        foreach (string[] row in File.ReadLines(Path.Combine(agreement, "destination.txt")).Where(static row => !row.StartsWith('#')).Select(static row => row.Split(" | ", 2)))
        {
            byte[] stream = Convert.FromHexString(row[0]);
            string theirs = row[1] == "completed" ? "completed, running" : $"failed, inmigrate: {row[1]["failed: ".Length..]}";
            JsonValue outcome = StreamDifferential.Outcome(ours, stream, TimeSpan.FromSeconds(60)).Value;
            IReadOnlyList<string> differences = Disagreement.Compare([JsonText.Write(outcome)], [JsonText.Write(JsonValue.Object(("outcome", theirs)))], new DifferentialOptions().Scrubbers);
            if (differences.Count > 0 && known.Find(new Disagreement([stream], differences)) is null)
                others.Add($"{row[0]}: {differences[0]}");
        }

        Assert.True(others.Count == 0, string.Join("\n", others));
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
