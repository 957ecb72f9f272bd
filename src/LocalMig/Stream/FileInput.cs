using LocalMig.Native;
using Microsoft.Win32.SafeHandles;

namespace LocalMig.Stream;

/// <summary>A recorded stream in a file, of any size. A small one is looked at in place; of a large one a window is read at a time,
/// since a fault for every page of RAM that is passed over costs several times as much as copying it.</summary>
public sealed class FileInput : SeekableInput, IDisposable
{
    /// <summary>Files of more bytes are read through a window.</summary>
    internal const long MostInPlace = 8 << 20;

    private const int WindowSize = 1 << 18;

    private readonly SafeFileHandle _file;
    private readonly MappedFile _mapped;
    private readonly byte[]? _window;
    private long _windowAt;
    private int _filled;
    private long _position;

    /// <summary>Opens a file that is not empty.</summary>
    /// <exception cref="IOException">It cannot be opened or mapped.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public FileInput(string path)
        : this(path, MostInPlace)
    {
    }

    internal FileInput(string path, long mostInPlace)
    {
        _file = File.OpenHandle(path);
        try
        {
            End = RandomAccess.GetLength(_file);
            _mapped = new MappedFile(_file, End);
        }
        catch
        {
            _file.Dispose();
            throw;
        }

        _window = End > mostInPlace ? GC.AllocateUninitializedArray<byte>(WindowSize) : null;
    }

    /// <inheritdoc/>
    public override long Offset => _position;

    /// <inheritdoc/>
    public override long End { get; }

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Peek(int count)
    {
        if (_window is null)
            return _mapped.From(_position);
        long at = _position - _windowAt;
        if (at < 0 || at > _filled || _filled - at < count)
        {
            Fill(_window);
            at = 0;
        }

        return _window.AsSpan((int)at, _filled - (int)at);
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> PeekAll() => _mapped.From(_position);

    /// <inheritdoc/>
    public override void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, End - _position);
        _position += count;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        _mapped.Dispose();
        _file.Dispose();
    }

    /// <inheritdoc/>
    protected override void MoveTo(long offset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, End);
        _position = offset;
    }

    // What grew behind the end since the file was opened is not read.
    private void Fill(byte[] window)
    {
        _windowAt = _position;
        _filled = 0;
        int wanted = (int)Math.Min(window.Length, End - _position);
        while (_filled < wanted && RandomAccess.Read(_file, window.AsSpan(_filled, wanted - _filled), _windowAt + _filled) is > 0 and int count)
            _filled += count;
    }
}
