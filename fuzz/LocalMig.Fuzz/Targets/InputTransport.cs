using LocalMig.Descriptors;
using LocalMig.Wire;

namespace LocalMig.Fuzz.Targets;

/// <summary>A socket without a kernel: gives the input in pieces, with descriptors on them, as the first bytes of the input say:
/// how many pieces are told, then for each its length and how many descriptors ride on its last byte.</summary>
internal sealed class InputTransport : Transport
{
    private const int MostPieces = 15;

    private readonly ReadOnlyMemory<byte> _plan;
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly OwnedFd _descriptor;
    private readonly bool _passes;
    private int _position;
    private int _piece;

    /// <param name="input">Plan and bytes.</param>
    /// <param name="descriptor">Duplicates of it are what arrives; it stays the caller's.</param>
    /// <param name="passes">Whether descriptors can be passed at all.</param>
    public InputTransport(ReadOnlyMemory<byte> input, OwnedFd descriptor, bool passes = true)
        : base("fuzz")
    {
        int pieces = input.IsEmpty ? 0 : Math.Min(input.Span[0] & MostPieces, (input.Length - 1) / 2);
        int start = input.IsEmpty ? 0 : 1 + (2 * pieces);
        _plan = input[(input.IsEmpty ? 0 : 1)..start];
        _bytes = input[start..];
        _descriptor = descriptor;
        _passes = passes;
    }

    /// <summary>The bytes that come, without the plan.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <summary>How many descriptors went out to the reader.</summary>
    public int Given { get; private set; }

    public override bool CanPassDescriptors => _passes;

    public override Result<int, ParseError> Receive(Span<byte> buffer, DescriptorQueue arrived, Deadline deadline)
    {
        int left = _bytes.Length - _position;
        int count = Math.Min(buffer.Length, left);
        int descriptors = 0;
        if (_passes && _plan.Length > 0 && count > 0)
        {
            int entry = 2 * (_piece++ % (_plan.Length / 2));
            count = Math.Min(count, 1 + _plan.Span[entry]);
            descriptors = _plan.Span[entry + 1] & 3;
        }

        _bytes.Span.Slice(_position, count).CopyTo(buffer);
        _position += count;
        ReceivedBytes += count;
        for (int i = 0; i < descriptors; i++)
        {
            OwnedFd copy = _descriptor.Duplicate().Value;
            if (!arrived.Add(copy, ReceivedBytes - 1))
            {
                copy.Dispose();
                return ParseError.At(Errors.LimitExceeded, ReceivedBytes - 1, "more descriptors than may wait");
            }

            Given++;
        }

        return count;
    }

    public override ParseError? Send(ReadOnlySpan<byte> bytes, ReadOnlySpan<OwnedFd> descriptors, Deadline deadline) => null;

    public override void ShutdownWrite()
    {
    }

    public override void Shutdown()
    {
    }

    public override void Abort()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
