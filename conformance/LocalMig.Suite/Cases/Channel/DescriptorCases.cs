using LocalMig.Descriptors;
using LocalMig.Json;
using LocalMig.Qmp;
using LocalMig.Suite.Vms;

namespace LocalMig.Suite.Cases.Channel;

/// <summary>Channels that are descriptors: what the descriptor is decides (specification, section 3).</summary>
internal static class DescriptorCases
{
    private const string Text = "GenericError: local migration requires a UNIX domain socket channel";

    private delegate OwnedFd Make(CaseContext c, bool toWrite);

    public static IReadOnlyList<Case> All { get; } =
    [
        Outgoing("pipe", "LM-CHANNEL-05", WrongDescriptors.Pipe),
        Outgoing("regular-file", "LM-CHANNEL-06", static (c, _) => WrongDescriptors.RegularFile(c)),
        Outgoing("tcp-socket", "LM-CHANNEL-07", static (c, _) => WrongDescriptors.TcpSocket(c)),
        Incoming("pipe", WrongDescriptors.Pipe),
        Incoming("regular-file", static (c, _) => WrongDescriptors.RegularFile(c)),
        Incoming("tcp-socket", static (c, _) => WrongDescriptors.TcpSocket(c)),
        Accepted("fd-uri", "by fd:NAME", "LM-CHANNEL-23", static name => WrongChannels.Uri("fd:" + name)),
        Accepted("fd-channel", "by a channel of type fd", "LM-CHANNEL-24", static name => WrongChannels.Socket(("type", "fd"), ("str", name))),
    ];

    private static ShortCase Outgoing(string name, string requirement, Make make) => new(
        $"CHANNEL/migrate-refuses-fd-{name}",
        $"With 'local' true, migrate refuses an fd that is a {Words(name)}, in both notations, and works on another channel after it",
        [requirement, "LM-CHANNEL-14", "LM-CHANNEL-15", "LM-CHANNEL-19", "LM-CHANNEL-20", "LM-CHANNEL-37", "LM-CHANNEL-38"],
        c =>
        {
            (CaseVm source, CaseVm destination) = (c.StartSource(), c.StartDestination());
            source.SetLocal(true);
            foreach (JsonValue arguments in Notations("wrong"))
            {
                source.GetFd("wrong", make(c, toWrite: true));
                string before = source.MigrationState();
                QmpReply reply = source.Execute("migrate", arguments);
                Judge(c, requirement, $"migrate by fd: a {Words(name)}", reply);
                c.Expect("LM-CHANNEL-15", "the refusal to try again after", !reply.IsOk, "an error", reply.Said());
                c.ExpectEqual("LM-CHANNEL-19", "the migration after that", before, source.MigrationState());
                string status = source.MigrationStatus();
                c.Expect("LM-CHANNEL-38", "the status after that", status is "none" or "failed", "none or failed", status);
                ExpectUsedUp(c, source, "wrong");
            }

            destination.SetLocal(true);
            string path = Path.Combine(c.Folder, "mig");
            destination.Do("migrate-incoming", ("uri", "unix:" + path));
            QmpReply again = source.Migrate("unix:" + path);
            string end = again.IsOk ? source.AwaitEnd(c) : again.Said();
            c.ExpectEqual("LM-CHANNEL-15", "migrate by unix: after the refusals", "completed", end);
            c.ExpectEqual("LM-CHANNEL-38", "migrate by unix: after the refusals", "completed", end);
        });

    private static ShortCase Incoming(string name, Make make) => new(
        $"CHANNEL/incoming-refuses-fd-{name}",
        $"With 'local' true, migrate-incoming refuses an fd that is a {Words(name)}, in both notations, and works on another channel after it",
        ["LM-CHANNEL-12", "LM-CHANNEL-14", "LM-CHANNEL-16", "LM-CHANNEL-19", "LM-CHANNEL-20", "LM-CHANNEL-37", "LM-CHANNEL-39"],
        c =>
        {
            (CaseVm source, CaseVm destination) = (c.StartSource(), c.StartDestination());
            destination.SetLocal(true);
            foreach (JsonValue arguments in Notations("wrong"))
            {
                destination.GetFd("wrong", make(c, toWrite: false));
                string before = destination.MigrationState();
                QmpReply reply = destination.Execute("migrate-incoming", arguments);
                Judge(c, "LM-CHANNEL-12", $"migrate-incoming by fd: a {Words(name)}", reply);
                c.Expect("LM-CHANNEL-16", "the refusal to try again after", !reply.IsOk, "an error", reply.Said());
                c.ExpectEqual("LM-CHANNEL-19", "the migration after that", before, destination.MigrationState());
                string status = destination.MigrationStatus();
                c.Expect("LM-CHANNEL-39", "the status after that", status != "setup", "not setup", status);
                ExpectUsedUp(c, destination, "wrong");
            }

            source.SetLocal(true);
            string path = Path.Combine(c.Folder, "mig");
            QmpReply again = destination.Incoming("unix:" + path);
            string end = again.Said();
            if (again.IsOk)
            {
                source.Do("migrate", ("uri", "unix:" + path));
                source.AwaitEnd(c);
                end = destination.AwaitEnd(c);
            }

            c.ExpectEqual("LM-CHANNEL-16", "migrate-incoming by unix: after the refusals", "completed", end);
            c.ExpectEqual("LM-CHANNEL-39", "migrate-incoming by unix: after the refusals", "completed", end);
        });

    private static ShortCase Accepted(string name, string how, string requirement, Func<string, JsonValue> arguments) => new(
        $"CHANNEL/accepts-{name}",
        $"With 'local' true, a migration {how} goes through where the descriptor is a Unix domain socket",
        [requirement],
        c =>
        {
            (CaseVm source, CaseVm destination) = (c.StartSource(), c.StartDestination());
            (UnixChannel there, UnixChannel here) = UnixChannel.Pair();
            using (there)
            using (here)
            {
                source.GetFd("mig", there.Fd);
                destination.GetFd("mig", here.Fd);
            }

            source.SetLocal(true);
            destination.SetLocal(true);
            QmpReply incoming = destination.Execute("migrate-incoming", arguments("mig"));
            c.Require(requirement, $"migrate-incoming {how}", incoming.IsOk, "{}", incoming.Said());
            QmpReply outgoing = source.Execute("migrate", arguments("mig"));
            c.Require(requirement, $"migrate {how}", outgoing.IsOk, "{}", outgoing.Said());
            c.ExpectEqual(requirement, "the end of the migration on the source", "completed", source.AwaitEnd(c));
            c.ExpectEqual(requirement, "the end of the migration on the destination", "completed", destination.AwaitEnd(c));
        });

    private static void Judge(CaseContext c, string requirement, string what, QmpReply reply)
    {
        c.Expect(requirement, what, !reply.IsOk, "an error", reply.Said());
        c.Expect("LM-CHANNEL-14", what, !reply.IsOk, "an error", reply.Said());
        c.ExpectEqual("LM-CHANNEL-20", $"the text of {what}", Text, reply.Said());
    }

    // A name that was used up is unknown to closefd.
    private static void ExpectUsedUp(CaseContext c, CaseVm vm, string name) => c.ExpectEqual(
        "LM-CHANNEL-37", "closefd of the refused descriptor", $"GenericError: File descriptor named '{name}' not found",
        vm.Execute("closefd", JsonValue.Object(("fdname", name))).Said());

    private static JsonValue[] Notations(string name) =>
        [WrongChannels.Uri("fd:" + name), WrongChannels.Socket(("type", "fd"), ("str", name))];

    private static string Words(string name) => name.Replace('-', ' ');
}
