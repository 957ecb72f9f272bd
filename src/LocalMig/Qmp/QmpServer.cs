using LocalMig.Descriptors;
using LocalMig.Json;
using LocalMig.Wire;

namespace LocalMig.Qmp;

/// <summary>A QMP monitor on a Unix socket: one client at a time, served on a thread of its own.</summary>
public sealed class QmpServer : IDisposable
{
    private readonly UnixListener _listener;
    private readonly ICommandTable _table;
    private readonly JsonValue _version;
    private readonly QemuGeneration _generation;
    private readonly Limits _limits;
    private readonly Func<Transport, Transport> _accepted;
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _gate = new();
    private readonly Thread _thread;
    private QmpConnection? _connection;
    private bool _started;
    private bool _disposed;

    /// <summary>A server that is not started yet: clients that connect wait.</summary>
    /// <param name="listener">Where it listens; the server owns it.</param>
    /// <param name="table">The commands.</param>
    /// <param name="version">The answer of <c>query-version</c>, which the greeting carries.</param>
    /// <param name="generation">Whose JSON errors to give.</param>
    /// <param name="limits">Limits of a message; <see cref="Limits.Untrusted"/> where null.</param>
    /// <param name="accepted">Takes each connection before anything is sent on it; null leaves it as it is.</param>
    public QmpServer(
        UnixListener listener,
        ICommandTable table,
        JsonValue version,
        QemuGeneration generation,
        Limits? limits = null,
        Func<Transport, Transport>? accepted = null)
    {
        _listener = listener;
        _table = table;
        _version = version;
        _generation = generation;
        _limits = limits ?? Limits.Untrusted;
        _accepted = accepted ?? (static channel => channel);
        _thread = new Thread(Run) { IsBackground = true, Name = $"QMP {listener.Path}" };
    }

    /// <summary>Where it listens.</summary>
    public string Path => _listener.Path;

    /// <summary>Starts to serve.</summary>
    public void Start()
    {
        _started = true;
        _thread.Start();
    }

    /// <summary>Tells the client, if one is there and has negotiated. From any thread; it neither waits for the client nor calls
    /// the command table. What is emitted before a command returns goes out before its reply.</summary>
    public void Emit(QmpEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        lock (_gate)
            _connection?.Emit(happened);
    }

    /// <summary>Ends the connection and the server, and removes the socket file. Also from within a command: then the thread
    /// ends after it.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
                return;
            _disposed = true;
            _end.Cancel();
            _connection?.Abort();
        }

        if (_started && Thread.CurrentThread != _thread)
            _thread.Join();
        _listener.Dispose();
        _end.Dispose();
    }

    private void Run()
    {
        Deadline deadline = Deadline.Until(_end.Token);
        while (_listener.Accept(deadline).TryGet(out UnixChannel? channel, out _))
        {
            using QmpConnection connection = new(_accepted(channel), _table, _generation, _limits);
            lock (_gate)
            {
                if (_disposed)
                    return;
                _connection = connection;
            }

            connection.Serve(_version, deadline);
            lock (_gate)
                _connection = null;
        }
    }
}
