using LocalMig.Channels;
using LocalMig.Fuzz.Mutators;
using LocalMig.Json;
using LocalMig.Qmp;
using LocalMig.Wire;

namespace LocalMig.Fuzz.Targets;

/// <summary>The arguments of migrate and migrate-incoming, with their list of channels.</summary>
public sealed class ChannelsTarget : FuzzTarget
{
    private const string NoObject = "no JSON object";

    /// <inheritdoc/>
    public override string Name => "channels";

    /// <inheritdoc/>
    public override string Summary => "arguments of migrate and migrate-incoming: checked by the schema first; what was read is said again without a change";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outcomes { get; } = [Accepted, Targets.Outcomes.Refused, NoObject];

    /// <inheritdoc/>
    public override IReadOnlyList<string> ParserFiles => ["src/LocalMig/Channels/MigrateArguments.cs", "src/LocalMig/Channels/AddressJson.cs", "src/LocalMig/Qapi/ArgumentChecker.cs"];

    /// <inheritdoc/>
    public override int MaximumLength => 1024;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Dictionary { get; } = Words.Of(Names.Select(static name => $"\"{name}\""));

    /// <inheritdoc/>
    public override IStructureMutator Mutator { get; } = new JsonMutator(Names);

    private static string[] Names =>
    [
        "uri", "channels", "channel-type", "main", "cpr", "addr", "transport", "socket", "exec", "rdma", "file", "type", "inet", "unix", "vsock", "fd", "path", "abstract",
        "tight", "host", "port", "numeric", "to", "ipv4", "ipv6", "keep-alive", "mptcp", "cid", "str", "args", "filename", "offset", "resume", "exit-on-error", "detach", "blk", "inc",
    ];

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds(string fixtures) => Words.Of(
        """{"uri": "unix:/x"}""",
        """{"channels": [{"channel-type": "main", "addr": {"transport": "socket", "type": "unix", "path": "/x", "abstract": true, "tight": false}}]}""",
        """{"channels": [{"channel-type": "main", "addr": {"transport": "socket", "type": "inet", "host": "h", "port": "1", "to": 9, "ipv4": true, "ipv6": false, "numeric": true, "keep-alive": true, "mptcp": false}}, {"channel-type": "cpr", "addr": {"transport": "socket", "type": "unix", "path": "/y"}}], "resume": true}""",
        """{"channels": [{"channel-type": "main", "addr": {"transport": "socket", "type": "vsock", "cid": "3", "port": "5"}}], "exit-on-error": false}""",
        """{"channels": [{"channel-type": "main", "addr": {"transport": "socket", "type": "fd", "str": "m"}}], "detach": true}""",
        """{"channels": [{"channel-type": "main", "addr": {"transport": "exec", "args": ["/bin/cat", "x"]}}]}""",
        """{"channels": [{"channel-type": "main", "addr": {"transport": "exec", "args": []}}]}""",
        """{"channels": [{"channel-type": "main", "addr": {"transport": "file", "filename": "/f", "offset": 4096}}]}""",
        """{"channels": [{"channel-type": "main", "addr": {"transport": "rdma", "host": "h", "port": "1"}}]}""",
        """{"channels": [{"channel-type": "cpr", "addr": {"transport": "file", "filename": "/f", "offset": 0}}]}""",
        """{"channels": [], "uri": "tcp:h:1"}""", """{"uri": 5}""", """{"nosuch": [1]}""");

    /// <inheritdoc/>
    public override string Run(ReadOnlySpan<byte> input)
    {
        if (!JsonText.Parse(input).TryGet(out JsonValue? arguments, out _) || arguments.Kind != JsonKind.Object)
            return NoObject;
        Result<MigrateArguments, QmpError> eleven = Read(MigrateArguments.ForMigrate(arguments));
        _ = Read(MigrateArguments.ForMigrate(arguments, QemuGeneration.Qemu7));
        _ = Read(MigrateArguments.ForIncoming(arguments));
        _ = Read(MigrateArguments.ForIncoming(arguments, QemuGeneration.Qemu7));
        return eleven.IsOk ? Accepted : Targets.Outcomes.Refused;
    }

    private static Result<MigrateArguments, QmpError> Read(Result<MigrateArguments, QmpError> read)
    {
        if (!read.TryGet(out MigrateArguments? arguments, out QmpError? error))
        {
            Check(error.Desc.Length > 0, "an error has a text");
            return read;
        }

        JsonValue said = JsonValue.Object(("channels", JsonValue.Array([Channel("main", arguments.Main), .. arguments.Cpr is { } cpr ? [Channel("cpr", cpr)] : (JsonValue[])[]])));
        Check(MigrateArguments.ForMigrate(said).TryGet(out MigrateArguments? again, out QmpError? refused), "what was read is said again", () => $"{JsonText.Write(said)}: {refused!.Desc}");
        Check(again!.Main.Equals(arguments.Main) && Equals(again.Cpr, arguments.Cpr), "what is said again means the same", () => JsonText.Write(said));
        return read;
    }

    private static JsonValue Channel(string type, MigrationAddress address) =>
        JsonValue.Object(("channel-type", type), ("addr", AddressJson.Write(address)));
}
