using LocalMig.Channels;
using LocalMig.Json;
using LocalMig.Qmp;
using LocalMig.Wire;

namespace LocalMig.Machine.Commands;

/// <summary>How the migration stands: query-migrate, with the members each status has (facts B.3).</summary>
internal static class QueryMigrate
{
    public static Result<JsonValue, QmpError> Query(Vm vm, JsonValue arguments, QmpCall call)
    {
        // A machine that was a destination and is a source now shows what it is doing now.
        if (vm.Outgoing.Status != MigrationStatus.None)
            return Source(vm);
        return vm.Incoming.Status == MigrationStatus.None ? JsonValue.EmptyObject : Destination(vm);
    }

    private static JsonValue Source(Vm vm)
    {
        Outgoing outgoing = vm.Outgoing;
        MigrationStatistics statistics = outgoing.Statistics;
        bool is11 = vm.Options.Generation == QemuGeneration.Qemu11;
        List<(string, JsonValue)> info = [("status", outgoing.Status.Name())];
        switch (outgoing.Status)
        {
            case MigrationStatus.Active or MigrationStatus.PreSwitchover or MigrationStatus.Device or MigrationStatus.Cancelling:
                info.Add(("setup-time", statistics.SetupMilliseconds));
                info.Add(("total-time", statistics.TotalMilliseconds));
                info.Add(("expected-downtime", vm.Parameters["downtime-limit"]!));
                if (is11)
                    info.Add(("remaining", statistics.Remaining));
                info.Add(("ram", statistics.ToQuery(vm.Options.Generation)));
                break;
            case MigrationStatus.Completed:
                info.Add(("setup-time", statistics.SetupMilliseconds));
                info.Add(("total-time", statistics.TotalMilliseconds));
                info.Add(("downtime", statistics.DowntimeMilliseconds));
                info.Add(("ram", statistics.ToQuery(vm.Options.Generation)));
                break;
            default:
                break;
        }

        if (outgoing.ErrorDescription is { } description)
            info.Add(("error-desc", description));
        return JsonValue.Object(info);
    }

    private static JsonValue Destination(Vm vm)
    {
        Incoming incoming = vm.Incoming;
        List<(string, JsonValue)> info = [];

        // Up to 7.2 a destination that nobody has connected to shows where it listens, and no status.
        if (incoming.Status != MigrationStatus.Setup || vm.Options.Generation == QemuGeneration.Qemu11)
            info.Add(("status", incoming.Status.Name()));
        if (incoming.ErrorDescription is { } description)
            info.Add(("error-desc", description));
        else if (incoming.Status != MigrationStatus.Completed && incoming.ListeningAt.Count > 0)
            info.Add(("socket-address", JsonValue.Array([.. incoming.ListeningAt.Select(AddressJson.WriteSocket)])));
        return JsonValue.Object(info);
    }
}
