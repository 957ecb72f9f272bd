using LocalMig.Native;

namespace LocalMig.Stream;

/// <summary>A recorded stream in a file, of any size: its bytes are looked at in place.</summary>
public sealed class MappedInput : SeekableInput, IDisposable
{
    private readonly MappedFile _file;
    private long _position;

    /// <summary>Opens a file that is not empty.</summary>
    /// <exception cref="IOException">It cannot be opened or mapped.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public MappedInput(string path) => _file = new MappedFile(path);

    /// <inheritdoc/>
    public override long Offset => _position;

    /// <inheritdoc/>
    public override long End => _file.Length;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Peek(int count) => _file.From(_position);

    /// <inheritdoc/>
    public override void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _file.Length - _position);
        _position += count;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();

    /// <inheritdoc/>
    protected override void MoveTo(long offset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, _file.Length);
        _position = offset;
    }
}
