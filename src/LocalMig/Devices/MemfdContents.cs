using LocalMig.Descriptors;
using LocalMig.Native;
using LocalMig.Wire;

namespace LocalMig.Devices;

/// <summary>What is in a memory file, kept in a file of the same size in which runs of zeroes are holes.</summary>
public static class MemfdContents
{
    private const int PieceSize = 1 << 20;

    /// <summary>Keeps the content of a memory file, or of another regular file.</summary>
    /// <param name="fd">The file, which stays its owner's.</param>
    /// <param name="path">The file to write.</param>
    /// <returns>What went wrong, or null; <see cref="Errors.BackendKind"/> where the descriptor is of no regular file.</returns>
    public static ParseError? Save(OwnedFd fd, string path)
    {
        ArgumentNullException.ThrowIfNull(fd);
        if (!fd.Inspect().TryGet(out DescriptorInfo? info, out ParseError? error))
            return error;
        if (info.Kind != FileKind.Regular)
            return ParseError.In(Errors.BackendKind, fd.Describe(), "there is no content to keep");
        try
        {
            using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
            file.SetLength((long)info.Size);
            var piece = new byte[PieceSize];
            for (long at = 0; at < (long)info.Size;)
            {
                int count = ReadAt(fd, at, piece);
                if (count <= 0)
                    return count < 0 ? SystemError.Of("read a memory file") : null;
                if (piece.AsSpan(0, count).ContainsAnyExcept((byte)0))
                    RandomAccess.Write(file.SafeFileHandle, piece.AsSpan(0, count), at);
                at += count;
            }

            return null;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return ParseError.In(Errors.SystemCall, path, failed.Message);
        }
    }

    /// <summary>Makes a memory file with content that was kept.</summary>
    /// <param name="name">Its name, which /proc shows.</param>
    /// <param name="path">The file to read.</param>
    public static Result<MemfdBackend, ParseError> Load(string name, string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            if (!MemfdBackend.Create(name, file.Length).TryGet(out MemfdBackend? backend, out ParseError? error))
                return error;
            error = Fill(backend, file);
            if (error is null)
                return backend;
            backend.Dispose();
            return error;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return ParseError.In(Errors.SystemCall, path, failed.Message);
        }
    }

    // A hole of the file becomes one of the memory file.
    private static ParseError? Fill(MemfdBackend backend, FileStream file)
    {
        var piece = new byte[PieceSize];
        for (long at = 0; at < file.Length;)
        {
            int count = RandomAccess.Read(file.SafeFileHandle, piece, at);
            if (count == 0)
                return null;
            if (piece.AsSpan(0, count).ContainsAnyExcept((byte)0) && backend.Write(at, piece.AsSpan(0, count)) is ParseError error)
                return error;
            at += count;
        }

        return null;
    }

    private static unsafe int ReadAt(OwnedFd fd, long position, Span<byte> into)
    {
        fixed (byte* start = into)
            return (int)Libc.ReadAt(fd, start, (nuint)into.Length, position);
    }
}
