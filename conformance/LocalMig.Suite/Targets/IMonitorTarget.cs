using LocalMig.Descriptors;
using LocalMig.Wire;

namespace LocalMig.Suite.Targets;

/// <summary>A target with a monitor that can be connected to as bytes.</summary>
public interface IMonitorTarget : ITarget
{
    /// <summary>Connects to a monitor that serves nobody else, before its greeting was read.</summary>
    /// <param name="c">The case that wants it.</param>
    /// <returns>The connection, or why there is none.</returns>
    Result<UnixChannel, string> Connect(CaseContext c);
}
