using System.Buffers.Binary;
using LocalMig.Descriptors;
using LocalMig.Stream;

namespace LocalMig.Suite.Faults.Decorators;

/// <summary>A live stream as a reader sees it that takes something wrong for something right.</summary>
/// <param name="channel">The channel.</param>
internal sealed class RewrittenInput(ChannelReader channel) : StreamInput
{
    private readonly ChannelInput _inner = new(channel);
    private byte[] _front = [];

    /// <summary>Changes each word of eight bytes that is read as one.</summary>
    public Func<ulong, ulong>? Word { get; init; }

    /// <inheritdoc/>
    public override long Offset => _inner.Offset;

    /// <summary>Consumes bytes and puts others in their place.</summary>
    public void Replace(int count, ReadOnlySpan<byte> instead)
    {
        _ = _inner.Peek(count);
        _inner.Advance(count);
        _front = instead.ToArray();
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Peek(int count)
    {
        ReadOnlySpan<byte> bytes = _inner.Peek(Math.Max(count - _front.Length, 0));
        if (_inner.Error is { } error)
            Fail(error);
        if (_front.Length > 0)
            return (byte[])[.. _front, .. bytes];
        if (Word is null || count != sizeof(ulong) || bytes.Length < count)
            return bytes;
        byte[] changed = bytes.ToArray();
        BinaryPrimitives.WriteUInt64BigEndian(changed, Word(BinaryPrimitives.ReadUInt64BigEndian(changed)));
        return changed;
    }

    /// <inheritdoc/>
    public override void Advance(int count)
    {
        int front = Math.Min(count, _front.Length);
        _front = _front[front..];
        _inner.Advance(count - front);
    }

    /// <inheritdoc/>
    public override OwnedFd? ReadDescriptor()
    {
        OwnedFd? descriptor = _inner.ReadDescriptor();
        if (_inner.Error is { } error)
            Fail(error);
        return descriptor;
    }
}
