using LocalMig.Descriptors;
using LocalMig.Json;
using LocalMig.Machine.Commands;
using LocalMig.Parameters;
using LocalMig.Qapi;
using LocalMig.Qmp;
using LocalMig.Wire;

namespace LocalMig.Machine;

public sealed partial class Vm
{
    /// <summary>The schema: true for exactly what is implemented.</summary>
    public Schema Schema => Options.HasLocal
        ? ProfileSchema.For(Options.Profile, Options.Generation)
        : ProfileSchema.Released(Options.Generation);

    /// <summary>Executes a command without a session.</summary>
    /// <param name="name">The command.</param>
    /// <param name="arguments">Its arguments, an object; null for none.</param>
    /// <param name="descriptor">The descriptor that comes with it; it is the machine's from now on.</param>
    /// <returns>What the command returns, or its error.</returns>
    public Result<JsonValue, QmpError> Execute(string name, JsonValue? arguments = null, OwnedFd? descriptor = null)
    {
        QmpCall call = new(() => Interlocked.Exchange(ref descriptor, null));
        Result<JsonValue, QmpError> result = Execute(name, arguments ?? JsonValue.EmptyObject, call);
        descriptor?.Dispose();
        call.RunAfterwards();
        return result;
    }

    /// <summary>Executes a command that came through a session.</summary>
    /// <param name="name">The command.</param>
    /// <param name="arguments">Its arguments, an object.</param>
    /// <param name="call">What the session offers.</param>
    public Result<JsonValue, QmpError> Execute(string name, JsonValue arguments, QmpCall call)
    {
        if (Schema.Command(name) is null || CommandTable.Find(name) is not { } command)
            return new QmpError(QmpErrorClass.CommandNotFound, QmpTexts.UnknownCommand(name));
        if (ArgumentChecker.Check(Schema, name, arguments) is { } wrong)
            return wrong;
        lock (Gate)
            return command(this, arguments, call);
    }
}
