namespace LocalMig.Channels;

/// <summary>What QEMU says about migration addresses and channels (facts B.1 and B.2; specification, sections 3 and 7).
/// The last ones are ours: there QEMU crashes.</summary>
public static class ChannelTexts
{
    /// <summary>The refusal that this project is about.</summary>
    public const string LocalNeedsUnix = "local migration requires a UNIX domain socket channel";

    /// <summary>mapped-ram on a stream.</summary>
    public const string NeedsSeekable = "Migration requires seekable transport (e.g. file)";

    /// <summary>multifd or postcopy-preempt where one connection is all there is.</summary>
    public const string NeedsSeveralChannels = "Migration requires multi-channel URIs (e.g. tcp)";

    /// <summary>cpr-transfer into a file.</summary>
    public const string NeedsStream = "Migration requires streamable transport (eg unix)";

    /// <summary>A regular file behind an fd address.</summary>
    public const string FileBehindFd = "fd: migration to a file is not supported. Use file: instead.";

    /// <summary>cpr-exec without the command to execute.</summary>
    public const string ExecCommandMissing = "cpr-exec mode requires setting cpr-exec-command";

    /// <summary>cpr-transfer without its second channel.</summary>
    public const string CprChannelMissing = "missing 'cpr' migration channel";

    /// <summary>cpr-transfer whose second channel is not AF_UNIX.</summary>
    public const string CprChannelNotUnix = "bad cpr channel address; must be unix";

    /// <summary>Neither or both of two arguments.</summary>
    public const string UriOrChannels = "need either 'uri' or 'channels' argument";

    /// <summary>Two channels of one type.</summary>
    public const string TwoMainChannels = "Channel list has more than one main entry";

    /// <summary>No main channel. QEMU has the text, but crashes before it can say so.</summary>
    public const string NoMainChannel = "Channel list has no main entry";

    /// <summary>More channels than an incoming migration takes.</summary>
    public const string OneIncomingChannel = "Channel list must have only one entry, for type 'main'";

    /// <summary>An empty UNIX path.</summary>
    public const string InvalidUnix = "invalid Unix socket address";

    /// <summary>An empty name of a descriptor.</summary>
    public const string InvalidFd = "invalid file descriptor address";

    /// <summary>An outgoing URI without a known scheme, up to 8.1.</summary>
    public const string InvalidUriOld = "Parameter 'uri' expects a valid migration protocol";

    /// <summary>Ours: an exec address without a program; QEMU crashes.</summary>
    public const string ExecWithoutProgram = "Parameter 'args' expects at least the program to execute";

    /// <summary>A URI without a known scheme.</summary>
    public static string UnknownProtocol(string uri) => $"unknown migration protocol: {uri}";

    /// <summary>The id of an option list is none.</summary>
    public const string BadId = "Parameter 'id' expects an identifier";

    /// <summary>A number that does not fit.</summary>
    public static string TooLarge(string name, string value) => $"Value '{value}' is too large for parameter '{name}'";

    /// <summary>Host and port cannot be told apart.</summary>
    public static string BadAddress(string address) => $"error parsing address '{address}'";

    /// <summary>A port without a host cannot be read, up to 10.0.</summary>
    public static string BadPort(string address) => $"error parsing port in address '{address}'";

    /// <summary>An address in brackets that is not closed or has no port.</summary>
    public static string BadIpv6(string address) => $"error parsing IPv6 address '{address}'";

    /// <summary>More text behind a vsock address.</summary>
    public static string TrailingText(string address) => $"trailing characters in address '{address}'";

    /// <summary>An option that addresses do not have.</summary>
    public static string UnknownOption(string name) => $"Invalid parameter '{name}'";

    /// <summary>An option that is a switch.</summary>
    public static string NotASwitch(string name) => $"Parameter '{name}' expects 'on' or 'off'";

    /// <summary>An option that is a number.</summary>
    public static string NotANumber(string name) => $"Parameter '{name}' expects a number";

    /// <summary>An offset that is no size.</summary>
    public static string BadOffset(string offset, string reason) => $"file URI has bad offset {offset}: {reason}";

    /// <summary>An RDMA address that cannot be read; 11.1.3 crashes, 7.2 says this.</summary>
    public static string BadRdma(string address) => $"RDMA ERROR: bad RDMA migration address '{address}'";
}
