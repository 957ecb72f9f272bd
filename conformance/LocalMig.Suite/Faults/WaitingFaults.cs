using LocalMig.Json;
using LocalMig.Machine.Devices;
using LocalMig.Parameters;
using LocalMig.Qmp;
using LocalMig.Suite.Faults.Decorators;
using LocalMig.Wire;

namespace LocalMig.Suite.Faults;

/// <summary>Wrong destinations' netdevs: what waits, and which options are refused (specification, section 4, bullets 7 and 8).</summary>
internal static class WaitingFaults
{
    private const string Permit = "x-permit-local-migration";

    public static IReadOnlyList<Fault> All { get; } =
    [
        Site("waiting-opens-a-tap", "A destination's netdev opens a TAP though it is to wait.", static site => new PassedSite(site) { SeenLocal = false }, Profile.Upstream, "LM-DEVICE-20"),
        Strips("waiting-takes-fd", "fd= and fds= are ignored by a netdev that waits.", "LM-DEVICE-21", "fd", "fds"),
        Strips("waiting-takes-helper", "helper= and br= are ignored by a netdev that waits.", "LM-DEVICE-22", "helper", "br"),
        Strips("waiting-takes-ifname", "ifname=, sndbuf= and vnet_hdr= are ignored by a netdev that waits.", "LM-DEVICE-23", "ifname", "sndbuf", "vnet_hdr"),
        Netdev("waiting-needs-no-scripts", "A netdev that waits does not ask for empty scripts.", static arguments => Waits(arguments) ? arguments.With("script", "").With("downscript", "") : arguments, "LM-DEVICE-24"),
        Make.Commands("waiting-text-of-its-own", "Each forbidden option has a text of its own.", static (command, usual) =>
        {
            Result<JsonValue, QmpError> result = usual(command);
            return command.Name == "netdev_add" && result.Error is not null && command.Arguments["br"] is not null ? QmpError.Generic("br= cannot be used here") : result;
        }, "LM-DEVICE-26"),
        Make.Commands("waiting-text-names-nothing", "The refusal does not say which options are meant.", static (command, usual) =>
            command.Name == "netdev_add" && usual(command).Error is not null ? QmpError.Generic("Invalid options for an incoming TAP") : usual(command), "LM-DEVICE-26"),
        Refuses("waiting-refuses-queues", "queues", "LM-DEVICE-27"),
        Refuses("waiting-refuses-vhost-off", "vhost", "LM-DEVICE-27"),
        Refuses("waiting-refuses-poll-us", "poll-us", "LM-DEVICE-27"),
        new("waiting-whatever-the-parameter", "A destination's netdev waits where its switch is on, whatever the parameter says.", "LM-DEVICE-28")
        {
            Profiles = [Profile.Upstream],
            Seams = static (seams, options) => Make.IsSource(options) ? seams : seams with
            {
                Site = static site => new PassedSite(site) { SeenLocal = true },
                Commands = static (_, table) => new PassedCommands(table, static (command, usual) => usual(command.Name == "netdev_add" ? command.With(command.Arguments.Without("ifname")) : command)),
            },
        },
        Make.Port("own-tap-text", "A load into a netdev with a TAP of its own fails in other words.", onSource: false, static p => new(p) { Text = "backend is busy" }, "LM-DEVICE-29"),
        new("source-waits-too", "A source's netdev waits as well.", "LM-DEVICE-30")
        {
            Profiles = [Profile.Upstream],
            Seams = static (seams, _) => seams with
            {
                Site = static site => new PassedSite(site) { SeenIncoming = true },
                Commands = static (_, table) => new PassedCommands(table, static (command, usual) => usual(command.Name == "netdev_add" ? command.With(command.Arguments.Without("ifname")) : command)),
            },
        },
        Netdev("incoming-fds-opens-a-tap", "A netdev with incoming-fds=on opens a TAP.", static arguments => arguments.Without("incoming-fds"), "LM-DEVICE-31") with { Profiles = [Profile.V16] },
        Netdev("incoming-fds-takes-ifname", "ifname= and vnet_hdr= are ignored beside incoming-fds=on.", static arguments => arguments.Without("ifname", "vnet_hdr"), "LM-DEVICE-32") with { Profiles = [Profile.V16] },
        new("listening-from-the-start-does-not-wait", "A destination that listens since its start counts as one that waits for nothing.", "LM-CHANNEL-40")
        {
            Profiles = [Profile.Upstream],
            Seams = static (seams, options) => options.Incoming is null or "defer" ? seams : seams with { Site = static site => new PassedSite(site) { SeenIncoming = false } },
        },
    ];

    private static bool Waits(JsonValue arguments) => arguments[Permit] is { Kind: JsonKind.Boolean, AsBoolean: true };

    private static Fault Site(string name, string mistake, Func<DeviceSite, DeviceSite> make, Profile profile, params IReadOnlyList<string> breaks) =>
        new(name, mistake, breaks) { Profiles = [profile], Seams = (seams, _) => seams with { Site = make } };

    private static Fault Netdev(string name, string mistake, Func<JsonValue, JsonValue> arguments, string breaks) => Make.Commands(name, mistake, (command, usual) =>
        usual(command.Name == "netdev_add" ? command.With(arguments(command.Arguments)) : command), breaks);

    private static Fault Strips(string name, string mistake, string breaks, params string[] options) =>
        Netdev(name, mistake, arguments => Waits(arguments) ? arguments.Without(options) : arguments, breaks);

    private static Fault Refuses(string name, string option, string breaks) => Make.Commands(name, $"{option}= is refused by a netdev that waits.", (command, usual) =>
        command.Name == "netdev_add" && command.Arguments[option] is not null && Waits(command.Arguments) ? QmpError.Generic($"{option}= cannot be used here") : usual(command), breaks);
}
