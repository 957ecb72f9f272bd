using LocalMig.Descriptors;
using LocalMig.Wire;

namespace LocalMig.Suite.Tap;

/// <summary>One connection through a tap: a pump in each direction.</summary>
internal sealed class TapConnection : IDisposable
{
    private const int BufferSize = 65536;

    private readonly UnixChannel _source;
    private readonly UnixChannel _destination;
    private readonly Thread _forward;
    private readonly Thread _backward;

    public TapConnection(UnixChannel source, UnixChannel destination, string name, IReadOnlyList<Interference> interferences, EvidenceLog log)
    {
        _source = source;
        _destination = destination;
        _forward = new Thread(() => Pump(source, new TapOutlet(destination, interferences), Forward, name, log)) { Name = name + " forward", IsBackground = true };
        _backward = new Thread(() => Pump(destination, new TapOutlet(source, []), Backward, name + " return path", log)) { Name = name + " backward", IsBackground = true };
        _forward.Start();
        _backward.Start();
    }

    public TapRecording Forward { get; } = new();

    public TapRecording Backward { get; } = new();

    public void Cut()
    {
        _source.Abort();
        _destination.Abort();
    }

    public bool WaitForEnd(TimeSpan time) => _forward.Join(time);

    public bool WaitForBothEnds(Deadline deadline) => _forward.Join(deadline.RemainingMilliseconds) && _backward.Join(deadline.RemainingMilliseconds);

    public void Dispose()
    {
        Cut();
        _forward.Join();
        _backward.Join();
        _source.Dispose();
        _destination.Dispose();
    }

    private void Pump(UnixChannel from, TapOutlet to, TapRecording recording, string name, EvidenceLog log)
    {
        byte[] buffer = new byte[BufferSize];
        using var arrived = new DescriptorQueue();
        using (to)
        {
            while (true)
            {
                long offset = from.ReceivedBytes;
                if (!from.Receive(buffer, arrived, Deadline.Never).TryGet(out int count, out ParseError? error))
                {
                    log.Wire(name, WireDirection.Note, $"connection lost: {error}", offset);
                    Cut();
                    return;
                }

                if (count == 0)
                {
                    log.Wire(name, WireDirection.Note, "end of stream", offset);
                    if (!to.End())
                        Cut();
                    return;
                }

                List<TapDescriptor> descriptors = recording.Add(offset, buffer.AsSpan(0, count), arrived);
                log.Wire(name, WireDirection.Sent, $"{count} bytes", offset, descriptors.Count);
                if (!to.Take(buffer.AsSpan(0, count), descriptors))
                {
                    Cut();
                    return;
                }
            }
        }
    }
}
