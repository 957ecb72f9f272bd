using System.Runtime.CompilerServices;
using LocalMig.Descriptors;

namespace LocalMig.Qmp;

/// <summary>Events in the order they came. It only grows, so that a place in it stays what it is.</summary>
public sealed class QmpEventLog
{
    private readonly Lock _gate = new();
    private readonly List<QmpEvent> _events = [];
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _ended;

    /// <summary>How many came so far.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _events.Count;
        }
    }

    /// <summary>What came from a place on.</summary>
    public IReadOnlyList<QmpEvent> From(int start = 0)
    {
        lock (_gate)
            return [.. _events.Skip(start)];
    }

    /// <summary>Waits for an event that came, or comes, at or after a place.</summary>
    /// <param name="wanted">Which one.</param>
    /// <param name="deadline">How long.</param>
    /// <param name="start">From which place on.</param>
    /// <returns>The event; null where it did not come before the time, or the connection, was over.</returns>
    public QmpEvent? Wait(Func<QmpEvent, bool> wanted, Deadline deadline, int start = 0)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        for (int next = start; ;)
        {
            Task more;
            lock (_gate)
            {
                for (; next < _events.Count; next++)
                {
                    if (wanted(_events[next]))
                        return _events[next];
                }

                if (_ended)
                    return null;
                more = _more.Task;
            }

            try
            {
                if (!more.Wait(deadline.RemainingMilliseconds, deadline.Cancellation))
                    return null;
            }
            catch (OperationCanceledException)
            {
                return null;
            }
        }
    }

    /// <summary>The events from a place on, as they come, until the connection ends.</summary>
    public async IAsyncEnumerable<QmpEvent> ReadAsync(int start = 0, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        for (int next = start; ; next++)
        {
            QmpEvent? found = null;
            while (found is null)
            {
                Task more;
                lock (_gate)
                {
                    if (next < _events.Count)
                        found = _events[next];
                    else if (_ended)
                        yield break;
                    more = _more.Task;
                }

                if (found is null)
                    await more.WaitAsync(cancellation).ConfigureAwait(false);
            }

            yield return found;
        }
    }

    internal void Add(QmpEvent happened)
    {
        lock (_gate)
        {
            _events.Add(happened);
            Announce();
        }
    }

    internal void End()
    {
        lock (_gate)
        {
            _ended = true;
            Announce();
        }
    }

    // Under the lock.
    private void Announce()
    {
        TaskCompletionSource announced = _more;
        _more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        announced.SetResult();
    }
}
