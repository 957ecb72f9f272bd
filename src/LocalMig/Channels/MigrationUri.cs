using System.Globalization;
using LocalMig.Qmp;
using LocalMig.Wire;

namespace LocalMig.Channels;

/// <summary>Which side of a migration a channel belongs to.</summary>
public enum ChannelSide
{
    /// <summary>The source: command migrate.</summary>
    Source,

    /// <summary>The destination: command migrate-incoming.</summary>
    Destination,
}

/// <summary>The text form of migration addresses: <c>unix:PATH</c>, <c>tcp:HOST:PORT</c> and so on (facts B.1).</summary>
public static class MigrationUri
{
    private const string OffsetOption = ",offset=";

    /// <summary>Reads a URI.</summary>
    /// <param name="uri">The text.</param>
    /// <param name="generation">Whose reading and texts are followed.</param>
    /// <param name="side">Who asks: the older generation words one error differently on each side.</param>
    /// <returns>The address, or the error QEMU gives; where QEMU crashes, an error of ours.</returns>
    public static Result<MigrationAddress, QmpError> Parse(
        string uri, QemuGeneration generation = QemuGeneration.Qemu11, ChannelSide side = ChannelSide.Source)
    {
        ArgumentNullException.ThrowIfNull(uri);
        bool isNew = generation == QemuGeneration.Qemu11;
        int colon = uri.IndexOf(':', StringComparison.Ordinal);
        string rest = uri[(colon + 1)..];
        return (colon < 0 ? "" : uri[..colon]) switch
        {
            "unix" => rest.Length == 0 ? QmpError.Generic(ChannelTexts.InvalidUnix) : new UnixAddress(rest),
            "fd" => rest.Length == 0 && isNew ? QmpError.Generic(ChannelTexts.InvalidFd) : new FdAddress(rest),
            "exec" => new ExecAddress(["/bin/sh", "-c", rest]),
            "vsock" => Vsock(rest),
            "tcp" => InetText.Parse(rest, generation).TryGet(out InetAddress? inet, out QmpError? error) ? inet : error,
            "rdma" => InetText.Parse(rest, generation).TryGet(out InetAddress? inet, out _)
                ? new RdmaAddress(inet)
                : QmpError.Generic(ChannelTexts.BadRdma(rest)),
            "file" when isNew => File(rest),
            _ => QmpError.Generic(isNew || side == ChannelSide.Destination
                ? ChannelTexts.UnknownProtocol(uri)
                : ChannelTexts.InvalidUriOld),
        };
    }

    /// <summary>Writes the URI of an address.</summary>
    /// <returns>A text that <see cref="Parse"/> reads back as the same address, or null where no URI says it (an abstract name,
    /// a command that does not go through the shell).</returns>
    public static string? Print(MigrationAddress address)
    {
        string? uri = address switch
        {
            UnixAddress unix => "unix:" + unix.Path,
            FdAddress fd => "fd:" + fd.Name,
            ExecAddress { Arguments: ["/bin/sh", "-c", var command] } => "exec:" + command,
            VsockAddress vsock => $"vsock:{vsock.Cid}:{vsock.Port}",
            InetAddress inet => "tcp:" + InetText.Print(inet),
            RdmaAddress rdma => "rdma:" + InetText.Print(rdma.Address),
            FileAddress { Offset: 0 } file when !file.Filename.Contains(OffsetOption, StringComparison.Ordinal) => "file:" + file.Filename,
            FileAddress file => "file:" + file.Filename + OffsetOption + file.Offset.ToString(CultureInfo.InvariantCulture),
            _ => null,
        };
        return uri is not null && Parse(uri).TryGet(out MigrationAddress? same, out _) && same.Equals(address) ? uri : null;
    }

    private static Result<MigrationAddress, QmpError> Vsock(string text)
    {
        const int most = 32;
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon is < 1 or > most || colon == text.Length - 1 || text[colon + 1] == ',')
            return QmpError.Generic(ChannelTexts.BadAddress(text));
        string port = text[(colon + 1)..].Split(',')[0];
        return port.Length > most || colon + 1 + port.Length != text.Length
            ? QmpError.Generic(ChannelTexts.TrailingText(text))
            : new VsockAddress(text[..colon], port);
    }

    private static Result<MigrationAddress, QmpError> File(string text)
    {
        int at = text.IndexOf(OffsetOption, StringComparison.Ordinal);
        if (at < 0)
            return new FileAddress(text);
        string offset = text[(at + OffsetOption.Length)..];
        return SizeText.Parse(offset, out ulong size) is { } reason
            ? QmpError.Generic(ChannelTexts.BadOffset(offset, reason))
            : new FileAddress(text[..at], size);
    }
}
