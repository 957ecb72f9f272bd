using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace LocalMig.Native;

/// <summary>A file whose bytes are looked at where the kernel has them, without copying them. One that shrinks while it is mapped
/// ends the process, as it does for every program that maps files.</summary>
internal sealed unsafe class MappedFile : IDisposable
{
    private const int MostAtOnce = 1 << 30;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly long _length;
    private readonly byte* _start;

    /// <summary>Maps a file that is not empty; it stays the caller's to close.</summary>
    /// <exception cref="IOException">It cannot be mapped.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public MappedFile(SafeFileHandle file, long length)
    {
        _length = length;
        _file = MemoryMappedFile.CreateFromFile(file, mapName: null, capacity: 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        _view = _file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        // The pointer stays good until it is released in Dispose; spans made of it must not be used after that.
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
    }

    /// <summary>The bytes from an offset on, as many as a span can hold.</summary>
    /// <param name="offset">0 to the length.</param>
    public ReadOnlySpan<byte> From(long offset) => new(_start + offset, (int)Math.Min(_length - offset, MostAtOnce));

    /// <inheritdoc/>
    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }
}
