using LocalMig.Json;
using LocalMig.Machine;
using LocalMig.Parameters;
using LocalMig.Qmp;
using LocalMig.Wire;

namespace LocalMig.Suite.Faults;

/// <summary>Wrong parameters (specification, section 2).</summary>
internal static class ParameterFaults
{
    private const string Set = "migrate-set-parameters";
    private const string Query = "query-migrate-parameters";
    private const string Local = "local";

    private static readonly JsonValue Others = JsonValue.Object(("announce-rounds", 1));

    public static IReadOnlyList<Fault> All { get; } =
    [
        new("param-default-true", "The parameter is true until it is set.", "LM-PARAM-04")
        {
            Seams = static (seams, _) => seams with { Defaults = static (profile, generation) => MigrationParameters.Defaults(profile, generation).Apply(JsonValue.Object((Local, true))).Value },
        },
        Make.Commands("param-not-listed", "The query lists the parameter only once it was set.", static _ =>
        {
            bool set = false;
            return (command, usual) =>
            {
                set |= command.Name == Set && command.Arguments[Local] is not null;
                return usual(command).Then(answer => command.Name == Query && !set ? answer.Without(Local) : answer);
            };
        }, "LM-PARAM-05"),
        Make.Commands("param-reply-not-empty", "Setting the parameter answers with the parameters.", static (command, usual) =>
            command.Name == Set ? usual(command).Then(static _ => Others) : usual(command), "LM-PARAM-06"),
        Setter("param-true-only", "The parameter can be switched on and never off again.", static (now, update, capabilities) =>
            update[Local] is { Kind: JsonKind.Boolean, AsBoolean: false } && now.Local ? now : now.Apply(update, capabilities), "LM-PARAM-07"),
        Setter("param-checks-tls-at-once", "Setting the parameter looks for TLS and refuses, instead of leaving it to migrate.", static (now, update, capabilities) =>
            now.UsesTls && IsSwitchedOn(update) ? QmpError.Generic("local migration requires a UNIX domain socket channel") : now.Apply(update, capabilities), "LM-PARAM-08"),
        Make.Commands("param-checks-tcp-at-once", "Setting the parameter is refused on a machine that listens on TCP already.", static vm => (command, usual) =>
            command.Name == Set && IsSwitchedOn(command.Arguments) && vm.Incoming.ListeningAt.Any(static a => a is Channels.InetAddress)
                ? QmpError.Generic("local migration requires a UNIX domain socket channel")
                : usual(command), "LM-PARAM-08"),
        Make.Commands("param-stops-devices", "Setting the parameter takes the backends away from their devices until the migration.", static vm => (command, usual) =>
        {
            if (command.Name == Set && IsSwitchedOn(command.Arguments))
                vm.Devices.StopPolling();
            return usual(command);
        }, "LM-PARAM-09") with { Hangs = true },
        HalfApplied("param-half-applied-unknown", "A call is applied member by member until one is unknown.", "LM-PARAM-10"),
        HalfApplied("param-half-applied-type", "A call is applied member by member until one has the wrong type.", "LM-PARAM-11"),
        HalfApplied("param-half-applied-range", "A call is applied member by member until one is out of range.", "LM-PARAM-12"),
        Taken("param-takes-numbers", "A number is taken for a boolean.", static v => v.Kind is JsonKind.Int64 or JsonKind.UInt64 or JsonKind.Double, static _ => true, "LM-PARAM-13"),
        Taken("param-takes-on", "The text \"on\" is taken for true, as the human monitor does.", static v => v.Kind == JsonKind.String, static v => v.AsString is "on" or "true", "LM-PARAM-14"),
        Taken("param-takes-null", "null is taken for the default.", static v => v.Kind == JsonKind.Null, static _ => false, "LM-PARAM-15"),
        Taken("param-takes-lists", "A value in a list or an object is taken for the value.", static v => v.Kind is JsonKind.Array or JsonKind.Object, static _ => true, "LM-PARAM-16"),
        Make.Commands("param-wrong-type-text", "The refusal of a wrong type has words of its own.", static (command, usual) =>
        {
            Result<JsonValue, QmpError> result = usual(command);
            return !result.TryGet(out _, out QmpError? error) && error.Desc.StartsWith("Invalid parameter type for 'local'", StringComparison.Ordinal)
                ? error with { Desc = "'local' must be true or false" }
                : result;
        }, "LM-PARAM-17"),
        Make.Commands("param-wrong-type-class", "The refusal of a wrong type has a class of its own.", static (command, usual) =>
        {
            Result<JsonValue, QmpError> result = usual(command);
            return !result.TryGet(out _, out QmpError? error) && error.Desc.StartsWith("Invalid parameter type for 'local'", StringComparison.Ordinal)
                ? error with { Class = QmpErrorClass.DeviceNotActive }
                : result;
        }, "LM-PARAM-17"),
        Setter("param-reset-by-others", "Setting another parameter puts this one back to its default.", static (now, update, capabilities) =>
            now.Apply(update[Local] is null ? update.With(Local, false) : update, capabilities), "LM-PARAM-18"),
        Setter("param-changes-others", "Switching the parameter on shortens the downtime limit.", static (now, update, capabilities) =>
            now.Apply(IsSwitchedOn(update) ? update.With("downtime-limit", 20) : update, capabilities), "LM-PARAM-19"),
        Shared(),
        Travelling(),
        Make.Commands("param-unknown-ignored", "Parameters that nobody knows are ignored.", static (command, usual) =>
            usual(command.Name == Set ? command.With(command.Arguments.Without("localmig-no-such-parameter")) : command), "LM-PARAM-10", "LM-PARAM-22"),
        Make.Commands("param-unknown-text", "The refusal of an unknown parameter has words of its own.", static (command, usual) =>
        {
            Result<JsonValue, QmpError> result = usual(command);
            return command.Name == Set && !result.TryGet(out _, out QmpError? error) && error.Desc.EndsWith("is unexpected", StringComparison.Ordinal)
                ? error with { Desc = "no such parameter" }
                : result;
        }, "LM-PARAM-22"),
        Make.Commands("param-read-at-start", "The parameter counts as it is when migrate is given, not when device state is saved.", static vm => (command, usual) =>
            command.Name == Set && vm.Outgoing.Status.IsRunning() ? JsonValue.EmptyObject : usual(command), "LM-PARAM-23"),
    ];

    private static bool IsSwitchedOn(JsonValue update) => update[Local] is { Kind: JsonKind.Boolean, AsBoolean: true };

    private static Fault Setter(string name, string mistake, ParameterSetter setter, params IReadOnlyList<string> breaks) =>
        new(name, mistake, breaks) { Seams = (seams, _) => seams with { Parameters = setter } };

    private static Fault HalfApplied(string id, string mistake, string breaks) => Make.Commands(id, mistake, (command, usual) =>
    {
        if (command.Name != Set)
            return usual(command);
        Result<JsonValue, QmpError> whole = JsonValue.EmptyObject;
        foreach ((string name, JsonValue value) in command.Arguments.Members)
        {
            whole = usual(command.With(JsonValue.Object((name, value))));
            if (!whole.IsOk)
                break;
        }

        return whole;
    }, breaks);

    private static Fault Taken(string name, string mistake, Func<JsonValue, bool> which, Func<JsonValue, bool> taken, string breaks) =>
        Make.Commands(name, mistake, (command, usual) => usual(
            command.Name == Set && command.Arguments[Local] is { } value && which(value) ? command.With(command.Arguments.With(Local, taken(value))) : command), breaks);

    private static Fault Shared()
    {
        JsonValue shared = false;
        return Make.Commands("param-shared-by-both-sides", "The value is kept once for all machines of the host.", (command, usual) =>
        {
            Result<JsonValue, QmpError> result = usual(command);
            if (command.Name == Set && result.IsOk && command.Arguments[Local] is { } set)
                shared = set;
            return command.Name == Query ? result.Then(answer => answer.With(Local, shared)) : result;
        }, "LM-PARAM-20");
    }

    private static Fault Travelling()
    {
        JsonValue sent = false;
        return new Fault("param-travels", "The source's value is sent along and takes the place of the destination's.", "LM-PARAM-21")
        {
            Seams = (seams, _) => seams with
            {
                Outgoing = (vm, steps) => steps.After(MigrationSteps.SendMemory, () => sent = vm.Parameters.Local),
                Incoming = (vm, steps) => steps.After(MigrationSteps.TakeIn, () => vm.Execute(Set, JsonValue.Object((Local, sent)))),
            },
        };
    }
}
