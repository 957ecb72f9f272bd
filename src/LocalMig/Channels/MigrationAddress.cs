namespace LocalMig.Channels;

/// <summary>Where a migration goes to or comes from: the address union of QEMU (facts B.1).</summary>
public abstract record MigrationAddress
{
    private protected MigrationAddress()
    {
    }
}

/// <summary>A UNIX domain address.</summary>
/// <param name="Path">The path, or the name where the address is abstract.</param>
/// <param name="Abstract">Whether it is a name in Linux's abstract space; null if not said, which means no.</param>
/// <param name="Tight">Whether an abstract name ends where the text ends; null if not said, which means yes.</param>
public sealed record UnixAddress(string Path, bool? Abstract = null, bool? Tight = null) : MigrationAddress;

/// <summary>A TCP address. Options are null where nothing was said.</summary>
/// <param name="Host">Name or number of the host; empty for all interfaces.</param>
/// <param name="Port">Number or name of the port: looked up only when it is used.</param>
public sealed record InetAddress(string Host, string Port) : MigrationAddress
{
    /// <summary>The host is a number, never a name.</summary>
    public bool? Numeric { get; init; }

    /// <summary>The highest port to try when listening.</summary>
    public ushort? To { get; init; }

    /// <summary>IPv4 may be used.</summary>
    public bool? Ipv4 { get; init; }

    /// <summary>IPv6 may be used.</summary>
    public bool? Ipv6 { get; init; }

    /// <summary>Dead peers are looked for.</summary>
    public bool? KeepAlive { get; init; }

    /// <summary>Probes without an answer before giving up.</summary>
    public uint? KeepAliveCount { get; init; }

    /// <summary>Seconds of silence before the first probe.</summary>
    public uint? KeepAliveIdle { get; init; }

    /// <summary>Seconds between probes.</summary>
    public uint? KeepAliveInterval { get; init; }

    /// <summary>Several paths may be used.</summary>
    public bool? Mptcp { get; init; }
}

/// <summary>A vsock address. Both parts are numbers, read only when they are used.</summary>
/// <param name="Cid">The context id.</param>
/// <param name="Port">The port.</param>
public sealed record VsockAddress(string Cid, string Port) : MigrationAddress;

/// <summary>A descriptor that the monitor keeps under a name.</summary>
/// <param name="Name">The name given to getfd.</param>
public sealed record FdAddress(string Name) : MigrationAddress;

/// <summary>A child process whose standard input or output is the channel.</summary>
/// <param name="Arguments">The program and its arguments; at least one.</param>
public sealed record ExecAddress(IReadOnlyList<string> Arguments) : MigrationAddress
{
    /// <inheritdoc/>
    public bool Equals(ExecAddress? other) => other is not null && other.Arguments.SequenceEqual(Arguments, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => Arguments.Aggregate(Arguments.Count, (h, a) => HashCode.Combine(h, a.GetHashCode(StringComparison.Ordinal)));

    /// <inheritdoc/>
    public override string ToString() => $"ExecAddress {{ {string.Join(' ', Arguments)} }}";
}

/// <summary>An RDMA address.</summary>
/// <param name="Address">Host and port.</param>
public sealed record RdmaAddress(InetAddress Address) : MigrationAddress;

/// <summary>A file.</summary>
/// <param name="Filename">Its path.</param>
/// <param name="Offset">Where in the file the stream begins, in bytes.</param>
public sealed record FileAddress(string Filename, ulong Offset = 0) : MigrationAddress;
