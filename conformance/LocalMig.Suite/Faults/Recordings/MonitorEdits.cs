namespace LocalMig.Suite.Faults.Recordings;

/// <summary>Recordings of wrong monitors.</summary>
internal static class MonitorEdits
{
    private const string First = "\"id\": 1}";
    private const string Second = "\"id\": 2}";

    public static IReadOnlyList<RecordedEdit> All { get; } =
    [
        Of("recorded-reply-out-of-order", "Of two commands that wait, the second is answered first.", static t =>
        {
            t.Change("dst -> ", "\"query-migrate\"}", $"\"query-migrate\", {First}");
            t.Change("dst <- {\"return\": {\"status\": \"completed\"", "}}", $"}}, {First}");
            t.Change("dst -> ", "\"query-status\"}", $"\"query-status\", {Second}");
            t.Change("dst <- {\"return\": {\"status\": \"running\"", "}}", $"}}, {Second}");
            t.MoveBehind("dst <-", First, Second);
        }),
        Of("recorded-reply-before-its-command", "A reply comes before what it answers.", static t => t.MoveBehind("dst", "\"query-status\"}", "\"status\": \"running\"")),
    ];

    private static RecordedEdit Of(string name, string mistake, Action<EditedTranscript> edit) =>
        new(name, mistake, "transcripts/qemu-local/01-unix-1q.txt", ["LM-QMP-14"]) { Transcript = edit };
}
