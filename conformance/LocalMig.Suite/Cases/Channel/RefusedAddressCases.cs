using LocalMig.Qmp;
using LocalMig.Suite.Vms;

namespace LocalMig.Suite.Cases.Channel;

/// <summary>Channels that their address alone rules out (specification, section 3).</summary>
internal static class RefusedAddressCases
{
    private const int PatienceMilliseconds = 500;

    private const string Text = "GenericError: local migration requires a UNIX domain socket channel";

    public static IReadOnlyList<Case> All { get; } =
    [
        Outgoing("tcp", "LM-CHANNEL-01", WrongChannels.Tcp),
        Outgoing("vsock", "LM-CHANNEL-02", WrongChannels.Vsock),
        Outgoing("exec", "LM-CHANNEL-03", WrongChannels.Exec),
        Outgoing("file", "LM-CHANNEL-04", WrongChannels.FilePath),
        Incoming("tcp", "LM-CHANNEL-08", WrongChannels.TcpToWaitOn),
        Incoming("vsock", "LM-CHANNEL-09", WrongChannels.VsockToWaitOn),
        Incoming("exec", "LM-CHANNEL-10", WrongChannels.Exec),
        Incoming("file", "LM-CHANNEL-11", WrongChannels.FileToRead),
        Rdma(),
    ];

    private static ShortCase Outgoing(string name, string requirement, Func<CaseContext, IEnumerable<WrongChannel>> channels) => new(
        $"CHANNEL/migrate-refuses-{name}",
        $"With 'local' true, migrate refuses {name} at once, sends nothing, changes nothing, and works on another channel after it",
        [requirement, "LM-CHANNEL-13", "LM-CHANNEL-14", "LM-CHANNEL-15", "LM-CHANNEL-17", "LM-CHANNEL-20"],
        c =>
        {
            (CaseVm source, CaseVm destination) = (c.StartSource(), c.StartDestination());
            source.SetLocal(true);
            foreach (WrongChannel channel in channels(c))
                Refuse(c, source, "migrate", channel, [requirement, "LM-CHANNEL-14", "LM-CHANNEL-15"], "LM-CHANNEL-17");
            destination.SetLocal(true);
            string path = Path.Combine(c.Folder, "mig");
            destination.Do("migrate-incoming", ("uri", "unix:" + path));
            QmpReply again = source.Migrate("unix:" + path);
            c.Require("LM-CHANNEL-15", "migrate after the refusals", again.IsOk, "{}", again.Said());
            c.ExpectEqual("LM-CHANNEL-15", "the status of that migration", "completed", source.AwaitEnd(c));
            destination.AwaitEnd(c);
        });

    private static ShortCase Incoming(string name, string requirement, Func<CaseContext, IEnumerable<WrongChannel>> channels) => new(
        $"CHANNEL/incoming-refuses-{name}",
        $"With 'local' true, migrate-incoming refuses {name} at once, opens nothing, changes nothing, and works on another channel after it",
        [requirement, "LM-CHANNEL-13", "LM-CHANNEL-14", "LM-CHANNEL-16", "LM-CHANNEL-18", "LM-CHANNEL-20"],
        c =>
        {
            (CaseVm source, CaseVm destination) = (c.StartSource(), c.StartDestination());
            destination.SetLocal(true);
            foreach (WrongChannel channel in channels(c))
                Refuse(c, destination, "migrate-incoming", channel, [requirement, "LM-CHANNEL-14", "LM-CHANNEL-16"], "LM-CHANNEL-18");
            source.SetLocal(true);
            string path = Path.Combine(c.Folder, "mig");
            QmpReply again = destination.Incoming("unix:" + path);
            c.Require("LM-CHANNEL-16", "migrate-incoming after the refusals", again.IsOk, "{}", again.Said());
            source.Do("migrate", ("uri", "unix:" + path));
            source.AwaitEnd(c);
            c.ExpectEqual("LM-CHANNEL-16", "the status of that migration", "completed", destination.AwaitEnd(c));
        });

    // The queued form may let it pass to its RDMA branch, which fails for want of a device: refused all the same, later.
    private static ShortCase Rdma() => new(
        "CHANNEL/migrate-refuses-rdma",
        "With 'local' true, migrate refuses rdma",
        ["LM-CHANNEL-26", "LM-CHANNEL-27"],
        static c =>
        {
            CaseVm source = c.StartSource();
            source.SetLocal(true);
            foreach (WrongChannel channel in WrongChannels.Rdma(c))
            {
                string before = source.MigrationState();
                QmpReply reply = source.Execute("migrate", channel.Arguments);
                foreach (string requirement in (string[])["LM-CHANNEL-26", "LM-CHANNEL-27"])
                {
                    c.Expect(requirement, $"migrate by {channel.Name}", !reply.IsOk, "an error", reply.Said());
                    c.ExpectEqual(requirement, "the migration after that", before, source.MigrationState());
                }
            }
        });

    /// <summary>Asks for a channel and judges the refusal. Without one, the next try shows nothing of a try after a refusal,
    /// whatever becomes of it: that requirement is among those judged here.</summary>
    private static void Refuse(CaseContext c, CaseVm vm, string command, WrongChannel channel, string[] refusal, string untouched)
    {
        string before = vm.MigrationState();
        QmpReply reply = vm.Execute(command, channel.Arguments);
        foreach (string requirement in refusal)
            c.Expect(requirement, $"{command} by {channel.Name}", !reply.IsOk, "an error", reply.Said());
        c.ExpectEqual("LM-CHANNEL-20", $"the text for {channel.Name}", Text, reply.Said());
        c.ExpectEqual(untouched, $"the migration after {channel.Name}", before, vm.MigrationState());
        c.ExpectEqual("LM-CHANNEL-13", $"what {channel.Name} left", "nothing", Trace(channel, accepted: reply.IsOk) ?? "nothing");
    }

    // What was refused is over. What was accepted goes on beside the reply, and may not have come to the channel yet.
    private static string? Trace(WrongChannel channel, bool accepted)
    {
        string? left = channel.Trace();
        long end = Environment.TickCount64 + PatienceMilliseconds;
        while (accepted && left is null && Environment.TickCount64 < end)
        {
            Thread.Sleep(2);
            left = channel.Trace();
        }

        return left;
    }
}
