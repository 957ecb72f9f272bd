using System.Collections.Frozen;
using LocalMig.Json;
using LocalMig.Qmp;
using LocalMig.Wire;

namespace LocalMig.Machine.Commands;

/// <summary>A command: executed under the machine's lock, with arguments that fit the schema.</summary>
internal delegate Result<JsonValue, QmpError> VmCommand(Vm vm, JsonValue arguments, QmpCall call);

/// <summary>The commands of a machine. The one that ends a negotiation belongs to the session.</summary>
internal static class CommandTable
{
    private static readonly FrozenDictionary<string, VmCommand> All = new Dictionary<string, VmCommand>(StringComparer.Ordinal)
    {
        ["query-version"] = VersionCommands.QueryVersion,
        ["query-name"] = VersionCommands.QueryName,
        ["query-commands"] = VersionCommands.QueryCommands,
        ["query-qmp-schema"] = VersionCommands.QuerySchema,
        ["query-status"] = RunCommands.QueryStatus,
        ["stop"] = RunCommands.Stop,
        ["cont"] = RunCommands.Continue,
        ["quit"] = RunCommands.Quit,
        ["getfd"] = DescriptorCommands.Keep,
        ["closefd"] = DescriptorCommands.Close,
        ["netdev_add"] = NetdevCommands.Add,
        ["netdev_del"] = NetdevCommands.Remove,
        ["device_add"] = DeviceCommands.Add,
        ["device_del"] = DeviceCommands.Remove,
        ["device-list-properties"] = DeviceCommands.ListProperties,
        ["qom-list"] = ObjectCommands.List,
        ["qom-get"] = ObjectCommands.Get,
        ["query-migrate-parameters"] = ParameterCommands.Query,
        ["migrate-set-parameters"] = ParameterCommands.Set,
        ["query-migrate-capabilities"] = CapabilityCommands.Query,
        ["migrate-set-capabilities"] = CapabilityCommands.Set,
        ["query-migrate"] = QueryMigrate.Query,
        ["migrate"] = MigrateCommands.Migrate,
        ["migrate-incoming"] = MigrateCommands.Incoming,
        ["migrate_cancel"] = MigrateCommands.Cancel,
        ["migrate-continue"] = MigrateCommands.Continue,
        ["migrate-start-postcopy"] = PostcopyCommands.Start,
        ["migrate-pause"] = PostcopyCommands.Pause,
        ["migrate-recover"] = PostcopyCommands.Recover,
        ["query-yank"] = YankCommands.Query,
        ["yank"] = YankCommands.Yank,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The names.</summary>
    public static IReadOnlyCollection<string> Names => All.Keys;

    /// <summary>The command of that name, or null.</summary>
    public static VmCommand? Find(string name) => All.GetValueOrDefault(name);
}
