using LocalMig.Descriptors;
using LocalMig.Wire;

namespace LocalMig.Suite.Tap;

/// <summary>A proxy in the middle of a migration's Unix socket: passes bytes and descriptors on, records both with their offsets,
/// and may interfere. The source migrates to <see cref="Path"/>.</summary>
public sealed class MigrationTap : IDisposable
{
    private readonly UnixListener _listener;
    private readonly string _destination;
    private readonly IReadOnlyList<Interference> _interferences;
    private readonly EvidenceLog _log;
    private readonly Thread _accepting;
    private readonly Lock _lock = new();
    private readonly List<TapConnection> _connections = [];
    private int _accepted;

    private MigrationTap(UnixListener listener, string destination, IReadOnlyList<Interference> interferences, EvidenceLog log)
    {
        _listener = listener;
        _destination = destination;
        _interferences = interferences;
        _log = log;
        _accepting = new Thread(AcceptAll) { Name = "tap", IsBackground = true };
        _accepting.Start();
    }

    /// <summary>Where the source connects to.</summary>
    public string Path => _listener.Path;

    /// <summary>How many connections the source made.</summary>
    public int Connections => Volatile.Read(ref _accepted);

    /// <summary>What the source sent on its first connection; empty where it made none.</summary>
    public TapRecording Stream => First()?.Forward ?? new TapRecording();

    /// <summary>What the source sent on its further connections, in the order it made them.</summary>
    public IReadOnlyList<TapRecording> SideChannels
    {
        get
        {
            lock (_lock)
                return [.. _connections.Skip(1).Select(static connection => connection.Forward)];
        }
    }

    /// <summary>What the destination sent back on it.</summary>
    public TapRecording ReturnPath => First()?.Backward ?? new TapRecording();

    /// <summary>Starts a tap; the context disposes it.</summary>
    /// <param name="c">Whose folder the socket is in, and whose wire log is written.</param>
    /// <param name="destination">The socket that the destination listens on by the time the source connects.</param>
    /// <param name="interferences">What is done to the stream of the first connection, in this order.</param>
    public static MigrationTap Start(CaseContext c, string destination, params IReadOnlyList<Interference> interferences)
    {
        string path = System.IO.Path.Combine(c.Folder, $"tap-{Guid.NewGuid():N}"[..12] + ".sock");
        if (!UnixListener.Bind(path).TryGet(out UnixListener? listener, out ParseError? error))
        {
            c.Stop($"the tap cannot listen: {error}");
            throw new InvalidOperationException();
        }

        return c.Own(new MigrationTap(listener, destination, interferences, c.Evidence));
    }

    /// <summary>Waits until the stream of the first connection has ended.</summary>
    public bool WaitForEnd(TimeSpan time) => First()?.WaitForEnd(time) ?? false;

    /// <summary>Waits until every connection has ended in both directions: before that a recording may lack the end of a packet.</summary>
    /// <param name="deadline">How long.</param>
    public bool WaitForAll(Deadline deadline)
    {
        TapConnection[] connections;
        lock (_lock)
            connections = [.. _connections];
        return connections.Length > 0 && connections.All(connection => connection.WaitForBothEnds(deadline));
    }

    /// <summary>Cuts every connection, in both directions.</summary>
    public void Cut()
    {
        lock (_lock)
        {
            foreach (TapConnection connection in _connections)
                connection.Cut();
        }
    }

    /// <summary>Ends the connections and removes the socket.</summary>
    public void Dispose()
    {
        _listener.Abort();
        _accepting.Join();
        foreach (TapConnection connection in _connections)
            connection.Dispose();
        _listener.Dispose();
    }

    private TapConnection? First()
    {
        lock (_lock)
            return _connections.Count == 0 ? null : _connections[0];
    }

    private void AcceptAll()
    {
        while (_listener.Accept(Deadline.Never).TryGet(out UnixChannel? source, out _))
        {
            Interlocked.Increment(ref _accepted);
            if (!UnixChannel.Connect(_destination, Deadline.After(TimeSpan.FromSeconds(20))).TryGet(out UnixChannel? destination, out ParseError? error))
            {
                _log.Wire("mig", WireDirection.Note, $"the destination does not listen: {error}");
                source.Dispose();
                continue;
            }

            lock (_lock)
            {
                int number = _connections.Count;
                _connections.Add(new TapConnection(source, destination, number == 0 ? "mig" : $"mig{number}", number == 0 ? _interferences : [], _log));
            }
        }
    }
}
