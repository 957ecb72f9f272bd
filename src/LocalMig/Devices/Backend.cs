using LocalMig.Descriptors;

namespace LocalMig.Devices;

/// <summary>What a device has at the host and hands over in a local migration: one or more descriptors (specification, section 4).
/// While it is polled, an echo guest behind it sends back every record that arrives, so that whoever is at the other end sees a
/// connection that never breaks.</summary>
public abstract class Backend : IDisposable
{
    private DevicePoller? _own;
    private DevicePoller? _poller;

    /// <summary>The descriptors, in the order in which they travel: queue 0, 1, ... The backend owns them.</summary>
    public abstract IReadOnlyList<OwnedFd> Descriptors { get; }

    /// <summary>Whether somebody reads from the backend.</summary>
    public bool Polling => _poller is not null;

    /// <summary>Records that were sent back: bytes of a socket, frames of a TAP.</summary>
    public abstract long Echoed { get; }

    /// <summary>The thread that polls it now.</summary>
    internal DevicePoller? Poller => _poller;

    /// <summary>How many descriptors are polled.</summary>
    internal abstract int PolledCount { get; }

    /// <summary>Begins to read. Does nothing where it is being read from.</summary>
    /// <param name="poller">The thread that does it, shared with other backends; null for one of its own.</param>
    public void StartPolling(DevicePoller? poller = null)
    {
        if (_poller is not null)
            return;
        _poller = poller ?? (_own ??= new DevicePoller());
        _poller.Attach(this);
    }

    /// <summary>Ceases to read: when this returns nobody reads any more, and what was read was echoed or is pending. Does nothing
    /// where nobody reads.</summary>
    public void StopPolling()
    {
        _poller?.Detach(this);
        _poller = null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        StopPolling();
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>What to wait for at one of the polled descriptors; events 0 where nothing can come any more.</summary>
    internal abstract (OwnedFd Descriptor, short Events) Polled(int index);

    /// <summary>Reads and echoes what is there, without waiting. On the poller's thread.</summary>
    internal abstract void OnReady(int index);

    /// <summary>Closes the descriptors.</summary>
    /// <param name="disposing">Always true: there is nothing to finalize.</param>
    protected virtual void Dispose(bool disposing)
    {
        _own?.Dispose();
        foreach (OwnedFd descriptor in Descriptors)
            descriptor.Dispose();
    }
}
