using LocalMig.Descriptors;

namespace LocalMig.Suite.Vms;

/// <summary>A VM that a target has started. Disposing it ends it and waits until it has ended.</summary>
public interface IVmHandle : IDisposable
{
    /// <summary>Whether the case may end it: it was started for the case.</summary>
    bool IsOurs => true;

    /// <summary>The process it runs in; the suite's own where it runs inside.</summary>
    int ProcessId { get; }

    /// <summary>Whether it has ended.</summary>
    bool HasExited { get; }

    /// <summary>What it holds for its devices: every descriptor of its process, or of its devices where it shares the process.</summary>
    IReadOnlyList<ProcessDescriptor> Descriptors();

    /// <summary>Ends it without a warning, as the kernel ends a process that is killed.</summary>
    void Kill();
}
