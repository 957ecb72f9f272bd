using LocalMig.Native;
using LocalMig.Wire;

namespace LocalMig.Descriptors;

/// <summary>The kinds of file that can stand behind a descriptor.</summary>
public enum FileKind
{
    /// <summary>None of the others: an eventfd, an epoll instance.</summary>
    Other,

    /// <summary>A regular file, a memfd among them.</summary>
    Regular,

    /// <summary>A directory.</summary>
    Directory,

    /// <summary>A character device, such as a TAP.</summary>
    CharacterDevice,

    /// <summary>A block device.</summary>
    BlockDevice,

    /// <summary>A pipe or a FIFO.</summary>
    Pipe,

    /// <summary>A socket.</summary>
    Socket,
}

/// <summary>What is behind a descriptor.</summary>
/// <param name="Kind">The kind of file.</param>
/// <param name="Family">The address family of a socket (1 is AF_UNIX); 0 otherwise.</param>
/// <param name="SocketType">The type of a socket (1 is a stream); 0 otherwise.</param>
/// <param name="IsListening">Whether it is a socket that accepts connections.</param>
/// <param name="Device">The device that holds the inode.</param>
/// <param name="Inode">The inode.</param>
/// <param name="Size">The size in bytes, where that means something.</param>
public sealed record DescriptorInfo(FileKind Kind, int Family, int SocketType, bool IsListening, ulong Device, ulong Inode, ulong Size)
{
    /// <summary>Whether it is a UNIX domain socket, decided by its address family (specification, section 3).</summary>
    public bool IsUnixSocket => Family == Libc.FamilyUnix;

    internal static unsafe Result<DescriptorInfo, ParseError> Of(OwnedFd fd)
    {
        FileStatus status;
        if (Libc.Status(fd, "", Libc.StatEmptyPath, Libc.StatBasic, &status) != 0)
            return SystemError.Of("look at a descriptor");
        FileKind kind = (status.Mode & 0xf000) switch
        {
            0x1000 => FileKind.Pipe,
            0x2000 => FileKind.CharacterDevice,
            0x4000 => FileKind.Directory,
            0x6000 => FileKind.BlockDevice,
            0x8000 => FileKind.Regular,
            0xc000 => FileKind.Socket,
            _ => FileKind.Other,
        };
        bool socket = kind == FileKind.Socket;
        return new DescriptorInfo(
            kind,
            socket ? Option(fd, Libc.OptionDomain) : 0,
            socket ? Option(fd, Libc.OptionType) : 0,
            socket && Option(fd, Libc.OptionAcceptsConnections) == 1,
            ((ulong)status.DeviceMajor << 32) | status.DeviceMinor,
            status.Inode,
            status.Size);
    }

    private static unsafe int Option(OwnedFd socket, int option)
    {
        int value = 0;
        uint length = sizeof(int);
        return Libc.GetOption(socket, Libc.LevelSocket, option, &value, &length) == 0 ? value : 0;
    }
}
