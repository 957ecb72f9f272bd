using LocalMig.Channels;
using LocalMig.Fuzz.Mutators;
using LocalMig.Json;
using LocalMig.Qapi;
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

    // Every kind of type that a schema may have: the arguments of migrate have but some.
    private static readonly Lazy<Schema> EveryType = new(static () => SchemaBuilder.Build(
        """
        { 'enum': 'Word', 'data': [ 'stop', 'cont' ] }
        { 'struct': 'Part', 'data': { '*host': 'str' } }
        { 'alternate': 'TextOrNull', 'data': { 's': 'str', 'n': 'null' } }
        { 'alternate': 'ListOrNumber', 'data': { 'l': [ 'str' ], 'i': 'int' } }
        { 'alternate': 'PartOrFlag', 'data': { 'p': 'Part', 'b': 'bool' } }
        { 'alternate': 'WordOrPart', 'data': { 'w': 'Word', 'p': 'Part' } }
        { 'command': 'every-type',
          'data': { '*uri': 'any', '*to': 'int8', '*offset': 'int', '*cid': 'number', '*str': 'null', '*path': 'TextOrNull', '*args': 'ListOrNumber', '*addr': 'PartOrFlag', '*type': 'WordOrPart',
                    '*host': 'uint8', '*ipv4': 'bool', '*ipv6': 'bool', '*numeric': 'bool', '*mptcp': 'bool', '*keep-alive': 'bool', '*tight': 'bool', '*abstract': 'bool' } }
        """,
        "/fuzz.json",
        new HashSet<string>(StringComparer.Ordinal)).Value);

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
        """{"channels": [], "uri": "tcp:h:1"}""", """{"uri": 5}""", """{"nosuch": [1]}""",
        """{"to": 128}""", """{"to": "x"}""", """{"to": -128, "offset": 9, "cid": 1.5, "str": null, "path": 5, "args": ["x"], "addr": {}, "type": []}""", """{"offset": 1.5}""", """{"cid": "x"}""", """{"str": 1}""", """{"path": null}""",
        """{"path": []}""", """{"args": true}""", """{"addr": true}""", """{"addr": {"host": 1}}""", """{"host": 256}""", """{"host": 18446744073709551615}""", """{"type": "x"}""", """{"type": {}}""",
        """{"a": 1, "b": 1, "c": 1, "d": 1, "e": 1, "f": 1, "g": 1, "h": 1, "i": 1, "j": 1, "k": 1, "l": 1, "m": 1, "n": 1, "to": 1, "o": 1, "p": 1, "q": 1, "r": 1, "s": 1, "t": 1, "u": 1, "v": 1, "w": 1, "x": 1, "y": 1, "z": 1}""",
        """{"uri": "x", "to": 1, "offset": 2, "cid": 3, "str": null, "path": "x", "args": [], "addr": false, "type": "stop", "host": 1, "ipv4": true, "ipv6": true, "numeric": true, "mptcp": true, "keep-alive": true, "tight": true, "abstract": true, "zz": 1}""");

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

    /// <inheritdoc/>
    public override void Examine(ReadOnlySpan<byte> input)
    {
        if (!JsonText.Parse(input).TryGet(out JsonValue? arguments, out _) || arguments.Kind != JsonKind.Object)
            return;
        QmpError? error = ArgumentChecker.Check(EveryType.Value, "every-type", arguments);
        Check(error is not { Desc.Length: 0 }, "an error has a text");
        // Which of several members nobody asked for is named depends on their order, which is kept.
        Check(ArgumentChecker.Check(EveryType.Value, "every-type", JsonText.Parse(JsonText.Write(arguments, JsonOrder.Plain)).Value)?.Desc == error?.Desc, "the same arguments have the same error", () => error?.Desc ?? "none");
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
