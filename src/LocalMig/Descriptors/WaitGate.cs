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

/// <summary>One direction of a channel: who works in it, and the waiting, which is poll on the descriptor and on an eventfd that
/// cancellation and abort write to. One thread works at a time; any thread aborts and closes.</summary>
internal sealed class WaitGate : IDisposable
{
    private readonly WakeEvent _wake = new();
    private volatile bool _aborted;
    private int _inside;

    /// <summary>Begins to work: until <see cref="Exit"/> the direction is not closed. False, with nothing to exit, once it was aborted.</summary>
    internal bool Enter()
    {
        // The exchange is a fence: either whoever closes sees that somebody is inside, or this sees that it was aborted.
        _ = Interlocked.Exchange(ref _inside, 1);
        if (!_aborted)
            return true;
        Exit();
        return false;
    }

    /// <summary>Ends the work.</summary>
    internal void Exit() => Volatile.Write(ref _inside, 0);

    /// <summary>Aborts, and returns when nobody works any more and nobody will: then descriptors may be closed.</summary>
    public void Dispose()
    {
        Abort();
        Interlocked.MemoryBarrier();
        var spin = default(SpinWait);
        while (Volatile.Read(ref _inside) != 0)
            spin.SpinOnce();
        _wake.Dispose();
    }

    /// <summary>Wakes who waits, and everybody who tries to wait later.</summary>
    internal void Abort()
    {
        _aborted = true;
        _wake.Set();
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

        // Whoever aborts sets the flag first: either it finds the eventfd, or the wait finds the flag.
        OwnedFd? wake = _wake.Descriptor;
        if (_aborted)
            return WaitOutcome.Aborted;
        CancellationToken token = deadline.Cancellation;
        if (!token.CanBeCanceled)
            return Poll(descriptors, events, deadline, wake, out index);

        // Disposing the registration waits for a callback that runs: after it nobody writes for this token any more.
        WaitOutcome outcome;
        using (token.UnsafeRegister(static gate => ((WaitGate)gate!)._wake.Set(), this))
            outcome = Poll(descriptors, events, deadline, wake, out index);
        if (token.IsCancellationRequested)
        {
            _wake.Reset();
            if (_aborted)
                _wake.Set();
        }

        return outcome;
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
                bool sliced = wake is null && (remaining < 0 || remaining > WakeEvent.Slice);
                int ready = Libc.Poll(entries, (nuint)count + 1, sliced ? WakeEvent.Slice : remaining);
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
}
