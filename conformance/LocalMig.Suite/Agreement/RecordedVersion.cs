using LocalMig.Json;
using LocalMig.Qapi;
using LocalMig.Qmp;
using LocalMig.Wire;

namespace LocalMig.Suite.Agreement;

/// <summary>A released QEMU as far as its protocol goes: its schema checks the arguments of every command it has, and the few
/// commands that the recordings of the protocol use are answered as it answered.</summary>
internal sealed class RecordedVersion : ICommandTable
{
    private readonly Schema _schema;
    private readonly JsonValue _introspection;

    /// <summary>A version.</summary>
    /// <param name="generation">Which of the two that were recorded.</param>
    /// <param name="introspection">What its query-qmp-schema returned.</param>
    /// <param name="schema">The same, read.</param>
    public RecordedVersion(QemuGeneration generation, JsonValue introspection, Schema schema)
    {
        Generation = generation;
        _schema = schema;
        _introspection = Inserted(introspection);
    }

    public QemuGeneration Generation { get; }

    public JsonValue Version => IsNew
        ? Describe(11, 1, 3, "Debian 1:11.1.3+ds-1~bpo13+1")
        : Describe(7, 2, 22, "Debian 1:7.2+dfsg-7+deb12u18+b3");

    private bool IsNew => Generation == QemuGeneration.Qemu11;

    public bool TryFind(string name, out bool allowsOutOfBand)
    {
        SchemaCommand? command = _schema.Command(name);
        allowsOutOfBand = command?.AllowOob ?? false;
        return command is not null;
    }

    public Result<JsonValue, QmpError> Execute(QmpCommand command, QmpCall call)
    {
        if (ArgumentChecker.Check(_schema, command.Name, command.Arguments) is { } wrong)
            return wrong;
        switch (command.Name)
        {
            case "query-status":
                // In the order of the schema: two of these share a place in QEMU's own order, and the later comes first.
                return IsNew
                    ? JsonValue.Object(("running", false), ("status", "prelaunch"))
                    : JsonValue.Object(("running", false), ("singlestep", false), ("status", "prelaunch"));
            case "query-qmp-schema":
                return _introspection;
            case "device-list-properties":
                return new QmpError(QmpErrorClass.DeviceNotFound, $"Device '{command.Arguments["typename"]!.AsString}' not found");
            case "migrate-pause":
                return QmpError.Generic($"migrate-pause is currently only supported during postcopy-active {(IsNew ? "or postcopy-recover " : "")}state");
            case "migrate-recover":
                return QmpError.Generic("Migrate recover can only be run when postcopy is paused.");
            case "yank":
                return command.Arguments["instances"]!.Items.Count == 0 ? JsonValue.EmptyObject : new QmpError(QmpErrorClass.DeviceNotFound, "Instance not found");
            default:
                return QmpError.Generic($"the stand-in has no {command.Name}");
        }
    }

    // Of two members that share a place in QEMU's order the one given later is printed first, so what was printed first was given last.
    private static JsonValue Inserted(JsonValue printed) => printed.Kind switch
    {
        JsonKind.Array => JsonValue.Array([.. printed.Items.Select(Inserted)]),
        JsonKind.Object => JsonValue.Object(printed.Members.Reverse().Select(static m => (m.Name, Inserted(m.Value)))),
        _ => printed,
    };

    private static JsonValue Describe(int major, int minor, int micro, string package) =>
        JsonValue.Object(("qemu", JsonValue.Object(("major", major), ("minor", minor), ("micro", micro))), ("package", package));
}
