using LocalMig.Json;
using LocalMig.Wire;

namespace LocalMig.Qmp;

/// <summary>The commands behind a server. A server knows the session and the envelope, and no command but
/// <c>qmp_capabilities</c>.</summary>
public interface ICommandTable
{
    /// <summary>Looks a command up.</summary>
    /// <param name="name">Its name, as it came.</param>
    /// <param name="allowsOutOfBand">Whether it may be executed out of band.</param>
    /// <returns>Whether there is such a command.</returns>
    bool TryFind(string name, out bool allowsOutOfBand);

    /// <summary>Executes a command that <see cref="TryFind"/> found. Commands given in band come one at a time; one given out of
    /// band may come, on another thread, while one of them is executed.</summary>
    Result<JsonValue, QmpError> Execute(QmpCommand command, QmpCall call);
}
