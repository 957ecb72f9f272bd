using LocalMig.Json;
using LocalMig.Parameters;
using LocalMig.Qapi;
using LocalMig.Tests.Parameters;
using LocalMig.Wire;

namespace LocalMig.Tests.Qapi;

/// <summary>Checks the arguments of every recorded command against a schema, and expects the recorded verdict: with our own
/// schema for the commands we have, and with the schema that the recorded QEMU told for all of them.</summary>
public class RecordedArgumentsTests
{
    public static TheoryData<string, QemuGeneration> Transcripts()
    {
        TheoryData<string, QemuGeneration> found = [];
        foreach ((string folder, QemuGeneration generation) in ((string, QemuGeneration)[])[("qemu-11.1.3", QemuGeneration.Qemu11), ("qemu-7.2.22", QemuGeneration.Qemu7)])
        {
            foreach (string path in Directory.EnumerateFiles(Fixture.Path($"transcripts/{folder}"), "*-0*.txt").Order(StringComparer.Ordinal))
            {
                // Other files of this group are about bytes that are no commands.
                if (!path.Contains("-04-", StringComparison.Ordinal) && !path.Contains("-05-", StringComparison.Ordinal))
                    found.Add($"{folder}/{Path.GetFileName(path)}", generation);
            }
        }

        return found;
    }

    [Theory]
    [MemberData(nameof(Transcripts))]
    public void Arguments_get_the_recorded_verdict_by_our_schema(string transcript, QemuGeneration generation)
    {
        Schema schema = ProfileSchema.For(Profile.Proposal, generation);
        foreach (Exchange exchange in Judged(transcript, schema))
        {
            if (exchange.Arguments["local"] is null)
                Assert.Equal((exchange.Line, Wanted(exchange)), (exchange.Line, ArgumentChecker.Check(schema, exchange.Command, exchange.Arguments)?.Desc));
        }
    }

    [Theory]
    [MemberData(nameof(Transcripts))]
    public void Arguments_get_the_recorded_verdict_by_the_schema_that_QEMU_told(string transcript, QemuGeneration generation)
    {
        Schema schema = IntrospectionTests.RecordedSchema(generation == QemuGeneration.Qemu11 ? "11.1.3" : "7.2.22");
        foreach (Exchange exchange in Judged(transcript, schema))
        {
            // Introspection calls every integer 'int' and every alternate by a number, so neither text can be had from it.
            string? wanted = Wanted(exchange);
            string? ours = ArgumentChecker.Check(schema, exchange.Command, exchange.Arguments)?.Desc;
            bool isBlurred = ours?.Contains("expected: integer", StringComparison.Ordinal) == true
                || wanted?.Contains("expects uint", StringComparison.Ordinal) == true
                || wanted?.Contains("StrOrNull", StringComparison.Ordinal) == true;
            if (!isBlurred)
                Assert.Equal((exchange.Line, wanted), (exchange.Line, ours));
        }
    }

    [Fact]
    public void Enough_is_judged()
    {
        int judged = Transcripts().Sum(t => Judged(t.Data.Item1, ProfileSchema.For(Profile.Proposal, t.Data.Item2)).Count());
        Assert.InRange(judged, 2_000, 4_000);
    }

    private static IEnumerable<Exchange> Judged(string transcript, Schema schema) => Recorded.Exchanges(transcript)
        .Where(e => e.Reply is not null && e.Arguments.Kind == JsonKind.Object && schema.Command(e.Command) is not null && !IsAboutState(e));

    // Answers that were given before anyone looked at the arguments, or about the message around them.
    private static bool IsAboutState(Exchange exchange) => exchange.Error is { } error
        && (error.StartsWith("Expecting capabilities", StringComparison.Ordinal) || error.StartsWith("QMP input", StringComparison.Ordinal));

    // The recorded error as far as it is one about arguments: all others come later.
    private static string? Wanted(Exchange exchange)
    {
        string[] ends = ["' is missing", "' is unexpected"];
        string[] starts = ["Invalid parameter type for "];
        string[] parts = ["' does not accept value ", "' expects uint"];
        return exchange.Error is { } error
            && (ends.Any(e => error.EndsWith(e, StringComparison.Ordinal))
                || starts.Any(s => error.StartsWith(s, StringComparison.Ordinal))
                || parts.Any(p => error.Contains(p, StringComparison.Ordinal)))
            ? error
            : null;
    }
}
