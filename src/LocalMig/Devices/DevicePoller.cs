using LocalMig.Descriptors;
using LocalMig.Native;

namespace LocalMig.Devices;

/// <summary>One thread that reads from the backends of a machine. It begins with the first backend and ends when it is disposed.</summary>
public sealed class DevicePoller : IDisposable
{
    private readonly Lock _gate = new();
    private readonly WakeEvent _wake = new();
    private readonly List<Backend> _attached = [];
    private readonly List<(Backend Backend, int Index, OwnedFd Descriptor)> _polled = [];
    private PollEntry[] _entries = new PollEntry[8];
    private Thread? _thread;
    private int _waiters;
    private long _rounds;
    private bool _stopped;

    /// <summary>How often the thread had something to do: it stands still while nothing arrives.</summary>
    internal long Rounds => Interlocked.Read(ref _rounds);

    /// <summary>Ends the thread; backends that are still attached are no longer read from.</summary>
    public void Dispose()
    {
        Thread? thread;
        using (Enter())
        {
            _stopped = true;
            _attached.Clear();
            thread = _thread;
        }

        _wake.Set();
        if (thread is not null && thread != Thread.CurrentThread)
            thread.Join();
        _wake.Dispose();
    }

    /// <exception cref="ObjectDisposedException">The poller is disposed.</exception>
    internal void Attach(Backend backend)
    {
        using (Enter())
        {
            ObjectDisposedException.ThrowIf(_stopped, this);
            _attached.Add(backend);
            if (_thread is null)
            {
                _thread = new Thread(Run) { IsBackground = true, Name = "localmig devices" };
                _thread.Start();
            }
        }

        _wake.Set();
    }

    /// <summary>When this returns, the backend is not being read from and will not be.</summary>
    internal void Detach(Backend backend)
    {
        using (Enter())
            _ = _attached.Remove(backend);
        _wake.Set();
    }

    // The thread holds the lock whenever it works and takes it again at once: it has to be asked to step back.
    private Entered Enter()
    {
        _ = Interlocked.Increment(ref _waiters);
        _gate.Enter();
        _ = Interlocked.Decrement(ref _waiters);
        return new Entered(_gate);
    }

    private void Run()
    {
        while (true)
        {
            OwnedFd? wake;
            lock (_gate)
            {
                if (_stopped)
                    return;
                wake = _wake.Descriptor;
                Collect(wake);
            }

            Poll(wake is null);
            _ = Interlocked.Increment(ref _rounds);
            while (Volatile.Read(ref _waiters) > 0)
                Thread.Sleep(0);
            lock (_gate)
                Serve(wake);
        }
    }

    // Holds the descriptors open while they are polled, so that their numbers keep their meaning.
    private void Collect(OwnedFd? wake)
    {
        _polled.Clear();
        foreach (Backend backend in _attached)
        {
            for (int i = 0; i < backend.PolledCount; i++)
            {
                (OwnedFd descriptor, short events) = backend.Polled(i);
                if (events != 0)
                    Hold(backend, i, descriptor, events);
            }
        }

        if (_polled.Count == _entries.Length)
            Array.Resize(ref _entries, _entries.Length * 2);
        _entries[_polled.Count] = new PollEntry { Descriptor = wake?.Number ?? -1, Events = Libc.PollIn };
    }

    private void Hold(Backend backend, int index, OwnedFd descriptor, short events)
    {
        bool held = false;
        descriptor.DangerousAddRef(ref held);
        if (_polled.Count == _entries.Length)
            Array.Resize(ref _entries, _entries.Length * 2);
        _entries[_polled.Count] = new PollEntry { Descriptor = descriptor.Number, Events = events };
        _polled.Add((backend, index, descriptor));
    }

    private unsafe void Poll(bool sliced)
    {
        fixed (PollEntry* entries = _entries)
        {
            if (Libc.Poll(entries, (nuint)_polled.Count + 1, sliced ? WakeEvent.Slice : -1) < 0)
                new Span<PollEntry>(entries, _polled.Count + 1).Clear();
        }
    }

    private void Serve(OwnedFd? wake)
    {
        if (wake is not null && _entries[_polled.Count].Returned != 0)
            _wake.Reset();
        for (int i = 0; i < _polled.Count; i++)
        {
            (Backend backend, int index, OwnedFd descriptor) = _polled[i];
            if (_entries[i].Returned != 0 && _attached.Contains(backend))
                backend.OnReady(index);
            descriptor.DangerousRelease();
        }
    }

    private readonly ref struct Entered(Lock gate)
    {
        public void Dispose() => gate.Exit();
    }
}
