using LocalMig.Descriptors;
using LocalMig.Fuzz.Mutators;
using LocalMig.Json;
using LocalMig.Machine;
using LocalMig.Machine.Commands;
using LocalMig.Qmp;
using LocalMig.Wire;

namespace LocalMig.Fuzz.Targets;

/// <summary>A conversation with the reference server: one session of one machine, over a socket that has no name.</summary>
/// <remarks>Commands that reach outside of the machine (migrate to exec:, netdev_add, quit) are not in its table.</remarks>
public sealed class QmpSessionTarget : FuzzTarget
{
    private static readonly HashSet<string> Harmless = new(StringComparer.Ordinal)
    {
        "query-version", "query-name", "query-commands", "query-status", "stop", "cont", "getfd", "closefd", "netdev_del", "device_del", "device-list-properties", "qom-list", "qom-get",
        "query-migrate-parameters", "migrate-set-parameters", "query-migrate-capabilities", "migrate-set-capabilities", "query-migrate", "migrate_cancel", "migrate-continue", "migrate-start-postcopy", "migrate-pause",
    };

    private static readonly string[] Names =
    [
        "execute", "exec-oob", "arguments", "id", "qmp_capabilities", "enable", "oob", "query-status", "stop", "cont", "getfd", "fdname", "closefd", "migrate-set-parameters", "local", "max-bandwidth",
        "query-migrate-parameters", "migrate-set-capabilities", "capabilities", "capability", "state", "return-path", "events", "query-migrate", "qom-list", "path", "/", "qom-get", "property", "device-list-properties",
        "typename", "query-version", "query-name", "query-commands", "control", "migrate_cancel", "multifd", "tls-creds",
    ];


    /// <inheritdoc/>
    public override string Name => "qmp-session";

    /// <inheritdoc/>
    public override string Summary => "sessions with the reference server: only well-formed messages come back, and a good command is answered after any input";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outcomes { get; } = [Accepted];

    /// <inheritdoc/>
    public override IReadOnlyList<string> ParserFiles =>
    [
        "src/LocalMig/Qmp/QmpConnection.cs", "src/LocalMig/Qmp/QmpEnvelope.cs", "src/LocalMig/Qmp/QmpNegotiation.cs", "src/LocalMig/Qmp/QmpInBandQueue.cs",
    ];

    /// <inheritdoc/>
    public override int MaximumLength => 1024;

    /// <inheritdoc/>
    public override bool OpensDescriptors => true;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Dictionary { get; } = Words.Of(Names.Select(static name => $"\"{name}\""));

    /// <inheritdoc/>
    public override IStructureMutator Mutator { get; } = new JsonMutator(Names);

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds(string fixtures)
    {
        const string Hello = "{\"execute\": \"qmp_capabilities\"}\n";
        foreach (byte[] line in SeedInputs.SentLines(fixtures))
        {
            yield return [0, 0, .. line];
            yield return [1, 40, .. Words.Of(Hello)[0], .. line];
        }

        foreach (byte[] session in Words.Of(
            "{\"execute\": \"qmp_capabilities\", \"arguments\": {\"enable\": [\"oob\"]}}\n{\"exec-oob\": \"query-status\", \"id\": 1}{\"execute\": \"stop\", \"id\": 2}{\"exec-oob\": \"migrate-pause\", \"id\": 3}",
            Hello + "{\"execute\": \"getfd\", \"arguments\": {\"fdname\": \"a\"}}{\"execute\": \"closefd\", \"arguments\": {\"fdname\": \"a\"}}",
            Hello + "{\"execute\": \"migrate-set-parameters\", \"arguments\": {\"local\": true, \"max-bandwidth\": 5}}{\"execute\": \"query-migrate-parameters\"}",
            Hello + "{\"execute\": \"cont\"}{\"execute\": \"query-migrate\"}{\"execute\": \"query-name\"}{\"execute\": \"migrate_cancel\"}",
            Hello + "{\"execute\": \"migrate-set-capabilities\", \"arguments\": {\"capabilities\": [{\"capability\": \"events\", \"state\": true}, {\"capability\": \"return-path\", \"state\": true}, {\"capability\": \"multifd\", \"state\": false}]}}",
            Hello + "{\"execute\": \"qom-get\", \"arguments\": {\"path\": \"/machine\", \"property\": \"type\"}, \"control\": {}}{\"execute\": \"migrate-set-parameters\", \"arguments\": {\"tls-creds\": \"\"}}",
            Hello + "{\"exec-oob\": \"qmp_capabilities\"}{\"execute\": \"qmp_capabilities\"}", Hello + "{\"execute\": \"stop\"}{\"execute\": \"cont\"}",
            Hello + "{\"execute\": \"qom-list\", \"arguments\": {\"path\": \"/\"}}{\"execute\": \"device-list-properties\", \"arguments\": {\"typename\": \"x\"}}"))
            yield return [2, 33, .. session];
    }

    /// <inheritdoc/>
    public override string Run(ReadOnlySpan<byte> input)
    {
        (UnixChannel client, UnixChannel server) = UnixChannel.Pair();
        using (client)
        using (Vm machine = Vm.Create(new VmOptions { RamSize = 4096 }).Value)
        using (var connection = new QmpConnection(server, new Table(machine), QemuGeneration.Qemu11, Limits.Untrusted))
        {
            Send(client, input);
            machine.Observe(connection.Emit);
            connection.Serve(VersionCommands.Version(QemuGeneration.Qemu11), Deadline.Never);
            CheckReplies(client);
        }

        return Accepted;
    }

    // The first byte says how many descriptors go along, the second with which byte.
    private static void Send(UnixChannel client, ReadOnlySpan<byte> input)
    {
        if (input.Length > 2)
        {
            OwnedFd[] descriptors = [.. Enumerable.Repeat(PassedDescriptor.Shared, input[0] & 3)];
            ReadOnlySpan<byte> bytes = input[2..];
            int at = Math.Min((int)input[1], bytes.Length - 1);
            _ = client.Send(bytes[..at], Deadline.Never) ?? client.Send(bytes[at..], descriptors, Deadline.Never);
        }

        _ = client.Send([0xff], Deadline.Never);
        _ = client.Send("{\"execute\": \"query-version\", \"id\": \"good\"}\n"u8, Deadline.Never);
        client.ShutdownWrite();
    }

    private static void CheckReplies(UnixChannel client)
    {
        var parser = new JsonParser();
        var builder = new JsonValueBuilder();
        using var queue = new DescriptorQueue();
        byte[] buffer = new byte[16384];
        while (client.ReceivedBytes < int.MaxValue && client.Receive(buffer, queue, Deadline.Now).TryGet(out int received, out _) && received > 0)
            parser.Feed(buffer.AsSpan(0, received), ref builder);
        Check(parser.IsIdle, "a server sends whole messages");
        Check(queue.Count == 0, "a server sends no descriptors");
        bool answered = false;
        foreach (JsonEvent message in builder.Events)
        {
            Check(message.Error is null && message.Value!.Kind == JsonKind.Object, "a server sends JSON objects", () => message.Error?.Text ?? "");
            JsonValue value = message.Value!;
            Check(value["QMP"] is not null || value["return"] is not null || value["error"] is not null || value["event"] is not null, "a server sends greetings, replies and events", () => JsonText.Write(value));
            answered |= value["id"] is { Kind: JsonKind.String } id && id.AsString == "good";
        }

        Check(answered, "a good command is answered after any input");
    }

    private sealed class Table(Vm machine) : ICommandTable
    {
        public bool TryFind(string name, out bool allowsOutOfBand)
        {
            allowsOutOfBand = machine.Schema.Command(name)?.AllowOob ?? false;
            return Harmless.Contains(name) && machine.Schema.Command(name) is not null;
        }

        public Result<JsonValue, QmpError> Execute(QmpCommand command, QmpCall call) => machine.Execute(command.Name, command.Arguments, call);
    }
}
