using LocalMig.Descriptors;

namespace LocalMig.Suite.Tap;

/// <summary>The side of a pump that passes on: holds back what an interference wants to see as one chunk, lets them act, sends.</summary>
internal sealed class TapOutlet(UnixChannel to, IReadOnlyList<Interference> interferences) : IDisposable
{
    private readonly int _holdUntil = interferences.Select(i => i.HoldUntil).DefaultIfEmpty(-1).Max();
    private readonly List<byte> _held = [];
    private readonly List<TapDescriptor> _heldDescriptors = [];
    private List<TapDescriptor> _carried = [];
    private int _seen;
    private long _offset;

    /// <summary>Takes what was received and passes it on, or holds it back.</summary>
    /// <returns>False where the connection ends here.</returns>
    public bool Take(ReadOnlySpan<byte> bytes, IReadOnlyList<TapDescriptor> descriptors)
    {
        foreach (TapDescriptor d in descriptors)
            d.At += _held.Count;
        _held.AddRange(bytes);
        _heldDescriptors.AddRange(descriptors);
        _seen += descriptors.Count;
        return _seen <= _holdUntil || PassOn();
    }

    /// <summary>Passes on what is held back, and tells that nothing more comes.</summary>
    public bool End()
    {
        bool open = _held.Count == 0 || PassOn();
        if (open)
            to.ShutdownWrite();
        return open;
    }

    /// <summary>Closes the descriptors that were not passed on.</summary>
    public void Dispose()
    {
        foreach (TapDescriptor d in _heldDescriptors.Concat(_carried))
            d.Fd.Dispose();
    }

    private bool PassOn()
    {
        using var chunk = new TapChunk(_offset, _held, _heldDescriptors);
        _offset += _held.Count;
        _held.Clear();
        _heldDescriptors.Clear();
        foreach (Interference interference in interferences)
            interference.Act(chunk);
        chunk.AddCarried(_carried);
        _carried = chunk.TakeOverhanging();
        return Send(chunk) && !chunk.Cut;
    }

    // Each byte with descriptors is a message of its own, as its sender made it.
    private bool Send(TapChunk chunk)
    {
        byte[] bytes = [.. chunk.Bytes];
        int sent = 0;
        foreach (IGrouping<int, TapDescriptor> message in chunk.Descriptors.GroupBy(d => d.At).OrderBy(g => g.Key))
        {
            int at = message.Key;
            if (at > sent && to.Send(bytes.AsSpan(sent, at - sent), Deadline.Never) is not null)
                return false;
            if (to.Send(bytes.AsSpan(at, 1), [.. message.Select(d => d.Fd)], Deadline.Never) is not null)
                return false;
            sent = at + 1;
        }

        return sent == bytes.Length || to.Send(bytes.AsSpan(sent), Deadline.Never) is null;
    }
}
