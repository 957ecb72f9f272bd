namespace LocalMig.Suite.Faults.Recordings;

/// <summary>Recordings of wrong devices.</summary>
internal static class DeviceEdits
{
    private const string Completed = "\"status\": \"completed\"";
    private const string Failed = "\"status\": \"failed\"";
    private const string Error = """{"error": {"class": "GenericError", "desc": "Invalid parameter"}}""";
    private const string Done = """{"return": {}}""";
    private const string Options = "25-netdev-opts-dst";

    public static IReadOnlyList<RecordedEdit> All { get; } =
    [
        Of("recorded-another-tap", "The destination holds another TAP than the source's.", "01-unix-1q", static t => t.ChangeAll("# dst /proc", "iff=tap0", "iff=tap7"), "LM-DEVICE-01", "LM-TRANSFER-15"),
        Of("recorded-switch-unknown", "The netdev does not know its switch.", "01-unix-1q", static t => t.Answer("src", "netdev_add", Error), "LM-DEVICE-05"),
        Fails("recorded-no-device-fails", "A migration without any device that supports it fails.", "48-no-nic", "LM-DEVICE-06"),
        Fails("recorded-local-off-fails", "A migration with the switch on and the parameter off fails.", "39-local-off-both", "LM-DEVICE-08"),
        Of("recorded-no-backend-of-its-own", "The destination opens no backend with the parameter off.", "39-local-off-both", static t => t.Change("# dst /proc", "fd 15 -> /dev/net/tun iff=tap1", "none"), "LM-DEVICE-09"),
        Fails("recorded-switch-off-fails", "A migration with the switch off on both sides fails.", "37-permit-off-both", "LM-DEVICE-10"),
        Of("recorded-switch-of-destination-ignored", "A destination whose switch is off takes the backend.", "01-unix-1q", static t => t.ChangeAll("dst ->", "\"x-permit-local-migration\": true", "\"x-permit-local-migration\": false"), "LM-DEVICE-12"),
        Completes("recorded-parameter-of-destination-ignored", "A destination whose parameter is false takes the backend.", "30-local-src-only", "LM-DEVICE-13"),
        Of("recorded-source-stopped", "The source stays stopped after a load that failed.", "30-local-src-only", static t => t.ChangeAnswer("src", "query-status", "\"running\": true", "\"running\": false"), "LM-DEVICE-14"),
        Of("recorded-unexpected-kept", "The destination keeps a descriptor that nobody expected.", "30-local-src-only", static t => t.Change("# dst /proc", "[Errno 2] No such file or directory: '/proc/6522/fd'", "fd 18 -> /dev/net/tun iff=tap0"), "LM-DEVICE-15", "LM-TRANSFER-20"),
        Completes("recorded-missing-parameter-ignored", "A destination completes though the source's parameter is false.", "33-local-dst-only", "LM-DEVICE-16"),
        Completes("recorded-missing-switch-ignored", "A destination completes though the source's switch is off.", "35-permit-off-src", "LM-DEVICE-17"),
        Of("recorded-without-backend", "The destination completes without its backend.", "01-unix-1q", static t => t.ChangeAll("# dst /proc", "fd 17 -> /dev/net/tun iff=tap0", "none"), "LM-DEVICE-18"),
        Of("recorded-waited-text", "A destination that waited in vain says so in other words.", "33-local-dst-only", static t => t.After("# dst stderr", 0, "#    qemu-system-x86_64: the backend's descriptor was not loaded"), "LM-DEVICE-19"),
        Of("recorded-waits-with-a-tap", "A backend that waits has opened a TAP.", "01-unix-1q", static t => t.Change("# dst /proc", "none", "fd 15 -> /dev/net/tun iff=tap1"), "LM-DEVICE-20"),
        Option("recorded-takes-fd", "fd= is accepted by a netdev that waits.", "\"fd\":", "LM-DEVICE-21"),
        Option("recorded-takes-helper", "helper= is accepted by a netdev that waits.", "\"helper\":", "LM-DEVICE-22"),
        Option("recorded-takes-ifname", "ifname= is accepted by a netdev that waits.", "\"ifname\":", "LM-DEVICE-23"),
        Of("recorded-needs-no-scripts", "Scripts need not be given empty.", Options, static t => t.Answer("dst", "netdev_add", Done, Index(t, static l => !l.Contains("\"script\"", StringComparison.Ordinal))), "LM-DEVICE-24"),
        Of("recorded-several-texts", "An option has a refusal of its own.", Options, static t => t.ChangeAnswer("dst", "\"helper\":", "Local incoming migration", "Incoming migration"), "LM-DEVICE-26"),
        Of("recorded-queues-refused", "queues= is refused by a netdev that waits.", "02-unix-4q", static t => t.Answer("dst", "netdev_add", Error), "LM-DEVICE-27"),
        Of("recorded-own-tap-text", "A load into a TAP of its own fails in other words.", "30-local-src-only", static t => t.ChangeAll("#    qemu", "TAP is already initialized and cannot receive incoming fd", "the backend is busy"), "LM-DEVICE-29"),
        Of("recorded-source-without-tap", "The source's netdev opens no TAP.", "01-unix-1q", static t => t.ChangeAll("# src /proc", "fd 15 -> /dev/net/tun iff=tap0", "none"), "LM-DEVICE-30"),
        Completes("recorded-surplus-queues-ignored", "A destination completes though the source has more queues.", "43-queues-src4-dst2", "LM-DEVICE-33"),
        Of("recorded-ids-not-compared", "A destination completes though its backend has another id.", "01-unix-1q", static t => t.ChangeAll("dst ->", "\"net0\"", "\"net1\""), "LM-DEVICE-34"),
    ];

    private static RecordedEdit Of(string name, string mistake, string file, Action<EditedTranscript> edit, params IReadOnlyList<string> breaks) =>
        new(name, mistake, $"transcripts/qemu-local/{file}.txt", breaks) { Transcript = edit };

    private static RecordedEdit Fails(string name, string mistake, string file, string breaks) => Of(name, mistake, file, static t => t.ChangeAll("dst <-", Completed, Failed), breaks);

    private static RecordedEdit Completes(string name, string mistake, string file, string breaks) => Of(name, mistake, file, static t => t.ChangeAll("dst <-", Failed, Completed), breaks);

    private static RecordedEdit Option(string name, string mistake, string option, string breaks) => Of(name, mistake, Options, t => t.Answer("dst", option, Done), breaks);

    // Which of the netdev_adds with the switch on is the first like this.
    private static int Index(EditedTranscript t, Func<string, bool> which)
    {
        string[] adds = [.. t.Lines.Where(static l => l.StartsWith("dst ->", StringComparison.Ordinal) && l.Contains("netdev_add", StringComparison.Ordinal))];
        return Array.FindIndex(adds, l => l.Contains("\"x-permit-local-migration\": true", StringComparison.Ordinal) && which(l));
    }
}
