using System.Runtime.InteropServices;
using System.Text;
using LocalMig.Native;
using LocalMig.Wire;

namespace LocalMig.Descriptors;

/// <summary>struct sockaddr_un: a family, and a path or an abstract name of at most 107 bytes.</summary>
internal static class UnixSocketAddress
{
    /// <summary>Bytes of the structure.</summary>
    internal const int Size = sizeof(ushort) + PathSize;

    private const int PathSize = 108;

    /// <summary>Writes the address. An abstract name begins with a zero byte and ends where the address ends.</summary>
    internal static ParseError? Write(string path, bool isAbstract, Span<byte> address, out int length)
    {
        length = 0;
        if (path.Length == 0)
            return ParseError.In(Errors.ChannelAddress, path, "an address without a path");
        if (path.Contains('\0', StringComparison.Ordinal))
            return ParseError.In(Errors.ChannelAddress, path, "a path with a zero byte");
        if (Encoding.UTF8.GetByteCount(path) >= PathSize)
            return ParseError.In(Errors.ChannelAddress, path, $"UNIX socket path '{path}' is too long");

        address[..Size].Clear();
        MemoryMarshal.Write(address, (ushort)Libc.FamilyUnix);
        Span<byte> name = address[sizeof(ushort)..Size];
        int bytes = Encoding.UTF8.GetBytes(path, isAbstract ? name[1..] : name);

        // Both forms take one byte more than the text: the leading zero of an abstract name, the final one of a path.
        length = sizeof(ushort) + bytes + 1;
        return null;
    }
}
