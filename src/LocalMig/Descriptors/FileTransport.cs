using LocalMig.Native;
using LocalMig.Wire;

namespace LocalMig.Descriptors;

/// <summary>A channel to or from a file, beginning at an offset.</summary>
public sealed class FileTransport : ByteTransport
{
    private const uint Mode = 0x1b0; // rw-rw----
    private const int SeekSet = 0;

    private FileTransport(OwnedFd file, FileKind kind, string path)
        : base(file, kind, $"file:{path}", "file")
    {
    }

    /// <summary>Opens a file to write to, creates it where it is missing, and cuts it at the offset.</summary>
    /// <param name="path">The file.</param>
    /// <param name="offset">Where the stream begins, in bytes.</param>
    /// <returns>The channel, or an error with QEMU's text ("Could not create '/nonexistent/x': No such file or directory").</returns>
    public static Result<FileTransport, ParseError> Create(string path, ulong offset = 0) =>
        Open(path, Libc.OpenWriteOnly | Libc.OpenCreate, "create", offset, cut: true);

    /// <summary>Opens a file to read from.</summary>
    /// <param name="path">The file.</param>
    /// <param name="offset">Where the stream begins, in bytes.</param>
    /// <returns>The channel, or an error with QEMU's text ("Could not open '/nonexistent': No such file or directory").</returns>
    public static Result<FileTransport, ParseError> Open(string path, ulong offset = 0) =>
        Open(path, Libc.OpenReadOnly, "open", offset, cut: false);

    private static Result<FileTransport, ParseError> Open(string path, int flags, string verb, ulong offset, bool cut)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Contains('\0', StringComparison.Ordinal))
            return ParseError.In(Errors.ChannelAddress, path, "a path with a zero byte");
        int fd = Libc.Open(path, flags | Libc.OpenCloseOnExec, Mode);
        if (fd < 0)
            return ParseError.In(Errors.ChannelConnect, path, $"Could not {verb} '{path}': {Errno.Text(Errno.Last)}");
        var file = OwnedFd.Adopt(fd);
        if (!file.Inspect().TryGet(out DescriptorInfo? info, out ParseError? error))
        {
            file.Dispose();
            return error;
        }

        string? failed = null;
        if (cut && Libc.Truncate(file, (long)offset) != 0)
            failed = $"failed to truncate migration file to offset {offset:x}: {Errno.Text(Errno.Last)}";
        else if (offset != 0 && Libc.Seek(file, (long)offset, SeekSet) < 0)
            failed = $"Unable to seek to offset {offset} whence 0 in file: {Errno.Text(Errno.Last)}";
        if (failed is null)
            return new FileTransport(file, info.Kind, path);
        file.Dispose();
        return ParseError.In(Errors.ChannelIo, path, failed);
    }
}
