namespace LocalMig.Stream;

/// <summary>A recorded stream in memory.</summary>
/// <param name="bytes">The bytes.</param>
/// <param name="start">The offset of the first one in the whole stream.</param>
public sealed class RecordedInput(ReadOnlyMemory<byte> bytes, long start = 0) : SeekableInput
{
    private int _position;

    /// <inheritdoc/>
    public override long Offset => start + _position;

    /// <inheritdoc/>
    public override long End => start + bytes.Length;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Peek(int count) => bytes.Span[_position..];

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> PeekAll() => Peek(0);

    /// <inheritdoc/>
    public override void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, bytes.Length - _position);
        _position += count;
    }

    /// <inheritdoc/>
    protected override void MoveTo(long offset)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(offset, start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, End);
        _position = (int)(offset - start);
    }
}
