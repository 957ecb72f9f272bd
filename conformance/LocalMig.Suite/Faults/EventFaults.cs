using LocalMig.Json;
using LocalMig.Qmp;

namespace LocalMig.Suite.Faults;

/// <summary>Wrong events (specification, section 7, works).</summary>
internal static class EventFaults
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        Events("event-missing", "The source does not tell that it stops.", static e => e.Name == "STOP" ? [] : [e], onSource: true, "LM-TRANSFER-28"),
        Events("event-status-missing", "The source does not tell that device state is being sent.", static e => Status(e) == "device" ? [] : [e], onSource: true, "LM-TRANSFER-28"),
        Events("event-twice", "The destination tells twice that it is active.", static e => Status(e) == "active" ? [e, e] : [e], onSource: false, "LM-TRANSFER-29"),
        Reordered("event-order-on-source", "The source tells that it stops after it has told of the device state.", "STOP", "device", onSource: true, "LM-TRANSFER-28"),
        Events("event-resume-missing", "The destination does not tell that it runs.", static e => e.Name == "RESUME" ? [] : [e], onSource: false, "LM-TRANSFER-29"),
        Reordered("event-order-on-destination", "The destination tells that it runs after it has told that the load is complete.", "RESUME", "completed", onSource: false, "LM-TRANSFER-29"),
        Events("event-completed-after-failed", "A migration that failed is told as completed in the end.", static e => Status(e) == "failed" ? [e, e with { Data = JsonValue.Object(("status", "completed")) }] : [e], onSource: false, "LM-TRANSFER-30"),
        Events("event-timestamp-in-milliseconds", "The timestamp of an event has milliseconds in the place of seconds.", static e => [e with { Seconds = -1 }], onSource: true, "LM-QMP-30"),
    ];

    private static Fault Events(string name, string mistake, Func<QmpEvent, IEnumerable<QmpEvent>> change, bool onSource, string breaks) => new(name, mistake, breaks)
    {
        Seams = (seams, options) => Make.IsSource(options) == onSource ? seams with { Events = change } : seams,
    };

    private static Fault Reordered(string name, string mistake, string late, string before, bool onSource, string breaks) => new(name, mistake, breaks)
    {
        Seams = (seams, options) =>
        {
            QmpEvent? kept = null;
            return Make.IsSource(options) != onSource ? seams : seams with
            {
                Events = happened =>
                {
                    if (happened.Name == late)
                    {
                        kept = happened;
                        return [];
                    }

                    if (kept is not { } held || Status(happened) != before)
                        return [happened];
                    kept = null;
                    return [happened, held];
                },
            };
        },
    };

    private static string? Status(QmpEvent happened) => happened.Data?["status"] is { Kind: JsonKind.String } status ? status.AsString : null;
}
