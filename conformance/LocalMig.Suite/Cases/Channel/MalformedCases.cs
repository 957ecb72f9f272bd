using LocalMig.Descriptors;
using LocalMig.Json;
using LocalMig.Qmp;
using LocalMig.Suite.Vms;
using LocalMig.Wire;

namespace LocalMig.Suite.Cases.Channel;

/// <summary>Addresses that are none (recorded behaviour of migrate and migrate-incoming).</summary>
internal static class MalformedCases
{
    private static readonly string[] Uris = ["", "nonsense", ":", "unix:", "tcp:", "tcp:127.0.0.1", "bogus:/x"];

    public static IReadOnlyList<Case> All { get; } =
    [
        new ShortCase("CHANNEL/malformed-addresses", "addresses that nobody can read, on both sides", ["LM-CHANNEL-42"], Run) { Feature = false },
    ];

    private static void Run(CaseContext c)
    {
        foreach ((string command, CaseVm vm) in new[] { ("migrate", c.StartSource()), ("migrate-incoming", c.StartDestination()) })
        {
            foreach (string uri in Uris)
                Judge(c, vm, command, $"'{uri}'", WrongChannels.Uri(uri));
            Judge(c, vm, command, "no channel at all", JsonValue.Object(("channels", JsonValue.Array())));
            bool answers = vm.Monitor.Execute("query-status", null, Deadline.After(c.Patience)).IsOk;
            c.Expect("LM-CHANNEL-42", $"query-status on {vm.Name} after them", answers, "an answer", answers ? "an answer" : "none");
        }
    }

    // Asked past what ends the case where no answer comes: that is what is looked for.
    private static void Judge(CaseContext c, CaseVm vm, string command, string what, JsonValue arguments)
    {
        bool answered = vm.Monitor.Execute(command, arguments, Deadline.After(c.Patience)).TryGet(out QmpReply? reply, out ParseError? error);
        c.Require("LM-CHANNEL-42", $"{command} with {what}", answered && reply!.Error is not null, "an error", answered ? Replies.Show(reply!) : $"no answer: {error}");
    }
}
