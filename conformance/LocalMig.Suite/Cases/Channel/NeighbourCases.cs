using LocalMig.Json;
using LocalMig.Parameters;
using LocalMig.Qapi;
using LocalMig.Qmp;
using LocalMig.Suite.Vms;

namespace LocalMig.Suite.Cases.Channel;

/// <summary>The refusals of the same function that have nothing to do with <c>local</c>, and their order
/// (specification, sections 3 and 7).</summary>
internal static class NeighbourCases
{
    private const string Seekable = "GenericError: Migration requires seekable transport (e.g. file)";
    private const string Several = "GenericError: Migration requires multi-channel URIs (e.g. tcp)";
    private const string Extra = "Migration requires a transport that allows for extra fds (e.g. file)";
    private const string Streamable = "GenericError: Migration requires streamable transport (eg unix)";
    private const string PlainFile = "GenericError: fd: migration to a file is not supported. Use file: instead.";
    private const string Local = "GenericError: local migration requires a UNIX domain socket channel";

    public static IReadOnlyList<Case> All { get; } =
    [
        Neighbour("mapped-ram", "mapped-ram on a stream", "LM-CHANNEL-31", ["mapped-ram"], [], Seekable, "unix:/nonexistent/s", "tcp:127.0.0.1:1", "fd:nosuch", "exec:true"),
        Neighbour("multifd", "multifd on exec or fd", "LM-CHANNEL-32", ["multifd"], [], Several, "exec:true", "fd:nosuch"),
        Neighbour("postcopy-preempt", "postcopy-preempt on exec or fd", "LM-CHANNEL-32", ["postcopy-ram", "postcopy-preempt"], [], Several, "exec:true", "fd:nosuch"),
        new ShortCase("CHANNEL/neighbour-direct-io", "multifd with direct-io on a socket is not refused for want of descriptors", ["LM-CHANNEL-33"], DirectIo) { Feature = false },
        Neighbour("cpr-transfer", "cpr-transfer into a file", "LM-CHANNEL-34", [], [("mode", "cpr-transfer")], Streamable, "file:/nonexistent/f"),
        new ShortCase("CHANNEL/fd-to-file", "An fd that is a regular file is refused with 'local' false", ["LM-CHANNEL-35"], FdToFile) { Feature = false },
        Order("mapped-ram-unix", ["mapped-ram"], [], "unix:/nonexistent/s", Seekable),
        Order("mapped-ram-file", ["mapped-ram"], [], "file:/nonexistent/f", Local),
        Order("multifd-fd", ["multifd"], [], "fd:nosuch", Several),
        Order("cpr-transfer-file", [], [("mode", "cpr-transfer")], "file:/nonexistent/f", Streamable),
    ];

    private static ShortCase Neighbour(
        string name, string title, string requirement, string[] capabilities, (string, JsonValue)[] parameters, string text, params string[] uris)
    {
        return new ShortCase($"CHANNEL/neighbour-{name}", $"{title} is refused in its own words and changes nothing", [requirement], Run) { Feature = false };

        void Run(CaseContext c)
        {
            CaseVm source = Prepared(c, capabilities, parameters);
            SkipBeforeTheseChecks(c, source);
            foreach (string uri in uris)
            {
                string before = source.MigrationState();
                c.ExpectEqual(requirement, $"migrate to {uri}", text, source.Migrate(uri).Said());
                c.ExpectEqual(requirement, "the migration after that", before, source.MigrationState());
            }
        }
    }

    private static ShortCase Order(string name, string[] capabilities, (string, JsonValue)[] parameters, string uri, string text)
    {
        return new ShortCase(
            $"CHANNEL/order-{name}", $"With 'local' true and more that is wrong, {uri} gets the text of the first check", ["LM-CHANNEL-36"], Run)
        { In = [Profile.Upstream] };

        void Run(CaseContext c)
        {
            CaseVm source = Prepared(c, capabilities, [("local", true), .. parameters]);
            c.ExpectEqual("LM-CHANNEL-36", $"migrate to {uri}", text, source.Migrate(uri).Said());
        }
    }

    private static CaseVm Prepared(CaseContext c, string[] capabilities, IEnumerable<(string, JsonValue)> parameters)
    {
        CaseVm source = c.StartSource();
        foreach (QmpReply reply in (QmpReply[])[source.SwitchOn(capabilities), source.Set(parameters)])
        {
            if (!reply.IsOk)
                c.Skip($"the target does not take what this needs: {reply.Said()}");
        }

        return source;
    }

    private static void FdToFile(CaseContext c)
    {
        CaseVm source = c.StartSource();
        SkipBeforeTheseChecks(c, source);
        source.GetFd("plain", WrongDescriptors.RegularFile(c));
        c.ExpectEqual("LM-CHANNEL-35", "migrate to an fd that is a regular file", PlainFile, source.Migrate("fd:plain").Said());
    }

    private static void DirectIo(CaseContext c)
    {
        CaseVm source = Prepared(c, ["multifd"], [("direct-io", true)]);
        string said = source.Migrate("unix:/nonexistent/s").Said();
        c.Expect("LM-CHANNEL-33", "migrate to a Unix socket", !said.Contains(Extra, StringComparison.Ordinal), $"anything but \"{Extra}\"", said);
    }

    // The function that makes these checks came with the argument 'channels'; before it nobody promised them.
    private static void SkipBeforeTheseChecks(CaseContext c, CaseVm source)
    {
        if (Introspection.Read(source.Do("query-qmp-schema")).TryGet(out Schema? schema, out _) && schema.Command("migrate")?.Arguments?.Member("channels") is null)
            c.Skip("the target is older than these checks: its migrate has no argument 'channels'");
    }
}
