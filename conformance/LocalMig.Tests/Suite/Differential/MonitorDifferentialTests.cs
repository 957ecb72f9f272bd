using System.Text;
using System.Text.RegularExpressions;
using LocalMig.Json;
using LocalMig.Suite.Differential;
using LocalMig.Suite.Replay;
using LocalMig.Tests.Parameters;
using LocalMig.Wire;

namespace LocalMig.Tests.Suite.Differential;

public sealed partial class MonitorDifferentialTests(ITestOutputHelper output)
{
    private static readonly DifferentialOptions Options = new()
    {
        Known = KnownDisagreements.Read(Fixture.Text("agreement/disagreements.txt")).Value,
    };

    [Fact]
    public void The_reference_agrees_with_itself()
    {
        using ReferencePeer ours = new(QemuGeneration.Qemu11);
        using ReferencePeer theirs = new(QemuGeneration.Qemu11);
        using MonitorDifferential differential = new(ours, theirs, Options);
        DifferentialResult bytes = differential.Bytes(JsonInputs.Generate(1).Take(300));
        Assert.True(bytes.IsGood && bytes.Inputs == 300 && bytes.Disagreements.Count == 0, bytes.ToText());
        DifferentialResult sessions = differential.Sessions(SessionInputs.Generate(1, QemuGeneration.Qemu11).Take(30));
        Assert.True(sessions.IsGood && sessions.Inputs == 30 && sessions.Disagreements.Count == 0, sessions.ToText());
    }

    [Fact]
    public void What_two_generations_answer_differently_is_found_and_made_small()
    {
        using ReferencePeer ours = new(QemuGeneration.Qemu11);
        using ReferencePeer theirs = new(QemuGeneration.Qemu7);
        Scrubber positions = new("positions", "where an error is", static (_, value) =>
            value.Kind == JsonKind.String ? (JsonValue)Position().Replace(value.AsString, "") : null);
        DifferentialOptions withoutPositions = Options with { Scrubbers = [positions] };
        using MonitorDifferential differential = new(ours, theirs, withoutPositions);
        DifferentialResult bytes = differential.Bytes([Encoding.ASCII.GetBytes("[1, 2, {\"a\": true}, [0 0]] ")]);
        Assert.False(bytes.IsGood);
        Assert.Equal(1, bytes.Count(Blame.Unsorted));
        Assert.InRange(bytes.Disagreements[0].Disagreement.Input[0].Length, 1, 5);
        Assert.Contains("unsorted:\n-> ", bytes.ToText(), StringComparison.Ordinal);

        byte[][] session = [.. ((string[])["{\"execute\":\"qmp_capabilities\"}", "{\"execute\":\"query-name\"}", "{\"execute\":\"query-status\"}"]).Select(Encoding.ASCII.GetBytes)];
        DifferentialResult sessions = differential.Sessions([session, session]);
        Assert.Equal((2, 2), (sessions.Inputs, sessions.Count(Blame.Unsorted)));
        Assert.Equal(
            ["{\"execute\":\"qmp_capabilities\"}", "{\"execute\":\"query-status\"}"],
            sessions.Disagreements[0].Disagreement.Input.Select(Encoding.ASCII.GetString));
    }

    [Theory]
    [InlineData("LOCALMIG_QEMU_11", "/opt/localmig/qemu-11/qemu-system-x86_64", QemuGeneration.Qemu11)]
    [InlineData("LOCALMIG_QEMU_7", "/usr/bin/qemu-system-x86_64", QemuGeneration.Qemu7)]
    public void The_reference_agrees_with_a_real_one(string variable, string path, QemuGeneration generation)
    {
        string binary = Environment.GetEnvironmentVariable(variable) ?? path;
        Assert.SkipUnless(File.Exists(binary), $"no real QEMU here ({variable}); scripts/install-qemu.sh brings it");
        // The same inputs every time; more and others by two variables.
        int count = (int)Number("LOCALMIG_DIFFERENTIAL_COUNT", 500);
        ulong seed = Number("LOCALMIG_DIFFERENTIAL_SEED", 1);
        output.WriteLine($"LOCALMIG_DIFFERENTIAL_COUNT={count} LOCALMIG_DIFFERENTIAL_SEED={seed} ./run-tests.sh -class {GetType().FullName}");
        using ReferencePeer ours = new(generation);
        using QemuPeer theirs = new(binary);
        using MonitorDifferential differential = new(ours, theirs, Options);
        DifferentialResult bytes = differential.Bytes(JsonInputs.Generate(seed).Take(count));
        output.WriteLine(bytes.ToText());
        Assert.True(bytes.IsGood, bytes.ToText());
        DifferentialResult sessions = differential.Sessions(SessionInputs.Generate(seed, generation).Take(count / 20));
        output.WriteLine(sessions.ToText());
        Assert.True(sessions.IsGood, sessions.ToText());
    }

    private static ulong Number(string variable, ulong otherwise) =>
        ulong.TryParse(Environment.GetEnvironmentVariable(variable), out ulong number) ? number : otherwise;

    [GeneratedRegex("^[0-9]+:[0-9]+: ", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Position();
}
