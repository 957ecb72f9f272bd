using LocalMig.Json;

namespace LocalMig.Suite.Targets.Recordings;

/// <summary>A TAP backend that was created in a recording.</summary>
/// <param name="Line">The line of its netdev_add.</param>
/// <param name="Id">Its id.</param>
/// <param name="Queues">How many queues.</param>
/// <param name="Interface">The interface it was told to use; empty where none.</param>
/// <param name="Switch">Whether its switch for local migration is on.</param>
/// <param name="LocalWhenCreated">'local' when it was created.</param>
internal sealed record RecordedBackend(int Line, string Id, int Queues, string Interface, bool Switch, bool LocalWhenCreated)
{
    /// <summary>Reads the arguments of a netdev_add.</summary>
    public static RecordedBackend Read(RecordedExchange add, bool local) => new(
        add.Line,
        add.Arguments["id"].Text() ?? "",
        add.Arguments["queues"] is { Kind: JsonKind.Int64 } queues ? (int)queues.AsInt64 : 1,
        add.Arguments["ifname"].Text() ?? "",
        add.Arguments["x-permit-local-migration"].Flag() == true || add.Arguments["incoming-fds"].Flag() == true,
        local);
}
