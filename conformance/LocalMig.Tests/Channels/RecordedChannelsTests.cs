using LocalMig.Channels;
using LocalMig.Json;
using LocalMig.Parameters;
using LocalMig.Qmp;
using LocalMig.Tests.Parameters;
using LocalMig.Wire;

namespace LocalMig.Tests.Channels;

/// <summary>Gives every recorded migrate and migrate-incoming to us and expects the recorded refusal, or none.</summary>
public class RecordedChannelsTests
{
    // What QEMU says after arguments and channel were found good: opening it, or the state it is in.
    private static readonly string[] LaterErrors =
    [
        "File descriptor named", "Could not ", "RDMA ERROR: could not create", "fd: migration to a file", "failed to truncate",
        "Failed to ", "Cannot resume", "Guest is waiting", "Illegal migration incoming state", "There's a migration process", "Can't migrate",
    ];

    // What it says before it looks at them; and an id that an earlier, refused URI has left behind, which is a defect.
    private static readonly string[] StateErrors = ["'-incoming' was not", "The incoming migration has already", "Duplicate ID"];

    [Theory]
    [InlineData("qemu-11.1.3/B11-01-source-uris.txt", QemuGeneration.Qemu11, 49)]
    [InlineData("qemu-11.1.3/B11-02-source-arguments.txt", QemuGeneration.Qemu11, 70)]
    [InlineData("qemu-11.1.3/B11-03-incoming.txt", QemuGeneration.Qemu11, 30)]
    [InlineData("qemu-11.1.3/B11-30-random-arguments.txt", QemuGeneration.Qemu11, 1074)]
    [InlineData("qemu-7.2.22/B7-01-source-uris.txt", QemuGeneration.Qemu7, 49)]
    [InlineData("qemu-7.2.22/B7-02-source-arguments.txt", QemuGeneration.Qemu7, 11)]
    [InlineData("qemu-7.2.22/B7-03-incoming.txt", QemuGeneration.Qemu7, 19)]
    public void Released_QEMU_and_we_agree(string transcript, QemuGeneration generation, int judged) =>
        Assert.Equal(judged, Replay(transcript, "", Profile.Proposal, generation));

    [Theory]
    [InlineData("qemu-local/20-transport-src.txt", "src", 10)]
    [InlineData("qemu-local/21-transport-dst.txt", "dst", 10)]
    [InlineData("qemu-local/22-fd-src.txt", "src", 1)]
    public void The_queued_form_and_we_agree(string transcript, string side, int judged) =>
        Assert.Equal(judged, Replay(transcript, side, Profile.Upstream, QemuGeneration.Qemu11));

    private static int Replay(string transcript, string side, Profile profile, QemuGeneration generation)
    {
        MigrationParameters parameters = MigrationParameters.Defaults(profile, generation);
        MigrationCapabilities capabilities = MigrationCapabilities.Defaults(generation);
        int judged = 0;
        foreach (Exchange exchange in Recorded.Exchanges(transcript, side))
        {
            switch (exchange.Command)
            {
                case "$" or "qmp_capabilities":
                    parameters = MigrationParameters.Defaults(profile, generation);
                    capabilities = MigrationCapabilities.Defaults(generation);
                    break;
                case "migrate-set-parameters" when exchange.Reply is not null:
                    parameters = parameters.Apply(exchange.Arguments).Value;
                    break;
                case "migrate-set-capabilities" when exchange.Error is null && exchange.Reply is not null:
                    capabilities = capabilities.Apply(exchange.Arguments["capabilities"]!, new CapabilityContext(false, false)).Value;
                    break;
                case "migrate" or "migrate-incoming":
                    judged += Judge(exchange, parameters, capabilities) ? 1 : 0;
                    break;
            }
        }

        return judged;
    }

    private static bool Judge(Exchange exchange, MigrationParameters parameters, MigrationCapabilities capabilities)
    {
        string? ours = Verdict(exchange, parameters, capabilities);
        if (exchange.Reply is null)
        {
            // QEMU died of it; we must refuse it.
            Assert.True(ours is not null, $"line {exchange.Line}");
            return true;
        }

        // The state is looked at before the arguments; or the answer hangs on what cannot be read here, a descriptor or a build.
        if (StateErrors.Any(e => exchange.Error?.StartsWith(e, StringComparison.Ordinal) == true) || (parameters.Local && IsUnknowable(exchange.Arguments)))
            return false;
        bool isLater = LaterErrors.Any(e => exchange.Error?.StartsWith(e, StringComparison.Ordinal) == true);
        Assert.Equal((exchange.Line, isLater ? null : exchange.Error), (exchange.Line, ours));
        return true;
    }

    private static bool IsUnknowable(JsonValue arguments) => arguments["uri"] is { Kind: JsonKind.String } uri
        ? uri.AsString is "fd:mig" || uri.AsString.StartsWith("rdma:", StringComparison.Ordinal)
        : arguments["channels"]!.Items[0]["addr"]!["type"]?.AsString == "fd";

    private static string? Verdict(Exchange exchange, MigrationParameters parameters, MigrationCapabilities capabilities)
    {
        bool outgoing = exchange.Command == "migrate";
        Result<MigrateArguments, QmpError> read = outgoing
            ? MigrateArguments.ForMigrate(exchange.Arguments, parameters.Generation)
            : MigrateArguments.ForIncoming(exchange.Arguments, parameters.Generation);
        if (!read.TryGet(out MigrateArguments? arguments, out QmpError? error))
            return error.Desc;
        return (ChannelPolicy.Check(arguments.Main, parameters, capabilities, static _ => DescriptorKind.Missing)
            ?? (outgoing ? ChannelPolicy.CheckMode(arguments, parameters) : null))?.Desc;
    }
}
