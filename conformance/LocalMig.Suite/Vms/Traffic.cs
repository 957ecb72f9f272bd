using System.Buffers.Binary;
using LocalMig.Descriptors;
using LocalMig.Wire;

namespace LocalMig.Suite.Vms;

/// <summary>Numbered records that keep going through a connected backend and come back from the guest: shows that none is lost,
/// doubled or overtaken while the backend changes hands.</summary>
public sealed class Traffic : IDisposable
{
    private const int RecordSize = 8;

    // So that records are under way at every moment of a migration that takes milliseconds.
    private static readonly TimeSpan Pause = TimeSpan.FromMicroseconds(200);

    private readonly UnixChannel _peer;
    private readonly Thread _writer;
    private readonly Thread _reader;
    private volatile bool _stop;
    private long _sent;
    private long _received;
    private volatile string _wrong = "";

    /// <summary>Begins.</summary>
    /// <param name="peer">The case's end of the connection; it stays its owner's.</param>
    public Traffic(UnixChannel peer)
    {
        _peer = peer;
        _writer = new Thread(Write) { Name = "traffic out", IsBackground = true };
        _reader = new Thread(Read) { Name = "traffic in", IsBackground = true };
        _writer.Start();
        _reader.Start();
    }

    /// <summary>Records sent so far.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Records that came back so far.</summary>
    public long Received => Interlocked.Read(ref _received);

    /// <summary>Waits until so many more records have come back.</summary>
    public bool Flows(long more, TimeSpan time)
    {
        long wanted = Received + more;
        long end = Environment.TickCount64 + (long)time.TotalMilliseconds;
        while (Received < wanted && _wrong.Length == 0 && Environment.TickCount64 < end)
            Thread.Sleep(1);
        return Received >= wanted;
    }

    /// <summary>Sends no more, waits for what is under way, and tells what is wrong; empty where nothing is.</summary>
    /// <param name="patience">How long to wait.</param>
    public string Finish(TimeSpan patience)
    {
        _stop = true;
        _writer.Join();
        long end = Environment.TickCount64 + (long)patience.TotalMilliseconds;
        while (Received < Sent && _wrong.Length == 0 && Environment.TickCount64 < end)
            Thread.Sleep(1);
        Dispose();
        return _wrong.Length > 0 ? _wrong : Received == Sent ? "" : $"{Sent} records sent, {Received} came back";
    }

    /// <summary>Ends both directions.</summary>
    public void Dispose()
    {
        _stop = true;
        _peer.Abort();
        _writer.Join();
        _reader.Join();
    }

    private void Write()
    {
        byte[] record = new byte[RecordSize];
        while (!_stop)
        {
            BinaryPrimitives.WriteInt64BigEndian(record, _sent);
            if (_peer.Send(record, Deadline.Never) is not null)
                return;
            Interlocked.Increment(ref _sent);
            Thread.Sleep(Pause);
        }
    }

    private void Read()
    {
        byte[] buffer = new byte[4096];
        int have = 0;
        using var none = new DescriptorQueue();
        while (_peer.Receive(buffer.AsSpan(have), none, Deadline.Never).TryGet(out int count, out ParseError? error))
        {
            if (count == 0)
            {
                _wrong = $"the connection ended after {_received} records";
                return;
            }

            have += count;
            int at = 0;
            for (; have - at >= RecordSize; at += RecordSize)
            {
                long number = BinaryPrimitives.ReadInt64BigEndian(buffer.AsSpan(at));
                if (number != _received)
                {
                    _wrong = $"record {number} came back in the place of {_received}";
                    return;
                }

                Interlocked.Increment(ref _received);
            }

            buffer.AsSpan(at, have - at).CopyTo(buffer);
            have -= at;
        }
    }
}
