using LocalMig.Descriptors;
using LocalMig.Wire;

namespace LocalMig.Suite.Differential;

/// <summary>One of two implementations that are given the same input.</summary>
public interface IPeer : IDisposable
{
    /// <summary>What it is, for reports.</summary>
    string Name { get; }

    /// <summary>Whether it was started and has ended by itself since.</summary>
    bool HasEnded { get; }

    /// <summary>The last it said outside of its monitor; empty where it said nothing.</summary>
    string LastWords { get; }

    /// <summary>Connects to its monitor; starts it first where it does not run.</summary>
    /// <param name="deadline">Until when it may take.</param>
    /// <returns>The connection, or why there is none.</returns>
    Result<UnixChannel, string> Connect(Deadline deadline);

    /// <summary>Ends it: whoever connects next meets a fresh one.</summary>
    void Stop();
}
