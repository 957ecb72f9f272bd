using LocalMig.Descriptors;
using LocalMig.Native;
using LocalMig.Wire;

namespace LocalMig.Devices;

/// <summary>A TAP interface of one or more queues. The echo guest sends every frame back on the queue it came from.</summary>
public sealed class TapBackend : Backend
{
    /// <summary>The most queues that a TAP of Linux has.</summary>
    public const int MaximumQueues = 256;

    // The largest frame with offloads, and room for the longest header.
    private const int BufferSize = 65536 + 256;

    // Frames that are echoed before other descriptors get their turn.
    private const int Burst = 64;

    private readonly OwnedFd[] _queues;
    private readonly TapQueueState[] _states;
    private readonly bool[] _nonBlocking;
    private readonly byte[] _buffer = new byte[BufferSize];
    private long _echoed;
    private long _dropped;

    private TapBackend(OwnedFd[] queues, TapQueueState[] states, string interfaceName)
    {
        _queues = queues;
        _states = states;
        _nonBlocking = [.. queues.Select(q => q.NonBlocking)];
        InterfaceName = interfaceName;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<OwnedFd> Descriptors => _queues;

    /// <summary>Frames that were sent back.</summary>
    public override long Echoed => Interlocked.Read(ref _echoed);

    /// <summary>Frames that the interface did not take back, because it was down.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>The interface's name, in the network namespace where it was made.</summary>
    public string InterfaceName { get; }

    internal override int PolledCount => _queues.Length;

    /// <summary>Makes a TAP interface, in the network namespace of the thread that calls.</summary>
    /// <param name="options">What it is to be like.</param>
    /// <returns>The backend, or <see cref="Errors.TapOpen"/> with QEMU's text ("could not open /dev/net/tun: Permission denied").</returns>
    public static Result<TapBackend, ParseError> Open(TapOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Queues is < 1 or > MaximumQueues)
            throw new ArgumentOutOfRangeException(nameof(options), options.Queues, "a TAP has 1 to 256 queues");
        int flags = Libc.TunTap | Libc.TunNoPacketInformation;
        flags |= options.VnetHeader ? Libc.TunVirtioHeader : 0;
        flags |= options.Queues > 1 ? Libc.TunMultiQueue : 0;
        var queues = new List<OwnedFd>();
        string name = options.InterfaceName;
        ParseError? error = null;
        while (queues.Count < options.Queues && TapControl.Open(name, flags).TryGet(out OwnedFd? queue, out error))
        {
            queues.Add(queue);

            // The first queue makes the interface, the others join it by the name that it got.
            if (!TapControl.Read(queue, out name, out _))
                error = ParseError.In(Errors.TapOpen, TapControl.Path, $"{queue.Describe()} is not the TAP it was made to be");
            else if (options.VnetHeader && !TapControl.SetHeaderLength(queue, options.HeaderLength))
                error = ParseError.In(Errors.TapOpen, TapControl.Path, $"a header of {options.HeaderLength} bytes: {Errno.Text(Errno.Last)}");
            if (error is not null)
                break;
        }

        if (error is null)
        {
            uint offloads = TapControl.ProbeOffloads(queues[0]);
            return new TapBackend([.. queues], [.. queues.Select(q => Read(q, offloads))], name);
        }

        queues.ForEach(static q => q.Dispose());
        return error;
    }

    /// <summary>Makes a backend of queues that are open already: handed over by a migration, or by whoever manages the machine. No
    /// TAP is opened, and nothing is changed at the interface.</summary>
    /// <param name="queues">The descriptors, in the order of the queues; the backend takes them over if they are fit for one, otherwise
    /// they stay with their owner.</param>
    /// <param name="states">What travelled beside each of them; empty to read what can be read.</param>
    /// <returns>The backend, or <see cref="Errors.BackendKind"/> if one of them is no TAP, or is of another interface than the others.</returns>
    public static Result<TapBackend, ParseError> Adopt(IReadOnlyList<OwnedFd> queues, IReadOnlyList<TapQueueState> states)
    {
        ArgumentNullException.ThrowIfNull(queues);
        ArgumentNullException.ThrowIfNull(states);
        if (queues.Count == 0 || (states.Count != 0 && states.Count != queues.Count))
            throw new ArgumentException($"{queues.Count} descriptors and {states.Count} states", nameof(states));
        if (Refuse(queues, out string name) is { } error)
            return error;

        TapQueueState[] kept = states.Count != 0 ? [.. states] : [.. queues.Select(static q => Read(q, 0))];
        return new TapBackend([.. queues.Select(static q => q.Move())], kept, name);
    }

    /// <summary>Says why <see cref="Adopt"/> would not take these descriptors; null where it would.</summary>
    /// <param name="queues">The descriptors, which are only looked at.</param>
    public static ParseError? Refuse(params IReadOnlyList<OwnedFd> queues) => Refuse(queues, out _);

    /// <summary>The state of a queue.</summary>
    /// <param name="queue">Its number, from 0.</param>
    public TapQueueState State(int queue) => _states[queue];

    /// <summary>What the kernel says of a queue now: the name of its interface and its flags (IFF_TAP, IFF_VNET_HDR, ...).</summary>
    /// <param name="queue">Its number, from 0.</param>
    public (string InterfaceName, int Flags) ReadBack(int queue) =>
        TapControl.Read(_queues[queue], out string name, out int flags) ? (name, flags) : ("", 0);

    /// <summary>Attaches a queue of several to the interface, or detaches it: frames come to attached ones only.</summary>
    /// <param name="queue">Its number, from 0.</param>
    /// <param name="enabled">Whether it is to be attached.</param>
    /// <returns>Null, or what the system says.</returns>
    /// <exception cref="InvalidOperationException">The backend is polled.</exception>
    public ParseError? SetEnabled(int queue, bool enabled)
    {
        if (Polling)
            throw new InvalidOperationException("queues are attached and detached while nobody polls");
        if (_states[queue].Enabled == enabled)
            return null;
        if (!TapControl.SetEnabled(_queues[queue], enabled))
            return SystemError.Of(enabled ? "attach a queue" : "detach a queue");
        _states[queue] = _states[queue] with { Enabled = enabled };
        return null;
    }

    internal override (OwnedFd Descriptor, short Events) Polled(int index) =>
        (_queues[index], _states[index].Enabled ? Libc.PollIn : (short)0);

    internal override unsafe void OnReady(int index)
    {
        OwnedFd queue = _queues[index];
        fixed (byte* frame = _buffer)
        {
            // One read of a blocking queue is what poll promised; more could wait.
            for (int i = _nonBlocking[index] ? Burst : 1; i > 0; i--)
            {
                nint length = Libc.Read(queue, frame, BufferSize);
                if (length <= 0)
                    return;
                bool taken = Libc.Write(queue, frame, (nuint)length) == length;
                _ = Interlocked.Increment(ref taken ? ref _echoed : ref _dropped);
            }
        }
    }

    private static TapQueueState Read(OwnedFd queue, uint offloads)
    {
        _ = TapControl.Read(queue, out _, out int flags);
        return TapControl.State(queue, flags, offloads);
    }

    private static ParseError? Refuse(IReadOnlyList<OwnedFd> queues, out string name)
    {
        ArgumentNullException.ThrowIfNull(queues);
        name = "";
        foreach (OwnedFd queue in queues)
        {
            if (!TapControl.Read(queue, out string found, out _))
                return ParseError.In(Errors.BackendKind, queue.Describe(), "not a TAP");
            if (name.Length != 0 && !string.Equals(name, found, StringComparison.Ordinal))
                return ParseError.In(Errors.BackendKind, queue.Describe(), $"a queue of {found} among queues of {name}");
            name = found;
        }

        return null;
    }
}
