using LocalMig.Channels;
using LocalMig.Json;
using LocalMig.Qmp;
using LocalMig.Suite.Faults.Decorators;
using LocalMig.Wire;

namespace LocalMig.Suite.Faults;

/// <summary>What a refused command leaves behind (specification, section 3, bullet 1; section 7, refused at once).</summary>
internal static class RefusalFaults
{
    private const string Migrate = "migrate";
    private const string Incoming = "migrate-incoming";

    public static IReadOnlyList<Fault> All { get; } =
    [
        AfterRefusal("refusal-is-reported-later", "The command succeeds, and the refusal shows as a failed migration.", Migrate, fd: false, reply: JsonValue.EmptyObject, "failed", blocks: false, "LM-CHANNEL-14", "LM-CHANNEL-01"),
        AfterRefusal("refusal-blocks-migrate", "After a refusal a migration counts as under way.", Migrate, fd: false, reply: null, null, blocks: true, "LM-CHANNEL-15"),
        AfterRefusal("refusal-blocks-incoming", "After a refusal the destination cannot be told again.", Incoming, fd: false, reply: null, null, blocks: true, "LM-CHANNEL-16"),
        AfterRefusal("refusal-fails-the-source", "A refused migrate leaves the status 'failed'.", Migrate, fd: false, reply: null, "failed", blocks: false, "LM-CHANNEL-17"),
        AfterRefusal("refusal-sets-up-the-destination", "A refused migrate-incoming leaves the status 'setup'.", Incoming, fd: false, reply: null, "setup", blocks: false, "LM-CHANNEL-18") with { Hangs = true },
        AfterRefusal("refused-fd-fails-the-source", "A refused descriptor leaves the status 'failed' on the source.", Migrate, fd: true, reply: null, "failed", blocks: false, "LM-CHANNEL-19"),
        AfterRefusal("refused-fd-sets-up-the-destination", "A destination that refused a descriptor stays in 'setup' for good.", Incoming, fd: true, reply: null, "setup", blocks: true, "LM-CHANNEL-39", "LM-CHANNEL-16"),
        AfterRefusal("refused-fd-sets-up-the-source", "A source that refused a descriptor stays in 'setup' for good.", Migrate, fd: true, reply: null, "setup", blocks: true, "LM-CHANNEL-38"),
        Make.Commands("refused-fd-is-kept", "A descriptor that was refused keeps its name.", static _ =>
        {
            bool refused = false;
            return (command, usual) =>
            {
                Result<JsonValue, QmpError> result = usual(command);
                refused |= command.Name is Migrate or Incoming && IsRefused(result);
                return command.Name == "closefd" && refused ? JsonValue.EmptyObject : result;
            };
        }, "LM-CHANNEL-37"),
        Make.Commands("malformed-address-ends-the-process", "A malformed address is not looked at before it is used, and ends the process.", static (command, usual) =>
        {
            if (command.Name is Migrate or Incoming && IsMalformed(command.Arguments))
                Environment.FailFast("malformed address");
            return usual(command);
        }, "LM-CHANNEL-42") with { OwnProcess = true },
        Make.Commands("malformed-address-silences-the-monitor", "A malformed address is never answered.", static (command, usual) =>
        {
            if (command.Name is Migrate or Incoming && IsMalformed(command.Arguments))
                Thread.Sleep(Timeout.Infinite);
            return usual(command);
        }, "LM-CHANNEL-42") with { OwnProcess = true, Hangs = true },
    ];

    private static bool IsMalformed(JsonValue arguments) =>
        arguments["uri"] is { Kind: JsonKind.String } uri && !uri.AsString.Contains(':', StringComparison.Ordinal);

    private static Fault AfterRefusal(string name, string mistake, string of, bool fd, JsonValue? reply, string? status, bool blocks, params IReadOnlyList<string> breaks) =>
        Make.Commands(name, mistake, _ => Remember(of, fd, reply, status, blocks), breaks);

    private static CommandFault Remember(string of, bool fd, JsonValue? reply, string? status, bool blocks)
    {
        bool refused = false;
        return (command, usual) =>
        {
            if (refused && status is not null && command.Name == "query-migrate")
                return JsonValue.Object(("status", status));
            if (refused && blocks && command.Name == of)
                return QmpError.Generic(of == Migrate ? "There's a migration process in progress" : "Illegal migration incoming state: setup");
            Result<JsonValue, QmpError> result = usual(command);
            if (command.Name != of || !IsRefused(result) || IsFd(command.Arguments) != fd)
                return result;
            refused = true;
            return reply ?? result;
        };
    }

    private static bool IsRefused(Result<JsonValue, QmpError> result) => result.Error?.Desc == ChannelTexts.LocalNeedsUnix;

    private static bool IsFd(JsonValue arguments) => JsonText.Write(arguments) is var text && (text.Contains("\"fd:", StringComparison.Ordinal) || text.Contains("\"fd\"", StringComparison.Ordinal));
}
