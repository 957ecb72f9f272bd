using LocalMig.Native;

namespace LocalMig.Descriptors;

/// <summary>Descriptors that arrived and wait to be claimed, first in, first out. It owns what is in it: what nobody takes is closed
/// when it is disposed, or at the latest when it is collected.</summary>
/// <remarks>For one thread at a time.</remarks>
public sealed class DescriptorQueue : IDisposable
{
    private const int InitialSize = 16;
    private const int MaximumStock = 32;

    // A ring: entries from _head on, _count of them. Numbers instead of owners, so that passing a descriptor on allocates one object.
    private ArrivedDescriptor[] _ring = [];
    private int _head;
    private OwnedFd?[] _stock = [];
    private int _owners;
    private bool _disposed;

    /// <summary>Makes an empty queue.</summary>
    /// <param name="limit">How many may wait at once.</param>
    public DescriptorQueue(int limit = 1024) => Limit = limit;

    /// <summary>Closes what nobody took and nobody disposed.</summary>
    ~DescriptorQueue() => CloseAll();

    /// <summary>How many wait.</summary>
    public int Count { get; private set; }

    /// <summary>How many may wait at once.</summary>
    public int Limit { get; }

    /// <summary>What waits, in order.</summary>
    public IReadOnlyList<ArrivedDescriptor> Unclaimed => [.. Enumerable.Range(0, Count).Select(i => _ring[(_head + i) & (_ring.Length - 1)])];

    /// <summary>Puts a descriptor at the end and owns it from now on.</summary>
    /// <param name="descriptor">The descriptor; its owner is left empty.</param>
    /// <param name="offset">The byte of the stream it rides on.</param>
    /// <returns>False if the queue is full: the descriptor stays with its owner.</returns>
    /// <exception cref="ObjectDisposedException">The queue is disposed.</exception>
    public bool Add(OwnedFd descriptor, long offset) =>
        Count < Limit && AddNumber(new ArrivedDescriptor(descriptor.Release(), offset, offset));

    /// <summary>Takes the descriptor that waited longest; null if none waits.</summary>
    /// <param name="offset">The byte of the stream it rode on (<see cref="ArrivedDescriptor.LastOffset"/>).</param>
    public OwnedFd? Take(out long offset)
    {
        if (Count == 0)
        {
            offset = -1;
            return null;
        }

        ArrivedDescriptor head = _ring[_head];
        _head = (_head + 1) & (_ring.Length - 1);
        Count--;
        offset = head.LastOffset;
        return Owner(head.Number);
    }

    /// <summary>Takes the descriptor that waited longest; null if none waits.</summary>
    public OwnedFd? Take() => Take(out _);

    /// <summary>Closes everything that waits.</summary>
    public void Clear() => CloseAll();

    /// <inheritdoc/>
    public void Dispose()
    {
        CloseAll();
        _disposed = true;
        GC.SuppressFinalize(this);
    }

    internal bool AddNumber(ArrivedDescriptor arrived)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (Count >= Limit)
            return false;
        if (Count == _ring.Length)
            Grow();
        _ring[(_head + Count) & (_ring.Length - 1)] = arrived;
        Count++;
        return true;
    }

    // An object that has to be finalized takes the runtime a way through code that the system calls have pushed out of the caches.
    // Several made in a row take that way once.
    private OwnedFd Owner(int number)
    {
        if (_owners == 0)
        {
            Array.Resize(ref _stock, Math.Min(MaximumStock, Math.Max(1, _stock.Length * 2)));
            OwnedFd.Make(_stock);
            _owners = _stock.Length;
        }

        OwnedFd owner = _stock[--_owners]!;
        _stock[_owners] = null;
        owner.Fill(number);
        return owner;
    }

    private void Grow()
    {
        var larger = new ArrivedDescriptor[Math.Max(InitialSize, _ring.Length * 2)];
        for (int i = 0; i < Count; i++)
            larger[i] = _ring[(_head + i) & (_ring.Length - 1)];
        _ring = larger;
        _head = 0;
    }

    private void CloseAll()
    {
        for (; Count > 0; Count--)
        {
            _ = Libc.Close(_ring[_head].Number);
            _head = (_head + 1) & (_ring.Length - 1);
        }
    }
}
