using LocalMig.Parameters;

namespace LocalMig.Suite.Faults.Recordings;

/// <summary>Recordings of wrong channels.</summary>
internal static class ChannelEdits
{
    private const string Source = "20-transport-src";
    private const string Destination = "21-transport-dst";
    private const string Descriptors = "22-fd-src";
    private const string Done = """{"return": {}}""";
    private const string Failed = """{"return": {"status": "failed"}}""";
    private const string Error = """{"error": {"class": "GenericError", "desc": "There's a migration process in progress"}}""";
    private const string Text = "local migration requires a UNIX domain socket channel";

    public static IReadOnlyList<RecordedEdit> All { get; } =
    [
        Taken("tcp", Source, "src", "tcp:", "LM-CHANNEL-01"),
        Taken("vsock", Source, "src", "vsock:", "LM-CHANNEL-02"),
        Taken("exec", Source, "src", "exec:", "LM-CHANNEL-03"),
        Taken("file", Source, "src", "file:", "LM-CHANNEL-04"),
        Descriptor("pipe", 0, "LM-CHANNEL-05"),
        Descriptor("tcp-socket", 1, "LM-CHANNEL-07"),
        Descriptor("regular-file", 2, "LM-CHANNEL-06"),
        Taken("incoming-tcp", Destination, "dst", "tcp:", "LM-CHANNEL-08"),
        Taken("incoming-vsock", Destination, "dst", "vsock:", "LM-CHANNEL-09"),
        Taken("incoming-exec", Destination, "dst", "exec:", "LM-CHANNEL-10"),
        Taken("incoming-file", Destination, "dst", "file:", "LM-CHANNEL-11"),
        Of("recorded-incoming-fd-taken", "A pipe is accepted by migrate-incoming.", Descriptors, static t =>
        {
            OnTheDestination(t);
            t.Answer("dst", "migrate-incoming", Done);
        }, "LM-CHANNEL-12"),
        Of("recorded-no-retry", "After a refusal every migration is refused.", Source, static t => t.After("\"query-migrate\"", 1, """src <- {"return": {}}""", Try("src", "migrate"), $"src <- {Error}"), "LM-CHANNEL-15"),
        Of("recorded-no-incoming-retry", "After a refusal the destination cannot be told again.", Destination, static t => t.After("\"query-migrate\"", 1, """dst <- {"return": {}}""", Try("dst", "migrate-incoming"), $"dst <- {Error}"), "LM-CHANNEL-16"),
        Of("recorded-status-after-refusal", "A refusal leaves the status 'failed'.", Source, static t => t.Answer("src", "\"query-migrate\"", Failed), "LM-CHANNEL-17"),
        Of("recorded-event-of-a-refusal", "A refusal is told by an event as well.", Source, static t => t.After("tcp:127", 0, Event("src", "failed")), "LM-CHANNEL-17"),
        Of("recorded-incoming-status-after-refusal", "A refusal leaves the status 'setup' on the destination.", Destination, static t => t.Answer("dst", "\"query-migrate\"", """{"return": {"status": "setup"}}"""), "LM-CHANNEL-18"),
        Of("recorded-status-after-descriptor", "The refusal of a descriptor leaves the status 'setup'.", Descriptors, static t => t.Answer("src", "\"query-migrate\"", """{"return": {"status": "setup"}}"""), "LM-CHANNEL-19"),
        Of("recorded-refusal-text", "A refusal has words of its own.", Source, static t => t.Change("src <-", Text, "not a local socket"), "LM-CHANNEL-20"),
        Refused("unix", "01-unix-1q", "LM-CHANNEL-21"),
        Refused("channels-unix", "05-channels-unix", "LM-CHANNEL-22"),
        Refused("fd", "06-fd-unix-socketpair", "LM-CHANNEL-23"),
        Refused("channels-fd", "07-channels-fd", "LM-CHANNEL-24"),
        Taken("rdma", Source, "src", "rdma:", "LM-CHANNEL-26") with { Profile = Profile.Proposal },
        Taken("rdma-queued-form", Source, "src", "rdma:", "LM-CHANNEL-27"),
        Of("recorded-tcp-refused-with-local-off", "TCP is refused with the parameter off.", "40-local-off-both-tcp", static t => t.Answer("src", "\"migrate\"", Error), "LM-CHANNEL-29"),
        Of("recorded-descriptor-kept", "A descriptor that was refused keeps its name.", Descriptors, static t => t.Answer("src", "\"closefd\"", Done), "LM-CHANNEL-37"),
        Of("recorded-no-migration-after-descriptor", "After the refusal of a descriptor no migration can be made.", Descriptors, static t => t.Answer("src", "\"migrate\"", Error, nth: 6), "LM-CHANNEL-38"),
        Of("recorded-stuck-after-descriptor", "After the refusal of a descriptor a destination cannot be told again.", Descriptors, static t =>
        {
            OnTheDestination(t);
            t.After("\"closefd\"", 0, """dst <- {"return": {}}""", Try("dst", "migrate-incoming"), """dst <- {"error": {"class": "GenericError", "desc": "Illegal migration incoming state: setup"}}""");
        }, "LM-CHANNEL-39"),
        Of("recorded-listener-left-out", "A destination that listens since its start fails.", "51-incoming-on-cmdline", static t => t.ChangeAll("dst <-", "\"status\": \"completed\"", "\"status\": \"failed\""), "LM-CHANNEL-40"),
        Of("recorded-multifd-without-backends", "With multifd the backends stay behind.", "10-multifd", static t => t.Change("# dst /proc", "fd 19 -> /dev/net/tun iff=tap0", "none"), "LM-CHANNEL-41"),
    ];

    private static RecordedEdit Of(string name, string mistake, string file, Action<EditedTranscript> edit, params IReadOnlyList<string> breaks) =>
        new(name, mistake, $"transcripts/qemu-local/{file}.txt", breaks) { Transcript = edit };

    private static RecordedEdit Taken(string what, string file, string side, string command, string breaks) =>
        Of($"recorded-{what}-taken", $"{command} is accepted with the parameter on.", file, t => t.Answer(side, command, Done), breaks);

    private static RecordedEdit Descriptor(string what, int nth, string breaks) =>
        Of($"recorded-{what}-taken", $"An fd that is a {what.Replace('-', ' ')} is accepted with the parameter on.", Descriptors, t => t.Answer("src", "\"migrate\"", Done, nth), breaks);

    private static RecordedEdit Refused(string what, string file, string breaks) =>
        Of($"recorded-{what}-refused", "A Unix domain socket is refused with the parameter on.", file, static t => t.Answer("src", "\"migrate\"", Error), breaks);

    // What a source says to descriptors, a destination says too.
    private static void OnTheDestination(EditedTranscript t)
    {
        t.ChangeAll("src ", "src ", "dst ");
        t.ChangeAll("dst ->", "\"migrate\"", "\"migrate-incoming\"");
    }

    private static string Try(string side, string command) => side + " -> {\"execute\": \"" + command + "\", \"arguments\": {\"uri\": \"unix:/run/vm0/again.sock\"}}";

    private static string Event(string side, string status) =>
        side + " <- {\"timestamp\": {\"seconds\": 1795444911, \"microseconds\": 1}, \"event\": \"MIGRATION\", \"data\": {\"status\": \"" + status + "\"}}";
}
