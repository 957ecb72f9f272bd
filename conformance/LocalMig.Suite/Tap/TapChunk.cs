using LocalMig.Descriptors;

namespace LocalMig.Suite.Tap;

/// <summary>What the tap received at once and is about to pass on: bytes, the descriptors that ride on them, and whether the
/// connection ends after it. An interference changes it.</summary>
public sealed class TapChunk : IDisposable
{
    private readonly List<byte> _bytes;
    private readonly List<TapDescriptor> _descriptors;

    internal TapChunk(long offset, IReadOnlyCollection<byte> bytes, IEnumerable<TapDescriptor> descriptors)
    {
        Offset = offset;
        Length = bytes.Count;
        _bytes = [.. bytes];
        _descriptors = [.. descriptors];
    }

    /// <summary>The offset of its first byte in the stream as it was sent.</summary>
    public long Offset { get; }

    /// <summary>How many bytes it had as it was sent.</summary>
    public int Length { get; }

    /// <summary>The bytes as they will be passed on.</summary>
    public IReadOnlyList<byte> Bytes => _bytes;

    /// <summary>The descriptors as they will be passed on, in order.</summary>
    public IReadOnlyList<TapDescriptor> Descriptors => _descriptors;

    /// <summary>Whether the connection is cut in both directions after this.</summary>
    public bool Cut { get; set; }

    /// <summary>Finds a descriptor by its number in the stream; null where it is not in this chunk.</summary>
    public TapDescriptor? Find(int number) => _descriptors.Find(d => d.Number == number);

    /// <summary>Whether an offset of the stream as it was sent lies in this chunk.</summary>
    public bool Covers(long offset) => offset >= Offset && offset < Offset + Length;

    /// <summary>Changes a byte.</summary>
    /// <param name="at">Index into <see cref="Bytes"/>.</param>
    /// <param name="value">The new value.</param>
    public void Alter(int at, byte value) => _bytes[at] = value;

    /// <summary>Puts bytes before another; descriptors stay on their bytes.</summary>
    public void Insert(int at, ReadOnlySpan<byte> bytes)
    {
        _bytes.InsertRange(at, bytes);
        foreach (TapDescriptor d in _descriptors.Where(d => d.At >= at))
            d.At += bytes.Length;
    }

    /// <summary>Takes bytes out; a descriptor on one of them rides on the byte before, or the first one that is left.</summary>
    public void Remove(int at, int count)
    {
        _bytes.RemoveRange(at, count);
        foreach (TapDescriptor d in _descriptors.Where(d => d.At >= at))
            d.At = d.At >= at + count ? d.At - count : Math.Max(0, at - 1);
    }

    /// <summary>Takes everything from a byte on out, and cuts the connection there.</summary>
    public void CutFrom(int at)
    {
        _bytes.RemoveRange(at, _bytes.Count - at);
        foreach (TapDescriptor d in _descriptors.Where(d => d.At >= at).ToArray())
            Remove(d);
        Cut = true;
    }

    /// <summary>Takes a descriptor out and closes it.</summary>
    public void Remove(TapDescriptor descriptor)
    {
        _descriptors.Remove(descriptor);
        descriptor.Fd.Dispose();
    }

    /// <summary>Adds a descriptor, before those that ride on the same byte or on later ones.</summary>
    /// <param name="at">The byte it rides on.</param>
    /// <param name="fd">The descriptor; the chunk owns it from now on.</param>
    public void Add(int at, OwnedFd fd)
    {
        int index = _descriptors.FindIndex(d => d.At >= at);
        _descriptors.Insert(index < 0 ? _descriptors.Count : index, new TapDescriptor(-1, fd) { At = at });
    }

    /// <summary>Takes out the descriptors that were moved behind the chunk's last byte; they are placed from there on.</summary>
    internal List<TapDescriptor> TakeOverhanging()
    {
        List<TapDescriptor> overhanging = _descriptors.FindAll(d => d.At >= _bytes.Count);
        _descriptors.RemoveAll(overhanging.Contains);
        overhanging.ForEach(d => d.At -= _bytes.Count);
        return overhanging;
    }

    /// <summary>Adds descriptors that were moved here from an earlier chunk.</summary>
    internal void AddCarried(IEnumerable<TapDescriptor> carried) => _descriptors.InsertRange(0, carried);

    /// <summary>Closes the descriptors.</summary>
    public void Dispose()
    {
        foreach (TapDescriptor d in _descriptors)
            d.Fd.Dispose();
        _descriptors.Clear();
    }
}

/// <summary>A descriptor on its way through the tap.</summary>
/// <param name="number">Which one of the stream, from 0; -1 for one that the tap added.</param>
/// <param name="fd">The descriptor.</param>
public sealed class TapDescriptor(int number, OwnedFd fd)
{
    /// <summary>Which one of the stream, from 0; -1 for one that the tap added.</summary>
    public int Number { get; } = number;

    /// <summary>The descriptor; the chunk owns it.</summary>
    public OwnedFd Fd { get; } = fd;

    /// <summary>The byte of the chunk that it rides on.</summary>
    public int At { get; set; }
}
