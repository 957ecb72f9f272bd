using System.Buffers.Binary;
using LocalMig.Descriptors;
using LocalMig.Devices;

namespace LocalMig.Suite.Cases.Transfer;

/// <summary>Numbered frames that keep going to an interface while its TAP changes hands, and come back from the guest.</summary>
internal sealed class FrameTraffic : IDisposable
{
    private const int RecordSize = 8;

    // Few enough to fit the queues of interface and socket while nobody takes anything out of them for a moment.
    private const int MostUnderWay = 64;

    private readonly FramePeer _peer;
    private readonly Thread _writer;
    private readonly Thread _reader;
    private readonly CancellationTokenSource _end = new();
    private volatile bool _stop;
    private volatile string _wrong = "";
    private long _sent;
    private long _received;

    /// <summary>Begins.</summary>
    public FrameTraffic(FramePeer peer)
    {
        _peer = peer;
        _writer = new Thread(Write) { Name = "frames out", IsBackground = true };
        _reader = new Thread(Read) { Name = "frames in", IsBackground = true };
        _writer.Start();
        _reader.Start();
    }

    /// <summary>Frames sent so far.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Frames that came back so far.</summary>
    public long Received => Interlocked.Read(ref _received);

    /// <summary>Sends no more, waits for what is under way, and tells what is wrong; empty where nothing is.</summary>
    /// <param name="patience">How long to wait.</param>
    public string Finish(TimeSpan patience)
    {
        _stop = true;
        _writer.Join();
        long end = Environment.TickCount64 + (long)patience.TotalMilliseconds;
        while (Received < Sent && _wrong.Length == 0 && Environment.TickCount64 < end)
            Thread.Sleep(1);
        if (_wrong.Length > 0)
            return _wrong;
        return Received == Sent ? "" : $"{Sent} frames sent, {Received} came back";
    }

    /// <summary>Ends both directions.</summary>
    public void Dispose()
    {
        _stop = true;
        _end.Cancel();
        _writer.Join();
        _reader.Join();
        _end.Dispose();
    }

    // All the time: the kernel keeps only so many frames for who does not take them.
    private void Read()
    {
        byte[] frame = new byte[FramePeer.MaximumRecord];
        while (_peer.Receive(frame, Deadline.Until(_end.Token)).TryGet(out int length, out _))
        {
            long number = length == RecordSize ? BinaryPrimitives.ReadInt64BigEndian(frame) : -1;
            if (number != _received)
            {
                _wrong = $"frame {number} came back in the place of {_received}";
                return;
            }

            Interlocked.Increment(ref _received);
        }
    }

    private void Write()
    {
        byte[] record = new byte[RecordSize];
        while (!_stop)
        {
            if (Sent - Received >= MostUnderWay)
            {
                Thread.Sleep(1);
                continue;
            }

            BinaryPrimitives.WriteInt64BigEndian(record, _sent);
            if (_peer.Send(record) is not null)
                return;
            Interlocked.Increment(ref _sent);
        }
    }
}
