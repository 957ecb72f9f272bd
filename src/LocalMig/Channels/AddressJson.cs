using LocalMig.Json;

namespace LocalMig.Channels;

/// <summary>Reads and writes addresses as the objects of the schema (types MigrationAddress and SocketAddress).</summary>
public static class AddressJson
{
    /// <summary>Reads an address.</summary>
    /// <param name="value">An object that fits the type MigrationAddress: the caller has checked it against the schema.</param>
    public static MigrationAddress Read(JsonValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Text(value, "transport") switch
        {
            "socket" => ReadSocket(value),
            "exec" => new ExecAddress([.. value["args"]!.Items.Select(static a => a.AsString)]),
            "rdma" => new RdmaAddress(ReadInet(value)),
            _ => new FileAddress(Text(value, "filename"), value["offset"]!.AsUInt64),
        };
    }

    /// <summary>Reads a socket's address.</summary>
    /// <param name="value">An object that fits the type SocketAddress: the caller has checked it against the schema.</param>
    public static MigrationAddress ReadSocket(JsonValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Text(value, "type") switch
        {
            "inet" => ReadInet(value),
            "unix" => new UnixAddress(Text(value, "path"), Flag(value, "abstract"), Flag(value, "tight")),
            "vsock" => new VsockAddress(Text(value, "cid"), Text(value, "port")),
            _ => new FdAddress(Text(value, "str")),
        };
    }

    /// <summary>Writes an address as type MigrationAddress.</summary>
    public static JsonValue Write(MigrationAddress address) => address switch
    {
        ExecAddress exec => JsonValue.Object(
            ("transport", "exec"), ("args", JsonValue.Array([.. exec.Arguments.Select(static a => (JsonValue)a)]))),
        FileAddress file => JsonValue.Object(("transport", "file"), ("filename", file.Filename), ("offset", JsonValue.From(file.Offset))),
        RdmaAddress rdma => JsonValue.Object([("transport", "rdma"), .. Inet(rdma.Address)]),
        _ => JsonValue.Object([("transport", "socket"), .. WriteSocket(address).Members]),
    };

    /// <summary>Writes a socket's address as type SocketAddress, the form in which query-migrate shows it.</summary>
    /// <exception cref="ArgumentException">This is no address of a socket.</exception>
    public static JsonValue WriteSocket(MigrationAddress address) => address switch
    {
        InetAddress inet => JsonValue.Object([("type", "inet"), .. Inet(inet)]),
        UnixAddress unix => JsonValue.Object(
            [("type", "unix"), ("path", unix.Path), .. Given("abstract", unix.Abstract), .. Given("tight", unix.Tight)]),
        VsockAddress vsock => JsonValue.Object(("type", "vsock"), ("cid", vsock.Cid), ("port", vsock.Port)),
        FdAddress fd => JsonValue.Object(("type", "fd"), ("str", fd.Name)),
        _ => throw new ArgumentException("not the address of a socket", nameof(address)),
    };

    private static InetAddress ReadInet(JsonValue value) => new(Text(value, "host"), Text(value, "port"))
    {
        Numeric = Flag(value, "numeric"),
        To = (ushort?)Number(value, "to"),
        Ipv4 = Flag(value, "ipv4"),
        Ipv6 = Flag(value, "ipv6"),
        KeepAlive = Flag(value, "keep-alive"),
        KeepAliveCount = Number(value, "keep-alive-count"),
        KeepAliveIdle = Number(value, "keep-alive-idle"),
        KeepAliveInterval = Number(value, "keep-alive-interval"),
        Mptcp = Flag(value, "mptcp"),
    };

    private static IEnumerable<(string, JsonValue)> Inet(InetAddress inet) =>
    [
        ("host", inet.Host), ("port", inet.Port), .. Given("numeric", inet.Numeric), .. Given("to", inet.To),
        .. Given("ipv4", inet.Ipv4), .. Given("ipv6", inet.Ipv6), .. Given("keep-alive", inet.KeepAlive),
        .. Given("keep-alive-count", inet.KeepAliveCount), .. Given("keep-alive-idle", inet.KeepAliveIdle),
        .. Given("keep-alive-interval", inet.KeepAliveInterval), .. Given("mptcp", inet.Mptcp),
    ];

    private static string Text(JsonValue value, string name) => value[name]!.AsString;

    private static bool? Flag(JsonValue value, string name) => value[name]?.AsBoolean;

    private static uint? Number(JsonValue value, string name) => (uint?)value[name]?.AsUInt64;

    private static IEnumerable<(string, JsonValue)> Given(string name, bool? value) => value is { } given ? [(name, given)] : [];

    private static IEnumerable<(string, JsonValue)> Given(string name, uint? value) => value is { } given ? [(name, given)] : [];
}
