using LocalMig.Json;
using LocalMig.Qmp;
using LocalMig.Wire;

namespace LocalMig.Suite.Faults.Decorators;

/// <summary>Does a command in the place of the table: gives what is returned. <paramref name="usual"/> does it as the table would, with
/// whatever arguments.</summary>
internal delegate Result<JsonValue, QmpError> CommandFault(QmpCommand command, Func<QmpCommand, Result<JsonValue, QmpError>> usual);

/// <summary>A command table with a fault in front of it.</summary>
internal sealed class PassedCommands(ICommandTable inner, CommandFault fault) : ICommandTable
{
    /// <inheritdoc/>
    public bool TryFind(string name, out bool allowsOutOfBand) => inner.TryFind(name, out allowsOutOfBand);

    /// <inheritdoc/>
    public Result<JsonValue, QmpError> Execute(QmpCommand command, QmpCall call) => fault(command, usual => inner.Execute(usual, call));
}
