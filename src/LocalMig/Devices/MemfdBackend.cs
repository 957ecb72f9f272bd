using LocalMig.Descriptors;
using LocalMig.Native;
using LocalMig.Wire;

namespace LocalMig.Devices;

/// <summary>A memory file. Nothing arrives at it by itself, so there is nothing to echo: continuity shows in its content.</summary>
public sealed class MemfdBackend : Backend
{
    private const uint CloseOnExec = 1;

    private readonly OwnedFd _file;

    private MemfdBackend(OwnedFd file) => _file = file;

    /// <inheritdoc/>
    public override IReadOnlyList<OwnedFd> Descriptors => [_file];

    /// <summary>Always 0.</summary>
    public override long Echoed => 0;

    /// <summary>The size in bytes, as it is now.</summary>
    public long Size => _file.Inspect().TryGet(out DescriptorInfo? info, out _) ? (long)info.Size : -1;

    internal override int PolledCount => 0;

    /// <summary>Makes a memory file full of zeroes.</summary>
    /// <param name="name">Its name, which /proc shows.</param>
    /// <param name="size">Its size in bytes.</param>
    public static Result<MemfdBackend, ParseError> Create(string name, long size)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        int fd = Libc.MemoryFile(name, CloseOnExec);
        if (fd < 0)
            return SystemError.Of("make a memory file");
        var file = OwnedFd.Adopt(fd);
        if (Libc.Truncate(file, size) == 0)
            return new MemfdBackend(file);
        ParseError error = SystemError.Of("size a memory file");
        file.Dispose();
        return error;
    }

    /// <summary>Makes a backend of a memory file that exists.</summary>
    /// <param name="fd">The file; the backend takes it over if it is fit for one, otherwise it stays with its owner.</param>
    /// <returns>The backend, or <see cref="Errors.BackendKind"/> if this is no memory file.</returns>
    public static Result<MemfdBackend, ParseError> Adopt(OwnedFd fd)
    {
        return Refuse(fd) is { } error ? error : new MemfdBackend(fd.Move());
    }

    /// <summary>Says why <see cref="Adopt"/> would not take a descriptor; null where it would.</summary>
    /// <param name="fd">The descriptor, which is only looked at.</param>
    public static ParseError? Refuse(OwnedFd fd)
    {
        ArgumentNullException.ThrowIfNull(fd);
        return fd.Describe().StartsWith("/memfd:", StringComparison.Ordinal)
            ? null
            : ParseError.In(Errors.BackendKind, fd.Describe(), "not a memory file");
    }

    /// <summary>Reads content.</summary>
    /// <param name="position">Where it begins.</param>
    /// <param name="buffer">Takes it.</param>
    /// <returns>How many bytes there were.</returns>
    public unsafe Result<int, ParseError> Read(long position, Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            nint count = Libc.ReadAt(_file, start, (nuint)buffer.Length, position);
            return count < 0 ? SystemError.Of("read a memory file") : (int)count;
        }
    }

    /// <summary>Writes content.</summary>
    /// <param name="position">Where it begins.</param>
    /// <param name="bytes">The content.</param>
    public unsafe ParseError? Write(long position, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            fixed (byte* start = bytes)
            {
                nint count = Libc.WriteAt(_file, start, (nuint)bytes.Length, position);
                if (count < 0)
                    return SystemError.Of("write a memory file");
                bytes = bytes[(int)count..];
                position += count;
            }
        }

        return null;
    }

    internal override (OwnedFd Descriptor, short Events) Polled(int index) => (_file, 0);

    internal override void OnReady(int index)
    {
        // Nothing is polled, so nothing gets ready.
    }
}
