using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using LocalMig.Native;
using LocalMig.Wire;

namespace LocalMig.Descriptors;

/// <summary>What one may say about a TCP connection; null where nothing is said.</summary>
public sealed record TcpOptions
{
    /// <summary>Nothing is said.</summary>
    public static TcpOptions None { get; } = new();

    /// <summary>The host is a number, never a name.</summary>
    public bool Numeric { get; init; }

    /// <summary>The highest port to try when listening.</summary>
    public ushort? To { get; init; }

    /// <summary>IPv4 may be used.</summary>
    public bool? Ipv4 { get; init; }

    /// <summary>IPv6 may be used.</summary>
    public bool? Ipv6 { get; init; }

    /// <summary>Dead peers are looked for.</summary>
    public bool KeepAlive { get; init; }

    /// <summary>Probes without an answer before giving up.</summary>
    public uint? KeepAliveCount { get; init; }

    /// <summary>Seconds of silence before the first probe.</summary>
    public uint? KeepAliveIdle { get; init; }

    /// <summary>Seconds between probes.</summary>
    public uint? KeepAliveInterval { get; init; }

    /// <summary>Several paths may be used.</summary>
    public bool Mptcp { get; init; }
}

/// <summary>An address of a TCP or vsock socket as the system wants it, from texts.</summary>
internal sealed class NetworkAddress
{
    private const int VsockSize = 16;

    private NetworkAddress(int family, int protocol, byte[] bytes)
    {
        Family = family;
        Protocol = protocol;
        Bytes = bytes;
    }

    internal int Family { get; }

    internal int Protocol { get; }

    /// <summary>The structure, as bind and connect take it.</summary>
    internal byte[] Bytes { get; }

    /// <summary>Asks the system's resolver, which may wait for a name server.</summary>
    internal static unsafe Result<NetworkAddress[], ParseError> Resolve(string host, string port, TcpOptions options, bool passive)
    {
        if (options is { Ipv4: false, Ipv6: false })
            return ParseError.In(Errors.ChannelAddress, host, "Cannot disable IPv4 and IPv6 at same time");
        var hints = new AddressInfo
        {
            Flags = (options.Numeric ? Libc.AddressNumericHost : Libc.AddressConfigured) | (passive ? Libc.AddressPassive : 0),
            Family = FamilyOf(options),
            SocketType = Libc.SocketStream,
        };
        AddressInfo* list = null;
        int code = Libc.GetAddressInfo(host.Length == 0 ? null : host, port, &hints, &list);
        if (code != 0)
        {
            string why = Marshal.PtrToStringUTF8((nint)Libc.AddressErrorText(code)) ?? "";
            return ParseError.In(Errors.ChannelAddress, host, $"address resolution failed for {host}:{port}: {why}");
        }

        var found = new List<NetworkAddress>();
        for (AddressInfo* entry = list; entry is not null; entry = entry->Next)
        {
            byte[] bytes = new Span<byte>(entry->Address, (int)entry->AddressLength).ToArray();
            found.Add(new NetworkAddress(entry->Family, options.Mptcp ? Libc.ProtocolMptcp : 0, bytes));
        }

        Libc.FreeAddressInfo(list);
        return found.ToArray();
    }

    /// <summary>A vsock address; both texts are decimal numbers.</summary>
    internal static Result<NetworkAddress[], ParseError> Vsock(string cid, string port)
    {
        if (!uint.TryParse(cid, NumberStyles.None, CultureInfo.InvariantCulture, out uint cidNumber))
            return ParseError.In(Errors.ChannelAddress, cid, $"Failed to parse cid '{cid}'");
        if (!uint.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out uint portNumber))
            return ParseError.In(Errors.ChannelAddress, port, $"Failed to parse port '{port}'");
        byte[] bytes = new byte[VsockSize];
        MemoryMarshal.Write(bytes, (ushort)Libc.FamilyVsock);
        MemoryMarshal.Write(bytes.AsSpan(4), in portNumber);
        MemoryMarshal.Write(bytes.AsSpan(8), in cidNumber);
        return new[] { new NetworkAddress(Libc.FamilyVsock, 0, bytes) };
    }

    /// <summary>The same address with another port.</summary>
    internal NetworkAddress WithPort(int port)
    {
        byte[] bytes = [.. Bytes];
        (bytes[2], bytes[3]) = ((byte)(port >> 8), (byte)port);
        return new NetworkAddress(Family, Protocol, bytes);
    }

    /// <summary>The port of a TCP address.</summary>
    internal int Port => (Bytes[2] << 8) | Bytes[3];

    /// <summary>Host and port of a socket of this process, as texts.</summary>
    internal static unsafe (string Host, string Port, int Family) OfSocket(OwnedFd socket)
    {
        const int Largest = 128;
        byte* bytes = stackalloc byte[Largest];
        uint length = Largest;
        if (Libc.SocketName(socket, bytes, &length) != 0)
            return ("", "", 0);
        ushort family = *(ushort*)bytes;
        string port = ((bytes[2] << 8) | bytes[3]).ToString(CultureInfo.InvariantCulture);
        return family switch
        {
            Libc.FamilyInet => (new IPAddress(new ReadOnlySpan<byte>(bytes + 4, 4)).ToString(), port, family),
            Libc.FamilyInet6 => (new IPAddress(new ReadOnlySpan<byte>(bytes + 8, 16)).ToString(), port, family),
            Libc.FamilyVsock => (Decimal(*(uint*)(bytes + 8)), Decimal(*(uint*)(bytes + 4)), family),
            _ => ("", "", family),
        };
    }

    private static string Decimal(uint number) => number.ToString(CultureInfo.InvariantCulture);

    private static int FamilyOf(TcpOptions options) => options switch
    {
        { Ipv4: true, Ipv6: true } => 0,
        { Ipv6: true } or { Ipv4: false } => Libc.FamilyInet6,
        { Ipv4: true } or { Ipv6: false } => Libc.FamilyInet,
        _ => 0,
    };
}
