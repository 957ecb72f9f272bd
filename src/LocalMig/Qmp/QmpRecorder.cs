using System.Diagnostics;
using LocalMig.Descriptors;
using LocalMig.Wire;

namespace LocalMig.Qmp;

/// <summary>Sits between clients and a monitor, passes everything on unchanged, and writes a transcript of it as it flows. One client is
/// served after the other, as a monitor does it; each gets a connection of its own to the monitor.</summary>
/// <remarks>What is received is written before it is passed on: nobody sees an answer that the transcript does not have, and no command
/// reaches the monitor unwritten, so a monitor that dies of one leaves it behind. Only a command without a line end waits for more of
/// it until the monitor answers or the client ends.</remarks>
public sealed class QmpRecorder : IDisposable
{
    private readonly UnixListener _listener;
    private readonly string _monitor;
    private readonly Stopwatch? _clock;
    private readonly string _side;
    private readonly TranscriptWriter _transcript;
    private readonly Lock _lock = new();
    private string? _unwritable;

    /// <summary>Makes a recorder; it serves nobody before <see cref="Run"/>.</summary>
    /// <param name="listener">Where clients connect to; owned from now on.</param>
    /// <param name="monitor">The path of the monitor's socket.</param>
    /// <param name="transcript">Gets what happens; used by one thread at a time.</param>
    /// <param name="side">What the transcript calls the monitor.</param>
    /// <param name="times">Whether lines begin with the time since now.</param>
    public QmpRecorder(UnixListener listener, string monitor, TranscriptWriter transcript, string side = "vm", bool times = true)
    {
        _listener = listener;
        _monitor = monitor;
        _transcript = transcript;
        _side = side;
        _clock = times ? Stopwatch.StartNew() : null;
    }

    /// <summary>How long a monitor may take to accept a connection.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How many clients there were.</summary>
    public int Clients { get; private set; }

    /// <summary>Serves clients until it is cancelled, the monitor is not there, or the transcript cannot be written.</summary>
    /// <param name="once">Whether to end after the first client.</param>
    /// <param name="cancellation">Ends it; a conversation that goes on is cut.</param>
    /// <returns>Null where it was cancelled or has served its one client; else why it ended.</returns>
    public string? Run(bool once, CancellationToken cancellation)
    {
        while (_unwritable is null)
        {
            if (!_listener.Accept(Deadline.Until(cancellation)).TryGet(out UnixChannel? client, out ParseError? error))
                return cancellation.IsCancellationRequested ? null : error.ToString();
            using (client)
            {
                Clients++;
                if (!UnixChannel.Connect(_monitor, Deadline.After(Patience, cancellation)).TryGet(out UnixChannel? monitor, out error))
                {
                    Write(t => t.Note($"a client came, and the monitor does not listen: {error}"));
                    return cancellation.IsCancellationRequested ? null : error.ToString();
                }

                using (monitor)
                    Relay(client, monitor, cancellation);
            }

            if (once || cancellation.IsCancellationRequested)
                break;
        }

        return _unwritable is null ? null : $"the transcript cannot be written: {_unwritable}";
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private void Relay(UnixChannel client, UnixChannel monitor, CancellationToken cancellation)
    {
        Write(t => t.Open(_side, Now));
        void Cut()
        {
            client.Abort();
            monitor.Abort();
        }

        using (cancellation.UnsafeRegister(static cut => ((Action)cut!)(), (Action)Cut))
        {
            var commands = new Thread(() => Pump(client, monitor, TranscriptDirection.Sent, Cut)) { Name = "record commands", IsBackground = true };
            commands.Start();
            Pump(monitor, client, TranscriptDirection.Received, Cut);

            // The monitor is gone: what the client still sends would reach nobody.
            Cut();
            commands.Join();
        }

        Write(static t => t.Flush());
    }

    private void Pump(UnixChannel from, UnixChannel to, TranscriptDirection direction, Action cut)
    {
        byte[] buffer = new byte[1 << 16];
        using DescriptorQueue arrived = new();
        bool received = direction == TranscriptDirection.Received;
        while (true)
        {
            if (!from.Receive(buffer, arrived, Deadline.Never).TryGet(out int count, out ParseError? error))
            {
                // Cut by the other direction or by whoever cancelled.
                if (error.Code == Errors.ChannelAborted.Code)
                    return;

                // Reset: whoever left had not read everything.
                Write(t => t.Note($"{(received ? "the monitor" : "the client")}: {error}"));
                Write(t => Left(t, received));
                cut();
                return;
            }

            if (count == 0)
            {
                End(from, to, received, cut);
                return;
            }

            ReadOnlyMemory<byte> bytes = buffer.AsMemory(0, count);
            int descriptors = arrived.Count;
            Write(t => t.Message(_side, direction, bytes.Span, descriptors, Now));
            if (!PassOn(to, bytes.Span, arrived) || _unwritable is not null)
            {
                // A client that is gone does not want its answers; the monitor is told as it would have been.
                if (_unwritable is null)
                    Write(t => Left(t, !received));
                cut();
                return;
            }
        }
    }

    // A monitor takes descriptors that arrive before the end of their command, so they ride on the first byte of what was read
    // with them, as they did when they were sent.
    private static bool PassOn(UnixChannel to, ReadOnlySpan<byte> bytes, DescriptorQueue arrived)
    {
        List<OwnedFd> descriptors = [];
        while (arrived.Take() is { } descriptor)
            descriptors.Add(descriptor);
        ParseError? failed = to.Send(bytes, [.. descriptors], Deadline.Never);
        descriptors.ForEach(static d => d.Dispose());
        return failed is null;
    }

    private void End(UnixChannel from, UnixChannel to, bool received, Action cut)
    {
        if (received)
        {
            Write(t => Left(t, received));
            return;
        }

        // Whoever ended only his direction still reads; whoever is gone does not, and a monitor may wait for him for ever.
        if (!from.AwaitHangUp(Deadline.Now))
        {
            Write(t => t.HalfClose(_side, Now));
            to.ShutdownWrite();
            if (!from.AwaitHangUp(Deadline.Never))
                return;
        }

        Write(t => Left(t, received));
        cut();
    }

    private void Left(TranscriptWriter transcript, bool monitor)
    {
        if (monitor)
            transcript.Eof(_side, Now);
        else
            transcript.Close(_side, Now);
    }

    private TimeSpan? Now => _clock?.Elapsed;

    // A transcript that cannot be written must not be mistaken for one that is complete: the conversation ends with it.
    private void Write(Action<TranscriptWriter> write)
    {
        lock (_lock)
        {
            try
            {
                write(_transcript);
                _transcript.Push();
            }
            catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or ObjectDisposedException)
            {
                _unwritable = failed.Message;
            }
        }
    }
}
