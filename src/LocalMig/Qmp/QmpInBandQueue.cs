namespace LocalMig.Qmp;

/// <summary>In-band commands of a session in which others may overtake them: executed one at a time, in their order.</summary>
internal sealed class QmpInBandQueue : IDisposable
{
    private readonly Queue<Action> _waiting = new();
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _room;
    private readonly SemaphoreSlim _work = new(0);
    private readonly Thread _thread;
    private readonly Action _flush;
    private volatile bool _ended;

    /// <summary>An empty queue.</summary>
    /// <param name="length">How many may wait; who adds one more waits itself, and with it everything that is read after.</param>
    /// <param name="flush">Called after each command.</param>
    public QmpInBandQueue(int length, Action flush)
    {
        _room = new SemaphoreSlim(length);
        _flush = flush;
        _thread = new Thread(Run) { IsBackground = true, Name = "QMP in band" };
        _thread.Start();
    }

    public void Add(Action action)
    {
        _room.Wait();
        lock (_gate)
            _waiting.Enqueue(action);
        _work.Release();
    }

    /// <summary>Executes what waits, and ends. Not from a command of its own.</summary>
    public void Dispose()
    {
        if (_ended)
            return;
        _ended = true;
        _work.Release();
        if (Thread.CurrentThread != _thread)
            _thread.Join();
        _room.Dispose();
        _work.Dispose();
    }

    private void Run()
    {
        while (true)
        {
            _work.Wait();
            Action action;
            lock (_gate)
            {
                if (!_waiting.TryDequeue(out action!))
                {
                    if (_ended)
                        return;
                    continue;
                }
            }

            action();
            _flush();
            _room.Release();
        }
    }
}
