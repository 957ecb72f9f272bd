using LocalMig.Native;

namespace LocalMig.Descriptors;

/// <summary>How a wait ended.</summary>
internal enum WaitOutcome
{
    Ready,
    TimedOut,
    Cancelled,
    Aborted,
}

/// <summary>The waiting of one direction of a channel: poll on the descriptor and on an eventfd that cancellation and abort write to.
/// One thread waits at a time; any thread aborts.</summary>
internal sealed class WaitGate : IDisposable
{
    // Without an eventfd (no descriptor number is free) the wait looks up this often, in milliseconds.
    private const int Slice = 20;

    private readonly Lock _gate = new();
    private OwnedFd? _wake;
    private volatile bool _aborted;
    private bool _disposed;

    internal bool IsAborted => _aborted;

    /// <summary>Wakes who waits, and everybody who tries to wait later.</summary>
    internal void Abort()
    {
        _aborted = true;
        Wake();
    }

    /// <summary>Waits for <paramref name="events"/> (or an error or hang-up, which the next call on the descriptor will tell).</summary>
    internal WaitOutcome Wait(OwnedFd descriptor, short events, Deadline deadline) =>
        Wait(new ReadOnlySpan<OwnedFd>(in descriptor), events, deadline, out _);

    /// <summary>Waits until one of several descriptors is ready, and says which.</summary>
    internal WaitOutcome Wait(ReadOnlySpan<OwnedFd> descriptors, short events, Deadline deadline, out int index)
    {
        index = -1;
        if (Refusal(deadline) is { } refused)
            return refused;
        if (deadline.RemainingMilliseconds == 0)
            return Poll(descriptors, events, deadline, null, out index);
        OwnedFd? wake = WakeDescriptor();
        CancellationToken token = deadline.Cancellation;
        if (!token.CanBeCanceled)
            return Poll(descriptors, events, deadline, wake, out index);

        // Disposing the registration waits for a callback that runs: after it nobody writes for this token any more.
        WaitOutcome outcome;
        using (token.UnsafeRegister(static gate => ((WaitGate)gate!).Wake(), this))
            outcome = Poll(descriptors, events, deadline, wake, out index);
        if (token.IsCancellationRequested)
            Drain();
        return outcome;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _wake?.Dispose();
        }
    }

    private WaitOutcome? Refusal(Deadline deadline) =>
        _aborted ? WaitOutcome.Aborted : deadline.Cancellation.IsCancellationRequested ? WaitOutcome.Cancelled : null;

    private unsafe WaitOutcome Poll(
        ReadOnlySpan<OwnedFd> descriptors, short events, Deadline deadline, OwnedFd? wake, out int index)
    {
        int count = descriptors.Length;
        int held = 0;
        bool wakeHeld = false;
        PollEntry* entries = stackalloc PollEntry[count + 1];
        index = -1;
        try
        {
            for (; held < count; held++)
            {
                bool added = false;
                descriptors[held].DangerousAddRef(ref added);
                entries[held] = new PollEntry { Descriptor = descriptors[held].Number, Events = events };
            }

            wake?.DangerousAddRef(ref wakeHeld);
            entries[count] = new PollEntry { Descriptor = wake?.Number ?? -1, Events = Libc.PollIn };
            while (true)
            {
                int remaining = deadline.RemainingMilliseconds;
                bool sliced = wake is null && (remaining < 0 || remaining > Slice);
                int ready = Libc.Poll(entries, (nuint)count + 1, sliced ? Slice : remaining);
                int errno = ready < 0 ? Errno.Last : 0;
                if (Refusal(deadline) is { } refused)
                    return refused;
                for (index = 0; ready > 0 && index < count; index++)
                {
                    if (entries[index].Returned != 0)
                        return WaitOutcome.Ready;
                }

                index = -1;
                if (ready == 0 && !sliced)
                    return WaitOutcome.TimedOut;
                if (errno != 0 && errno != Errno.EINTR)
                    throw new InvalidOperationException($"cannot wait: {Errno.Text(errno)}");
            }
        }
        finally
        {
            if (wakeHeld)
                wake!.DangerousRelease();
            for (int i = 0; i < held; i++)
                descriptors[i].DangerousRelease();
        }
    }

    // Made at the first wait: a channel that never waits costs one descriptor, not two.
    private OwnedFd? WakeDescriptor()
    {
        lock (_gate)
        {
            if (_wake is null && !_disposed)
            {
                int fd = Libc.EventDescriptor(0, Libc.OpenCloseOnExec | Libc.OpenNonBlocking);
                _wake = fd < 0 ? null : OwnedFd.Adopt(fd);
                if (_aborted)
                    Wake();
            }

            return _wake;
        }
    }

    private unsafe void Wake()
    {
        lock (_gate)
        {
            ulong one = 1;
            if (_wake is { IsClosed: false })
                _ = Libc.Write(_wake, (byte*)&one, sizeof(ulong));
        }
    }

    private unsafe void Drain()
    {
        lock (_gate)
        {
            ulong count;
            if (_wake is { IsClosed: false } && !_aborted)
                _ = Libc.Read(_wake, (byte*)&count, sizeof(ulong));
        }
    }
}
