using LocalMig.Channels;
using LocalMig.Descriptors;
using LocalMig.Json;
using LocalMig.Machine;
using LocalMig.Parameters;
using LocalMig.Qmp;

namespace LocalMig.Suite.Faults;

/// <summary>Wrong checks of the channel (specification, section 3).</summary>
internal static class ChannelFaults
{
    private static readonly QmpError Refusal = QmpError.Generic(ChannelTexts.LocalNeedsUnix);

    public static IReadOnlyList<Fault> All { get; } =
    [
        Forgets("migrate-forgets-tcp", "tcp", onSource: true, static a => a is InetAddress, "LM-CHANNEL-01"),
        Forgets("migrate-forgets-vsock", "vsock", onSource: true, static a => a is VsockAddress, "LM-CHANNEL-02"),
        Forgets("migrate-forgets-exec", "exec", onSource: true, static a => a is ExecAddress, "LM-CHANNEL-03"),
        Forgets("migrate-forgets-file", "file", onSource: true, static a => a is FileAddress, "LM-CHANNEL-04"),
        Mistakes("migrate-takes-pipes", "a pipe", onSource: true, DescriptorKind.Pipe, "LM-CHANNEL-05"),
        Mistakes("migrate-takes-files", "a regular file", onSource: true, DescriptorKind.RegularFile, "LM-CHANNEL-20") with { Profiles = [Profile.Upstream] },
        Mistakes("migrate-takes-any-socket", "a socket of any family", onSource: true, DescriptorKind.OtherSocket, "LM-CHANNEL-07"),
        Make.Commands("migrate-takes-files-late", "A regular file behind an fd is refused only when the migration has begun.", static vm =>
        {
            bool late = false;
            return (command, usual) =>
            {
                if (command.Name == "query-migrate" && late)
                    return JsonValue.Object(("status", "failed"), ("error-desc", ChannelTexts.LocalNeedsUnix));
                Wire.Result<JsonValue, QmpError> result = usual(command);
                if (command.Name != "migrate" || !IsFd(command.Arguments) || !IsRefused(result))
                    return result;
                late = true;
                return JsonValue.EmptyObject;
            };
        }, "LM-CHANNEL-06", "LM-CHANNEL-14"),
        Forgets("incoming-forgets-tcp", "tcp", onSource: false, static a => a is InetAddress, "LM-CHANNEL-08"),
        Forgets("incoming-forgets-vsock", "vsock", onSource: false, static a => a is VsockAddress, "LM-CHANNEL-20") with { Profiles = [Profile.Upstream] },
        Late("incoming-refuses-vsock-late", "A destination listens on vsock first and fails when it notices.", "vsock", "LM-CHANNEL-09"),
        Forgets("incoming-forgets-exec", "exec", onSource: false, static a => a is ExecAddress, "LM-CHANNEL-10"),
        Forgets("incoming-forgets-file", "file", onSource: false, static a => a is FileAddress, "LM-CHANNEL-11"),
        Mistakes("incoming-takes-pipes", "a pipe", onSource: false, DescriptorKind.Pipe, "LM-CHANNEL-12"),
        Mistakes("incoming-takes-any-socket", "a socket of any family", onSource: false, DescriptorKind.OtherSocket, "LM-CHANNEL-12"),
        Check("channel-never-checked", "The check was forgotten.", static (a, p, c, kind) => ChannelPolicy.Check(a, With(p, "local", false), c, kind), "LM-CHANNEL-01", "LM-CHANNEL-08", "LM-CHANNEL-25"),
        Check("channel-connects-first", "TCP is connected to before it is refused.", static (a, p, c, kind) =>
        {
            if (a is InetAddress tcp && NetworkChannel.ConnectTcp(tcp.Host, tcp.Port, TcpOptions.None, Deadline.After(TimeSpan.FromSeconds(1))).TryGet(out ByteTransport? opened, out _))
                opened.Dispose();
            return ChannelPolicy.Check(a, p, c, kind);
        }, "LM-CHANNEL-13"),
        Check("channel-creates-file-first", "A file is created before it is refused.", static (a, p, c, kind) =>
        {
            if (a is FileAddress file && FileTransport.Create(file.Filename).TryGet(out FileTransport? opened, out _))
                opened.Dispose();
            return ChannelPolicy.Check(a, p, c, kind);
        }, "LM-CHANNEL-13"),
        Check("channel-starts-program-first", "A program is started before it is refused.", static (a, p, c, kind) =>
        {
            if (a is ExecAddress exec && ExecTransport.StartWriting(exec.Arguments).TryGet(out ExecTransport? opened, out _))
                opened.Dispose();
            return ChannelPolicy.Check(a, p, c, kind);
        }, "LM-CHANNEL-13"),
        Check("channel-other-words", "The refusal has words of its own.", static (a, p, c, kind) =>
            ChannelPolicy.Check(a, p, c, kind) is { } refused ? refused == Refusal ? QmpError.Generic("local migration needs AF_UNIX") : refused : null, "LM-CHANNEL-20"),
        Check("channel-refuses-unix-paths", "Only descriptors are taken for Unix domain sockets.", static (a, p, c, kind) =>
            p.Local && a is UnixAddress ? Refusal : ChannelPolicy.Check(a, p, c, kind), "LM-CHANNEL-21", "LM-CHANNEL-22"),
        Make.Commands("channel-refuses-channels-unix", "The check knows the URI and not the argument channels.", static (command, usual) =>
            command.Arguments["channels"] is not null && Type(command.Arguments) == "unix" ? Refusal : usual(command), "LM-CHANNEL-22"),
        Check("channel-refuses-descriptors", "No descriptor is looked at, and all are refused.", static (a, p, c, _) => ChannelPolicy.Check(a, p, c, static _ => DescriptorKind.Pipe), "LM-CHANNEL-23", "LM-CHANNEL-24"),
        Make.Commands("channel-refuses-channels-fd", "The check knows fd: and not a channel of type fd.", static (command, usual) =>
            command.Arguments["channels"] is not null && Type(command.Arguments) == "fd" ? Refusal : usual(command), "LM-CHANNEL-24"),
        Check("channel-overlooks-tls", "TLS over a Unix domain socket is accepted, though it carries no descriptor.", static (a, p, c, kind) => ChannelPolicy.Check(a, With(p, "tls-creds", ""), c, kind), "LM-CHANNEL-25"),
        RdmaLate("channel-forgets-rdma", "LM-CHANNEL-26"),
        RdmaLate("channel-returns-from-rdma-branch", "LM-CHANNEL-27"),
        Check("channel-knows-no-exemption", "Mode cpr-exec is checked like the others.", static (a, p, c, kind) =>
            ChannelPolicy.Check(a, p, c, kind) ?? (p.Local && a is not (UnixAddress or FdAddress) ? Refusal : null), "LM-CHANNEL-28"),
        Check("channel-checked-with-local-off", "The channel is checked whatever the parameter says.", static (a, p, c, kind) => ChannelPolicy.Check(a, With(p, "local", true), c, kind), "LM-CHANNEL-29"),
        Check("channel-unix-only-with-local", "A Unix domain socket is refused with the parameter off.", static (a, p, c, kind) =>
            !p.Local && a is UnixAddress ? Refusal : ChannelPolicy.Check(a, p, c, kind), "LM-CHANNEL-29"),
        Check("channel-mapped-ram-on-streams", "mapped-ram is not looked at.", static (a, p, c, kind) => ChannelPolicy.Check(a, p, Off(c, "mapped-ram"), kind), "LM-CHANNEL-31", "LM-CHANNEL-36"),
        Check("channel-mapped-ram-exempt", "A file is accepted with mapped-ram, whatever the parameter says.", static (a, p, c, kind) =>
            c["mapped-ram"] && a is FileAddress ? null : ChannelPolicy.Check(a, p, c, kind), "LM-CHANNEL-36"),
        Check("channel-multifd-on-one-channel", "multifd is not looked at.", static (a, p, c, kind) => ChannelPolicy.Check(a, p, Off(c, "multifd"), kind), "LM-CHANNEL-32"),
        Check("channel-preempt-on-one-channel", "postcopy-preempt is not looked at.", static (a, p, c, kind) => ChannelPolicy.Check(a, p, Off(c, "postcopy-preempt"), kind), "LM-CHANNEL-32"),
        Check("channel-direct-io-on-sockets", "direct-io asks for extra descriptors without mapped-ram too.", static (a, p, c, kind) => c["multifd"] && p["direct-io"] is { AsBoolean: true } && a is not FileAddress
            ? QmpError.Generic("Migration requires a transport that allows for extra fds (e.g. file)")
            : ChannelPolicy.Check(a, p, c, kind), "LM-CHANNEL-33"),
        Check("channel-cpr-transfer-to-files", "Mode cpr-transfer is not looked at.", static (a, p, c, kind) => ChannelPolicy.Check(a, With(p, "mode", "normal"), c, kind), "LM-CHANNEL-34"),
        Make.Commands("channel-plain-file-text", "A regular file behind an fd is refused in other words.", static (command, usual) =>
        {
            Wire.Result<JsonValue, QmpError> result = usual(command);
            return !result.TryGet(out _, out QmpError? error) && error.Desc == ChannelTexts.FileBehindFd ? QmpError.Generic("not a socket") : result;
        }, "LM-CHANNEL-35"),
        Check("channel-local-checked-first", "The check for the parameter comes before the others.", static (a, p, c, kind) =>
            p.Local && a is not (UnixAddress or FdAddress) ? Refusal : p.Local && c["multifd"] && a is FdAddress ? Refusal : ChannelPolicy.Check(a, p, c, kind), "LM-CHANNEL-36"),
    ];

    private static Fault Check(string name, string mistake, ChannelCheck check, params IReadOnlyList<string> breaks) =>
        new(name, mistake, breaks) { Seams = (seams, _) => seams with { Channel = check } };

    private static Fault Forgets(string name, string what, bool onSource, Func<MigrationAddress, bool> which, string breaks) =>
        new(name, $"The check of {(onSource ? "migrate" : "migrate-incoming")} forgets {what}.", breaks)
        {
            Seams = (seams, options) => Make.IsSource(options) != onSource ? seams : seams with
            {
                Channel = (a, p, c, kind) => which(a) ? ChannelPolicy.Check(a, With(p, "local", false), c, kind) : ChannelPolicy.Check(a, p, c, kind),
            },
        };

    private static Fault Mistakes(string name, string what, bool onSource, DescriptorKind taken, string breaks) =>
        new(name, $"{(onSource ? "migrate" : "migrate-incoming")} takes {what} for a Unix domain socket.", breaks)
        {
            Seams = (seams, options) => Make.IsSource(options) != onSource ? seams : seams with
            {
                Channel = (a, p, c, kind) => ChannelPolicy.Check(a, p, c, fd => kind(fd) == taken ? DescriptorKind.UnixSocket : kind(fd)),
            },
        };

    // What a machine without the device would refuse anyway is accepted here, and fails on its own later.
    private static Fault RdmaLate(string name, string breaks) => Make.Commands(name, "rdma is not checked: the migration begins, and fails for want of a device.", static vm =>
    {
        bool failed = false;
        return (command, usual) =>
        {
            if (command.Name == "query-migrate" && failed)
                return JsonValue.Object(("status", "failed"));
            if (command.Name != "migrate" || !JsonText.Write(command.Arguments).Contains("rdma", StringComparison.Ordinal))
                return usual(command);
            failed = true;
            return JsonValue.EmptyObject;
        };
    }, breaks);

    private static Fault Late(string name, string mistake, string scheme, string breaks) => Make.Commands(name, mistake, (command, usual) =>
        command.Name == "migrate-incoming" && IsRefused(usual(command)) && JsonText.Write(command.Arguments).Contains(scheme, StringComparison.Ordinal)
            ? JsonValue.EmptyObject
            : usual(command), breaks);

    private static bool IsRefused(Wire.Result<JsonValue, QmpError> result) => !result.TryGet(out _, out QmpError? error) && error.Desc == ChannelTexts.LocalNeedsUnix;

    private static bool IsFd(JsonValue arguments) => Type(arguments) == "fd" || arguments["uri"] is { Kind: JsonKind.String } uri && uri.AsString.StartsWith("fd:", StringComparison.Ordinal);

    private static string Type(JsonValue arguments) => arguments["channels"]?.Items[0]["addr"]?["type"] is { Kind: JsonKind.String } type ? type.AsString : "";

    private static MigrationParameters With(MigrationParameters parameters, string name, JsonValue value) => parameters.Apply(JsonValue.Object((name, value))).Value;

    private static MigrationCapabilities Off(MigrationCapabilities capabilities, string name) => capabilities[name]
        ? capabilities.Apply(JsonValue.Array(JsonValue.Object(("capability", name), ("state", false))), new CapabilityContext(false, false, MigrationParameters.Defaults(Profile.Proposal))).Value
        : capabilities;
}
