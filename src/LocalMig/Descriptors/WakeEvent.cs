using LocalMig.Native;

namespace LocalMig.Descriptors;

/// <summary>An eventfd that ends a poll of another thread. It is made when somebody waits for the first time: what never waits costs
/// no descriptor.</summary>
internal sealed class WakeEvent : IDisposable
{
    /// <summary>Without an eventfd (no descriptor number is free) a wait looks up this often, in milliseconds.</summary>
    internal const int Slice = 20;

    private readonly Lock _gate = new();
    private OwnedFd? _event;
    private bool _disposed;

    /// <summary>The descriptor to poll; null where the system has none left, or after the end.</summary>
    internal OwnedFd? Descriptor
    {
        get
        {
            lock (_gate)
            {
                if (_event is null && !_disposed)
                {
                    int fd = Libc.EventDescriptor(0, Libc.OpenCloseOnExec | Libc.OpenNonBlocking);
                    _event = fd < 0 ? null : OwnedFd.Adopt(fd);
                }

                return _disposed ? null : _event;
            }
        }
    }

    /// <summary>Ends the poll, or the next one.</summary>
    internal unsafe void Set()
    {
        lock (_gate)
        {
            ulong one = 1;
            if (_event is not null && !_disposed)
                _ = Libc.Write(_event, (byte*)&one, sizeof(ulong));
        }
    }

    /// <summary>Takes it back.</summary>
    internal unsafe void Reset()
    {
        lock (_gate)
        {
            ulong count;
            if (_event is not null && !_disposed)
                _ = Libc.Read(_event, (byte*)&count, sizeof(ulong));
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _event?.Dispose();
        }
    }
}
