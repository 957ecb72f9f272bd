using LocalMig.Json;
using LocalMig.Parameters;
using LocalMig.Qapi;
using LocalMig.Qmp;
using LocalMig.Wire;

namespace LocalMig.Channels;

/// <summary>The arguments of migrate and migrate-incoming, read (facts B.1 and B.2). Whether the channels may be used is
/// <see cref="ChannelPolicy"/>'s.</summary>
/// <param name="Main">The address of the main channel.</param>
/// <param name="Cpr">The address of the cpr channel, or null.</param>
/// <param name="Resume">migrate: take up a paused migration.</param>
/// <param name="ExitOnError">migrate-incoming: end the machine if the migration fails. True where nothing was said.</param>
public sealed record MigrateArguments(MigrationAddress Main, MigrationAddress? Cpr, bool Resume, bool ExitOnError)
{
    /// <summary>Reads the arguments of migrate.</summary>
    /// <param name="arguments">The arguments, an object; types are checked here too.</param>
    /// <param name="generation">Whose arguments and texts are followed.</param>
    /// <returns>The arguments, or the error QEMU gives; where QEMU crashes, an error of ours.</returns>
    public static Result<MigrateArguments, QmpError> ForMigrate(JsonValue arguments, QemuGeneration generation = QemuGeneration.Qemu11) =>
        Read(arguments, generation, ChannelSide.Source);

    /// <summary>Reads the arguments of migrate-incoming. That the machine waits for a migration at all is checked before.</summary>
    /// <param name="arguments">The arguments, an object; types are checked here too.</param>
    /// <param name="generation">Whose arguments and texts are followed.</param>
    /// <returns>The arguments, or the error QEMU gives; where QEMU crashes, an error of ours.</returns>
    public static Result<MigrateArguments, QmpError> ForIncoming(JsonValue arguments, QemuGeneration generation = QemuGeneration.Qemu11) =>
        Read(arguments, generation, ChannelSide.Destination);

    private static Result<MigrateArguments, QmpError> Read(JsonValue arguments, QemuGeneration generation, ChannelSide side)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Schema schema = ProfileSchema.For(Profile.Proposal, generation);
        string command = side == ChannelSide.Source ? "migrate" : "migrate-incoming";
        if (ArgumentChecker.Check(schema, command, arguments) is { } wrong)
            return wrong;

        // An empty list counts as no list.
        IReadOnlyList<JsonValue> channels = arguments["channels"]?.Items ?? [];
        JsonValue? uri = arguments["uri"];
        if (uri is null == (channels.Count == 0))
            return QmpError.Generic(ChannelTexts.UriOrChannels);
        bool resume = arguments["resume"]?.AsBoolean ?? false;
        bool exitOnError = arguments["exit-on-error"]?.AsBoolean ?? true;
        if (uri is null)
            return FromChannels(channels, side, resume, exitOnError);
        return MigrationUri.Parse(uri.AsString, generation, side).TryGet(out MigrationAddress? main, out QmpError? error)
            ? new MigrateArguments(main, null, resume, exitOnError)
            : error;
    }

    private static Result<MigrateArguments, QmpError> FromChannels(
        IReadOnlyList<JsonValue> channels, ChannelSide side, bool resume, bool exitOnError)
    {
        MigrationAddress? main = null;
        MigrationAddress? cpr = null;
        if (side == ChannelSide.Destination && channels.Count > 1)
            return QmpError.Generic(ChannelTexts.OneIncomingChannel);
        foreach (JsonValue channel in channels)
        {
            bool isMain = channel["channel-type"]!.AsString == "main";
            if ((isMain ? main : cpr) is not null)
                return QmpError.Generic(ChannelTexts.TwoMainChannels);
            MigrationAddress address = AddressJson.Read(channel["addr"]!);
            if (address is ExecAddress { Arguments.Count: 0 })
                return QmpError.Generic(ChannelTexts.ExecWithoutProgram);
            (main, cpr) = isMain ? (address, cpr) : (main, address);
        }

        if (main is null)
            return QmpError.Generic(side == ChannelSide.Source ? ChannelTexts.NoMainChannel : ChannelTexts.OneIncomingChannel);
        return new MigrateArguments(main, cpr, resume, exitOnError);
    }
}
