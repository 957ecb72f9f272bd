using System.Buffers;
using LocalMig.Descriptors;

namespace LocalMig.Suite.Tap;

/// <summary>What went through a tap in one direction, as it was sent: all bytes, and each descriptor with the byte it rode on.</summary>
public sealed class TapRecording
{
    private readonly Lock _lock = new();
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly List<TapArrival> _descriptors = [];

    /// <summary>The bytes so far.</summary>
    public byte[] Bytes
    {
        get
        {
            lock (_lock)
                return _bytes.WrittenSpan.ToArray();
        }
    }

    /// <summary>How many bytes so far.</summary>
    public long Length
    {
        get
        {
            lock (_lock)
                return _bytes.WrittenCount;
        }
    }

    /// <summary>The descriptors so far, in order.</summary>
    public IReadOnlyList<TapArrival> Descriptors
    {
        get
        {
            lock (_lock)
                return [.. _descriptors];
        }
    }

    // Takes the descriptors out of the queue and numbers them.
    internal List<TapDescriptor> Add(long offset, ReadOnlySpan<byte> bytes, DescriptorQueue arrived)
    {
        lock (_lock)
        {
            _bytes.Write(bytes);
            int inMessage = arrived.Count;
            var taken = new List<TapDescriptor>(inMessage);
            while (arrived.Take(out long rodeOn) is { } fd)
            {
                int at = (int)(rodeOn - offset);
                taken.Add(new TapDescriptor(_descriptors.Count, fd) { At = at });
                _descriptors.Add(new TapArrival(_descriptors.Count, rodeOn, bytes[at], inMessage, fd.Describe()));
            }

            return taken;
        }
    }
}

/// <summary>A descriptor that went through a tap.</summary>
/// <param name="Number">Which one of the stream, from 0.</param>
/// <param name="Offset">The byte it rode on: the last one of the read that brought it.</param>
/// <param name="ServiceByte">The value of that byte.</param>
/// <param name="InMessage">How many came with the same read.</param>
/// <param name="Description">What it is: <c>/dev/net/tun iff=tap0</c>, <c>socket:[123]</c>.</param>
public sealed record TapArrival(int Number, long Offset, byte ServiceByte, int InMessage, string Description);
