namespace LocalMig.Suite.Faults.Recordings;

/// <summary>Recordings of wrong transfers.</summary>
internal static class TransferEdits
{
    private const string Completed = "\"status\": \"completed\"";
    private const string Failed = "\"status\": \"failed\"";

    public static IReadOnlyList<RecordedEdit> All { get; } =
    [
        Of("recorded-source-lost-its-tap", "The source's TAP is gone after a load that failed.", "30-local-src-only", static t => t.ChangeAll("# src /proc", "fd 15 -> /dev/net/tun iff=tap0", "none"), "LM-TRANSFER-21", "LM-DEVICE-14"),
        Of("recorded-tap-gone-with-the-source", "The destination's TAP is gone when the source has quit.", "01-unix-1q", static t => t.Change("# dst /proc", "fd 17 -> /dev/net/tun iff=tap0", "none", nth: 1), "LM-TRANSFER-26"),
        Of("recorded-source-runs", "The source runs on after a migration that completed.", "01-unix-1q", static t => t.Change("src <-", "\"status\": \"postmigrate\"", "\"status\": \"running\""), "LM-TRANSFER-27"),
        Of("recorded-event-dropped", "The source does not tell that device state is being sent.", "01-unix-1q", static t => t.Drop("src <-", "\"status\": \"device\"}"), "LM-TRANSFER-28"),
        Of("recorded-event-out-of-order", "The source tells that it stops after it has completed.", "01-unix-1q", static t => t.MoveBehind("src <-", "\"event\": \"STOP\"", "\"data\": {\"status\": \"device\"}"), "LM-TRANSFER-28"),
        Of("recorded-destination-event-dropped", "The destination does not tell that it is active.", "01-unix-1q", static t => t.Drop("dst <-", "\"status\": \"active\"}"), "LM-TRANSFER-29"),
        Of("recorded-destination-event-out-of-order", "The destination tells that it is active after it runs.", "01-unix-1q", static t => t.MoveBehind("dst <-", "\"status\": \"active\"}", "\"event\": \"RESUME\""), "LM-TRANSFER-29"),
        Of("recorded-completed-after-failed", "A migration that failed shows as completed in the end.", "33-local-dst-only", static t => t.After("\"data\": {" + Failed, 0, "dst <- {\"timestamp\": {\"seconds\": 1795444917, \"microseconds\": 9}, \"event\": \"MIGRATION\", \"data\": {" + Completed + "}}"), "LM-TRANSFER-30"),
        Of("recorded-return-path-ignored", "The source completes though the load failed, with a return path.", "11-return-path", static t => t.ChangeAll("dst <-", Completed, Failed), "LM-TRANSFER-31", "LM-TRANSFER-39"),
        Of("recorded-stopped-after-cancel", "The source stays stopped after it was cancelled.", "52-cancel", static t => t.Change("src <-", "{\"return\": {\"status\": \"running\"", "{\"return\": {\"status\": \"paused\""), "LM-TRANSFER-33"),
        Of("recorded-carrier-lost", "The carrier is gone after the migration.", "01-unix-1q", static t => t.Change("#    carrier=1", "carrier=1", "carrier=0", nth: 1), "LM-TRANSFER-38"),
    ];

    private static RecordedEdit Of(string name, string mistake, string file, Action<EditedTranscript> edit, params IReadOnlyList<string> breaks) =>
        new(name, mistake, $"transcripts/qemu-local/{file}.txt", breaks) { Transcript = edit };
}
