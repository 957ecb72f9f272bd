using LocalMig.Json;
using LocalMig.Parameters;
using LocalMig.Qmp;
using LocalMig.Suite.Vms;

namespace LocalMig.Suite.Cases.Channel;

/// <summary>Channels that may be used, and what takes them away again (specification, section 3).</summary>
internal static class AcceptedCases
{
    public static IReadOnlyList<Case> All { get; } =
    [
        Accepted("unix-uri", "by unix:PATH", "LM-CHANNEL-21", static path => WrongChannels.Uri("unix:" + path)),
        Accepted("unix-channel", "by a main channel of type unix", "LM-CHANNEL-22", static path => WrongChannels.Socket(("type", "unix"), ("path", path))),
        new ShortCase("CHANNEL/tls", "With 'local' true, TLS is refused over a Unix domain socket too", ["LM-CHANNEL-25"], Tls),
        new ShortCase("CHANNEL/cpr-exec", "Mode cpr-exec is exempt", ["LM-CHANNEL-28"], CprExec) { In = [Profile.Upstream] },
        WithoutLocal("tcp", "by TCP", Tcp),
        WithoutLocal("exec", "into a program", static c => (WrongChannels.Uri($"exec:cat > {Path.Combine(c.Folder, "out")}"), null)),
        WithoutLocal("file", "into a file", static c => (WrongChannels.Uri("file:" + Path.Combine(c.Folder, "out")), null)),
        WithoutLocal("unix", "by a Unix domain socket", static c => Both(WrongChannels.Uri("unix:" + Path.Combine(c.Folder, "mig")))),
    ];

    private static ShortCase Accepted(string name, string how, string requirement, Func<string, JsonValue> arguments) => new(
        $"CHANNEL/accepts-{name}", $"With 'local' true, a migration {how} goes through", [requirement], c =>
        {
            (CaseVm source, CaseVm destination) = (c.StartSource(), c.StartDestination());
            source.SetLocal(true);
            destination.SetLocal(true);
            JsonValue channel = arguments(Path.Combine(c.Folder, "mig"));
            Through(c, requirement, source, destination, channel, channel);
        });

    private static ShortCase WithoutLocal(string name, string how, Func<CaseContext, (JsonValue Outgoing, JsonValue? Incoming)> channel) => new(
        $"CHANNEL/off-{name}", $"With 'local' false, a migration {how} works as before", ["LM-CHANNEL-29"], c =>
        {
            (CaseVm source, CaseVm destination) = (c.StartSource(), c.StartDestination());
            source.SetLocal(true);
            source.SetLocal(false);
            (JsonValue outgoing, JsonValue? incoming) = channel(c);
            Through(c, "LM-CHANNEL-29", source, destination, outgoing, incoming);
        });

    private static void Through(CaseContext c, string requirement, CaseVm source, CaseVm destination, JsonValue outgoing, JsonValue? incoming)
    {
        if (incoming is not null)
        {
            QmpReply waits = destination.Execute("migrate-incoming", incoming);
            c.Require(requirement, "migrate-incoming", waits.IsOk, "{}", waits.Said());
        }

        QmpReply starts = source.Execute("migrate", outgoing);
        c.Require(requirement, "migrate", starts.IsOk, "{}", starts.Said());
        c.ExpectEqual(requirement, "the end of the migration on the source", "completed", source.AwaitEnd(c));
        if (incoming is not null)
            c.ExpectEqual(requirement, "the end of the migration on the destination", "completed", destination.AwaitEnd(c));
    }

    private static (JsonValue, JsonValue?) Tcp(CaseContext c)
    {
        // A port that was free a moment ago; the chance that it is taken in between is the harness's.
        using Descriptors.NetworkListener listener = Descriptors.NetworkListener.BindTcp("127.0.0.1", "0", Descriptors.TcpOptions.None).Value;
        return Both(WrongChannels.Uri($"tcp:127.0.0.1:{listener.Addresses[0].Port}"));
    }

    private static (JsonValue, JsonValue?) Both(JsonValue channel) => (channel, channel);

    private static void Tls(CaseContext c)
    {
        (CaseVm source, CaseVm destination) = (c.StartSource(), c.StartDestination());
        string path = Path.Combine(c.Folder, "mig");
        foreach ((string command, CaseVm vm) in new[] { ("migrate", source), ("migrate-incoming", destination) })
        {
            if (vm.Set(("local", true), ("tls-creds", "tls0")) is { IsOk: false } refused)
                c.Stop($"'tls-creds' cannot be set: {refused.Said()}");
            QmpReply reply = vm.Execute(command, WrongChannels.Uri("unix:" + path));
            c.Expect("LM-CHANNEL-25", $"{command} with TLS over a Unix domain socket", !reply.IsOk, "an error", reply.Said());
        }
    }

    private static void CprExec(CaseContext c)
    {
        CaseVm source = c.StartSource();
        string path = Path.Combine(c.Folder, "out");
        source.Do("migrate-set-parameters", ("local", true), ("mode", "cpr-exec"), ("cpr-exec-command", JsonValue.Array("/nonexistent/qemu")));
        QmpReply reply = source.Migrate("file:" + path);

        // Whether the mode itself works is not the question; it must not be this check that ends it.
        c.Expect(
            "LM-CHANNEL-28", "migrate to a file in mode cpr-exec",
            reply.Error?.Desc != "local migration requires a UNIX domain socket channel", "no refusal of the channel", reply.Said());
        if (reply.IsOk)
            source.AwaitEnd(c);
    }
}
