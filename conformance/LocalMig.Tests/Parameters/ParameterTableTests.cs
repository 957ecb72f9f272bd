using LocalMig.Json;
using LocalMig.Parameters;
using LocalMig.Qmp;
using LocalMig.Wire;

namespace LocalMig.Tests.Parameters;

/// <summary>Replays every value that was tried on a real QEMU, and expects the same verdict in the same words.</summary>
public class ParameterTableTests
{
    // 793 requests to 11.1.3 and 706 to 7.2.22.
    private const int ValuesTried = 793 + 706;

    public static TheoryData<string, QemuGeneration, string, string, string> Rows()
    {
        TheoryData<string, QemuGeneration, string, string, string> rows = [];
        foreach ((string version, QemuGeneration generation) in Versions)
        {
            string parameter = "";
            foreach (string line in Fixture.Text($"schemas/params-table-{version}.txt").Split('\n'))
            {
                if (line.Length == 0)
                    continue;
                if (line[0] != ' ')
                    parameter = line.Split(' ')[0];
                else if (line.StartsWith("  accepted: ", StringComparison.Ordinal))
                    rows.Add(version, generation, parameter, "", line["  accepted: ".Length..]);
                else if (line.StartsWith("  \"", StringComparison.Ordinal) && line.IndexOf("\": ", StringComparison.Ordinal) is > 0 and var end)
                    rows.Add(version, generation, parameter, line[3..end], line[(end + 3)..]);
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Every_recorded_verdict_is_given_in_the_same_words(
        string version, QemuGeneration generation, string parameter, string error, string values)
    {
        Assert.NotEmpty(version);
        foreach (string text in Split(values))
        {
            // The order of the recorder: every value was tried on what the values before it had left, which matters for one
            // parameter only: cpu-throttle-initial stood at 99 when max-cpu-throttle was tried.
            MigrationParameters parameters = MigrationParameters.Defaults(Profile.Proposal, generation);
            if (parameter == "max-cpu-throttle")
                parameters = parameters.Apply(Fixture.Json("""{"cpu-throttle-initial": 99}""")).Value;
            Result<MigrationParameters, QmpError> result =
                parameters.Apply(JsonValue.Object((parameter, Fixture.Json(text))));
            Assert.Equal((text, error), (text, result.Error?.Desc ?? ""));
            Assert.Equal(QmpErrorClass.GenericError, result.Error?.Class ?? QmpErrorClass.GenericError);
        }
    }

    [Fact]
    public void The_tables_are_read_to_the_end()
    {
        int values = Rows().Sum(r => Split(r.Data.Item5).Count());
        Assert.Equal(ValuesTried, values);
    }

    [Theory]
    [InlineData("11.1.3", QemuGeneration.Qemu11)]
    [InlineData("7.2.22", QemuGeneration.Qemu7)]
    public void The_defaults_are_the_recorded_ones_and_local_is_off(string version, QemuGeneration generation)
    {
        JsonValue recorded = Fixture.Json(Fixture.Text($"schemas/query-migrate-parameters-{version}.json"));
        JsonValue expected = JsonValue.Object([.. recorded.Members, ("local", false)]);
        Assert.Equal(expected, MigrationParameters.Defaults(Profile.Proposal, generation).ToQuery());
    }

    private static (string, QemuGeneration)[] Versions => [("11.1.3", QemuGeneration.Qemu11), ("7.2.22", QemuGeneration.Qemu7)];

    // Values stand apart by blanks outside of strings and brackets.
    private static IEnumerable<string> Split(string values)
    {
        int from = 0;
        int depth = 0;
        bool quoted = false;
        for (int i = 0; i <= values.Length; i++)
        {
            char c = i < values.Length ? values[i] : ' ';
            quoted ^= c == '"';
            depth += quoted ? 0 : c is '[' or '{' ? 1 : c is ']' or '}' ? -1 : 0;
            if (c != ' ' || quoted || depth > 0)
                continue;
            if (i > from)
                yield return values[from..i];
            from = i + 1;
        }
    }
}
