using LocalMig.Descriptors;
using LocalMig.Json;
using LocalMig.Machine;
using LocalMig.Machine.Devices;
using LocalMig.Qmp;
using LocalMig.Suite.Faults.Decorators;
using LocalMig.Wire;

namespace LocalMig.Suite.Faults;

/// <summary>Makes faults at the seams that many of them share.</summary>
internal static class Make
{
    /// <summary>A fault of the commands.</summary>
    public static Fault Commands(string name, string mistake, CommandFault fault, params IReadOnlyList<string> breaks) =>
        Commands(name, mistake, _ => fault, breaks);

    /// <summary>A fault of the commands that remembers something for each machine, or knows it.</summary>
    public static Fault Commands(string name, string mistake, Func<Vm, CommandFault> make, params IReadOnlyList<string> breaks) => new(name, mistake, breaks)
    {
        Seams = (seams, _) => seams with { Commands = (vm, table) => new PassedCommands(table, make(vm)) },
    };

    /// <summary>A fault of the place of a backend.</summary>
    public static Fault Port(string name, string mistake, Func<BackendPort, PortFault> make, params IReadOnlyList<string> breaks) => new(name, mistake, breaks)
    {
        Seams = (seams, _) => seams with { Port = make },
    };

    /// <summary>The same, on the source or on the destination alone.</summary>
    public static Fault Port(string name, string mistake, bool onSource, Func<BackendPort, PortFault> make, params IReadOnlyList<string> breaks) => new(name, mistake, breaks)
    {
        Seams = (seams, options) => IsSource(options) == onSource ? seams with { Port = make } : seams,
    };

    /// <summary>A fault of the steps of the source.</summary>
    public static Fault Outgoing(string name, string mistake, Func<Vm, IReadOnlyList<MigrationStep>, IReadOnlyList<MigrationStep>> steps, params IReadOnlyList<string> breaks) =>
        new(name, mistake, breaks) { Seams = (seams, _) => seams with { Outgoing = steps } };

    /// <summary>A fault of the steps of the destination.</summary>
    public static Fault Incoming(string name, string mistake, Func<Vm, IReadOnlyList<MigrationStep>, IReadOnlyList<MigrationStep>> steps, params IReadOnlyList<string> breaks) =>
        new(name, mistake, breaks) { Seams = (seams, _) => seams with { Incoming = steps } };

    /// <summary>A fault of what a monitor sends and understands.</summary>
    public static Fault Lines(string name, string mistake, Func<Func<string, string>>? lines, Func<Func<string, string>>? input, params IReadOnlyList<string> breaks) =>
        new(name, mistake, breaks) { Seams = (seams, _) => seams with { Monitor = channel => new MonitorLines(channel, lines?.Invoke(), input?.Invoke()) } };

    /// <summary>Whether a machine starts by itself.</summary>
    public static bool IsSource(VmOptions options) => options.Incoming is null;

    /// <summary>An object with a member set, in its place or at the end.</summary>
    public static JsonValue With(this JsonValue value, string name, JsonValue member) => value[name] is null
        ? JsonValue.Object([.. value.Members.Select(static m => (m.Name, m.Value)), (name, member)])
        : JsonValue.Object(value.Members.Select(m => (m.Name, m.Name == name ? member : m.Value)));

    /// <summary>An object without some members.</summary>
    public static JsonValue Without(this JsonValue value, params string[] names) =>
        JsonValue.Object(value.Members.Where(m => !names.Contains(m.Name, StringComparer.Ordinal)).Select(static m => (m.Name, m.Value)));

    /// <summary>The same command with other arguments.</summary>
    public static QmpCommand With(this QmpCommand command, JsonValue arguments) => command with { Arguments = arguments };

    /// <summary>What a command returned, changed where it succeeded.</summary>
    public static Result<JsonValue, QmpError> Then(this Result<JsonValue, QmpError> result, Func<JsonValue, JsonValue> change) =>
        result.TryGet(out JsonValue? value, out QmpError? error) ? change(value) : error;

    /// <summary>A second descriptor of the same open file description, which nobody closes before the process ends.</summary>
    public static void Leak(OwnedFd descriptor)
    {
        if (descriptor.Duplicate().TryGet(out OwnedFd? copy, out _))
            Leaked.Add(copy);
    }

    /// <summary>Steps without the one of a name.</summary>
    public static IReadOnlyList<MigrationStep> Except(this IReadOnlyList<MigrationStep> steps, string name) => [.. steps.Where(s => s.Name != name)];

    /// <summary>Steps with another in the place of the one of a name; it is given what the step would do.</summary>
    public static IReadOnlyList<MigrationStep> Instead(this IReadOnlyList<MigrationStep> steps, string name, Func<Func<string?>, string?> run) =>
        [.. steps.Select(s => s.Name == name ? s with { Run = () => run(s.Run) } : s)];

    /// <summary>Steps with something done after the one of a name went well.</summary>
    public static IReadOnlyList<MigrationStep> After(this IReadOnlyList<MigrationStep> steps, string name, Action act) => steps.Instead(name, run =>
    {
        string? failure = run();
        if (failure is null)
            act();
        return failure;
    });

    private static readonly System.Collections.Concurrent.ConcurrentBag<OwnedFd> Leaked = [];
}
