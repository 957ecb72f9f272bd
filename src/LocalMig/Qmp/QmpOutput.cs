using System.Buffers;
using LocalMig.Descriptors;
using LocalMig.Json;

namespace LocalMig.Qmp;

/// <summary>What a server sends to one client, in one order: replies of the session and events of any thread.</summary>
/// <remarks>Never waits for the client: what the socket does not take at once is kept and sent by a thread of its own.</remarks>
internal sealed class QmpOutput : IDisposable
{
    // A client that reads nothing stops being served at this backlog, in bytes.
    private const int Full = 1 << 20;

    private readonly Transport _channel;
    private readonly Lock _gate = new();
    private readonly ArrayBufferWriter<byte> _buffer = new(4096);
    private readonly ManualResetEventSlim _drained = new(initialState: true);
    private bool _draining;
    private bool _dead;

    public QmpOutput(Transport channel) => _channel = channel;

    /// <summary>Sends one message.</summary>
    /// <param name="message">A greeting, a reply or an event.</param>
    /// <param name="flush">Whether it has to leave now; otherwise it may wait for the next that does.</param>
    public void Write(JsonValue message, bool flush)
    {
        lock (_gate)
        {
            if (_dead)
                return;
            JsonText.Write(message, _buffer, JsonOrder.Qemu);
            _buffer.Write("\r\n"u8);
            if (flush)
                Flush();
        }
    }

    /// <summary>Hands what was written to the socket.</summary>
    public void FlushAll()
    {
        lock (_gate)
            Flush();
    }

    /// <summary>Waits until the client has taken enough for more to be produced.</summary>
    /// <returns>False where the connection is over.</returns>
    public bool WaitForRoom(Deadline deadline)
    {
        while (true)
        {
            lock (_gate)
            {
                if (_dead || _buffer.WrittenCount < Full)
                    return !_dead;
                Flush();
                _drained.Reset();
            }

            if (!_drained.Wait(100, CancellationToken.None) && deadline.Cancellation.IsCancellationRequested)
                return false;
        }
    }

    public void Dispose()
    {
        lock (_gate)
            _dead = true;
        _drained.Set();
    }

    // Under the lock.
    private void Flush()
    {
        if (_draining || _dead || _buffer.WrittenCount == 0)
            return;
        long before = _channel.SentBytes;
        bool sent = _channel.Send(_buffer.WrittenSpan, Deadline.Now) is null;
        int gone = (int)(_channel.SentBytes - before);
        if (sent)
        {
            _buffer.ResetWrittenCount();
            return;
        }

        Keep(_buffer.WrittenSpan[gone..].ToArray());
        _draining = true;
        new Thread(Drain) { IsBackground = true, Name = "QMP output" }.Start();
    }

    private void Keep(byte[] rest)
    {
        _buffer.ResetWrittenCount();
        _buffer.Write(rest);
    }

    private void Drain()
    {
        while (true)
        {
            byte[] next;
            lock (_gate)
            {
                if (_dead || _buffer.WrittenCount == 0)
                {
                    _draining = false;
                    _drained.Set();
                    return;
                }

                next = _buffer.WrittenSpan.ToArray();
                _buffer.ResetWrittenCount();
            }

            if (_channel.Send(next, Deadline.Never) is not null)
            {
                // The client is gone; the reading side notices it on its own.
                lock (_gate)
                    _dead = true;
            }
        }
    }
}
