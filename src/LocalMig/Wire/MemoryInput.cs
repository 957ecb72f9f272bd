namespace LocalMig.Wire;

/// <summary>Bytes in memory, read as a <see cref="ByteInput"/>.</summary>
/// <param name="bytes">The bytes.</param>
/// <param name="start">The offset of the first one, where they are a part of something larger.</param>
public sealed class MemoryInput(ReadOnlyMemory<byte> bytes, long start = 0) : ByteInput
{
    private int _position;

    /// <inheritdoc/>
    public override long Offset => start + _position;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Peek(int count) => bytes.Span[_position..];

    /// <inheritdoc/>
    public override void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, bytes.Length - _position);
        _position += count;
    }
}
