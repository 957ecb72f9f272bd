using LocalMig.Json;
using LocalMig.Parameters;
using LocalMig.Qmp;
using LocalMig.Wire;

namespace LocalMig.Tests.Parameters;

/// <summary>Holds the recorded conversations about parameters and capabilities again, with us in QEMU's place.</summary>
public class RecordedParametersTests
{
    [Theory]
    [InlineData("qemu-11.1.3/A11-06-migrate-parameters.txt", QemuGeneration.Qemu11, 817)]
    [InlineData("qemu-7.2.22/A7-06-migrate-parameters.txt", QemuGeneration.Qemu7, 730)]
    [InlineData("qemu-11.1.3/A11-20-random-parameters.txt", QemuGeneration.Qemu11, 1320)]
    [InlineData("qemu-7.2.22/A7-20-random-parameters.txt", QemuGeneration.Qemu7, 1320)]
    public void Every_answer_about_parameters_is_the_recorded_one(string transcript, QemuGeneration generation, int exchanges)
    {
        MigrationParameters parameters = MigrationParameters.Defaults(Profile.Proposal, generation);
        int compared = 0;
        foreach (Exchange exchange in Recorded.Exchanges(transcript))
        {
            if (exchange.Arguments.Kind != JsonKind.Object || exchange.Reply is null)
                continue;

            // Released QEMU have no such parameter; having it is what we are for.
            if (exchange.Arguments["local"] is not null)
                continue;
            if (exchange.Command == "migrate-set-parameters")
            {
                Result<MigrationParameters, QmpError> result = parameters.Apply(exchange.Arguments);
                Assert.Equal((exchange.Line, exchange.Error), (exchange.Line, result.Error?.Desc));
                parameters = result.IsOk ? result.Value : parameters;
                compared++;
            }
            else if (exchange is { Command: "query-migrate-parameters", Error: null })
            {
                Dictionary<string, JsonValue> shown = parameters.ToQuery().Members.ToDictionary(static m => m.Name, static m => m.Value, StringComparer.Ordinal);
                Assert.True(shown.Remove("local"));
                Assert.Equal(exchange.Reply["return"]!.Members.Count, shown.Count);
                foreach ((string name, JsonValue value) in exchange.Reply["return"]!.Members)
                    Assert.Equal((exchange.Line, name, value), (exchange.Line, name, shown[name]));
                compared++;
            }
        }

        Assert.Equal(exchanges, compared);
    }

    [Theory]
    [InlineData("qemu-11.1.3/A11-07-migrate-capabilities.txt", QemuGeneration.Qemu11)]
    [InlineData("qemu-7.2.22/A7-07-migrate-capabilities.txt", QemuGeneration.Qemu7)]
    public void Every_answer_about_capabilities_is_the_recorded_one(string transcript, QemuGeneration generation)
    {
        MigrationCapabilities capabilities = MigrationCapabilities.Defaults(generation);
        int compared = 0;
        foreach (Exchange exchange in Recorded.Exchanges(transcript))
        {
            if (exchange.Command == "migrate-set-capabilities" && exchange.Arguments["capabilities"] is { } list)
            {
                Result<MigrationCapabilities, QmpError> result = capabilities.Apply(list, new CapabilityContext(false, false));
                Assert.Equal((exchange.Line, exchange.Error), (exchange.Line, result.Error?.Desc));
                capabilities = result.IsOk ? result.Value : capabilities;
                compared++;
            }
            else if (exchange.Command == "query-migrate-capabilities")
            {
                Assert.Equal(exchange.Reply!["return"], capabilities.ToQuery());
                compared++;
            }
        }

        Assert.InRange(compared, 70, 90);
    }
}
