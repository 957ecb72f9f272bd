using System.Globalization;
using System.Text;
using LocalMig.Descriptors;
using LocalMig.Suite.Replay;

namespace LocalMig.Suite.Differential;

/// <summary>A connection to the monitor of a peer. Each input is followed by a byte that brings any parser back to a clean state and a
/// question with an id of its own: what comes before its answer belongs to the input.</summary>
internal sealed class PeerSession(IPeer peer, TimeSpan patience) : IDisposable
{
    /// <summary>Stands in the place of answers that did not come because the monitor ended.</summary>
    public const string Ended = "(the monitor ended)";

    /// <summary>Stands in the place of answers that did not come in time.</summary>
    public const string Silent = "(no answer in time)";

    private const byte Resync = 0xFF;

    private ReplayConnection? _connection;
    private long _asked;
    private long _answered;

    /// <summary>Whether nothing more can be asked here.</summary>
    public bool IsOver { get; private set; } = true;

    /// <summary>Connects anew.</summary>
    /// <returns>Why that did not work; null where it did.</returns>
    public string? Open()
    {
        _connection?.Dispose();
        _connection = null;
        _asked = _answered = 0;
        IsOver = true;
        Deadline deadline = Deadline.After(patience);
        if (!peer.Connect(deadline).TryGet(out UnixChannel? channel, out string? why))
            return why;
        _connection = new ReplayConnection(channel);
        if (_connection.Next(deadline) is null)
            return $"{peer.Name} does not greet: {peer.LastWords}";
        IsOver = false;
        return null;
    }

    /// <summary>Ends the peer, and connects to a fresh one.</summary>
    public string? OpenFresh()
    {
        _connection?.Dispose();
        _connection = null;
        peer.Stop();
        return Open();
    }

    /// <summary>Sends inputs; their answers are collected in their order.</summary>
    public void Send(IEnumerable<byte[]> inputs)
    {
        using var all = new MemoryStream();
        foreach (byte[] input in inputs)
        {
            all.Write(input);
            all.WriteByte(Resync);
            all.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"execute\": \"query-name\", \"id\": \"~{_asked++}\"}}\n")));
        }

        if (_connection?.Send(all.ToArray(), null, Deadline.After(patience)) is not null)
            IsOver = true;
    }

    /// <summary>What came for the next input. Where the monitor ended or fell silent, that is the last line.</summary>
    public IReadOnlyList<string> Collect()
    {
        List<string> lines = [];
        string mark = string.Create(CultureInfo.InvariantCulture, $"\"id\": \"~{_answered++}\"");
        Deadline deadline = Deadline.After(patience);
        while (_connection?.Next(deadline) is { } line)
        {
            if (line.Contains(mark, StringComparison.Ordinal))
                return lines;
            lines.Add(line);
        }

        IsOver = true;
        lines.Add(_connection is null or { IsOver: true } ? Ended : Silent);
        return lines;
    }

    public void Dispose()
    {
        _connection?.Dispose();
        _connection = null;
    }
}
