using LocalMig.Json;
using LocalMig.Qmp;
using LocalMig.Suite.Faults.Decorators;

namespace LocalMig.Suite.Faults;

/// <summary>Wrong sessions of a monitor: greeting, negotiation, envelopes (recorded behaviour of QMP).</summary>
internal static class SessionFaults
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        Replies("greeting-without-capabilities", "The greeting does not tell which capabilities there are.", static line => line.Replace(", \"capabilities\": [\"oob\"]", "", StringComparison.Ordinal), "LM-QMP-01"),
        Replies("lines-end-with-lf", "Lines end with LF alone.", static line => line.Replace("\r\n", "\n", StringComparison.Ordinal), "LM-QMP-02"),
        EventsInReplies(),
        Replies("negotiation-refusal-class", "A command before the negotiation is refused with class GenericError.", static line => line.Contains("Expecting capabilities", StringComparison.Ordinal) ? line.Replace("CommandNotFound", "GenericError", StringComparison.Ordinal) : line, "LM-QMP-03", "LM-QMP-06"),
        Replies("negotiation-again-accepted", "A second negotiation is accepted.", static line => line.Contains("already complete", StringComparison.Ordinal) ? "{\"return\": {}}\r\n" : line, "LM-QMP-05"),
        OnceRefused(),
        Stateful("session-kept-between-connections", "Who connects again need not negotiate again.", "LM-QMP-06"),
        Replies("id-not-echoed", "The id does not come back where it is no number.", static line => line.Contains("\"return\"", StringComparison.Ordinal) ? WithoutId(line) : line, "LM-QMP-07"),
        Replies("id-not-echoed-in-errors", "The id does not come back in an error.", static line => line.Contains("\"error\"", StringComparison.Ordinal) ? WithoutId(line) : line, "LM-QMP-08"),
        Replies("parse-error-class", "What is no JSON is refused with another class.", static line => line.Contains("JSON parse error", StringComparison.Ordinal) ? line.Replace("GenericError", "CommandNotFound", StringComparison.Ordinal) : line, "LM-QMP-09"),
        Replies("envelope-error-text", "A broken envelope is refused in one text for all.", static line => Desc(line, "QMP input", "Invalid QMP input"), "LM-QMP-10", "LM-QMP-16", "LM-QMP-17"),
        Replies("error-class-wrong", "An unknown command is refused with class GenericError.", static line => line.Contains("has not been found", StringComparison.Ordinal) ? line.Replace("CommandNotFound", "GenericError", StringComparison.Ordinal) : line, "LM-QMP-11"),
        Replies("argument-error-text", "A missing argument is refused without its name.", static line => Desc(line, "Parameter '", "Bad argument"), "LM-QMP-12"),
        new("names-in-any-case", "Names of commands are compared without regard to case.", "LM-QMP-13")
        {
            Seams = static (seams, _) => seams with { Monitor = static channel => new MonitorLines(channel, null, static text => text.Replace("Query-Status", "query-status", StringComparison.Ordinal).Replace("query_status", "query-status", StringComparison.Ordinal)) },
        },
        new("out-of-band-for-all", "Every command may be given out of band.", "LM-QMP-17")
        {
            Seams = static (seams, _) => seams with { Commands = static (_, table) => new AnyOutOfBand(table) },
        },
    ];

    private static Fault Replies(string name, string mistake, Func<string, string> line, params IReadOnlyList<string> breaks) => Make.Lines(name, mistake, () => line, null, breaks);

    // Ids of the suite's own client are numbers from 1 on; without them nothing could be asked at all.
    private static string WithoutId(string line)
    {
        int at = line.IndexOf("\"id\": ", StringComparison.Ordinal);
        if (at < 0 || (at + 6 < line.Length && char.IsAsciiDigit(line[at + 6])))
            return line;
        JsonValue reply = JsonText.Parse(line).Value.Without("id");
        return JsonText.Write(reply, JsonOrder.Qemu) + "\r\n";
    }

    private static string Desc(string line, string begins, string instead)
    {
        int at = line.IndexOf($"\"desc\": \"{begins}", StringComparison.Ordinal);
        return at < 0 ? line : line[..at] + $"\"desc\": \"{instead}\"" + line[line.IndexOf("\"}", at, StringComparison.Ordinal)..][1..];
    }

    private static Fault EventsInReplies() => Make.Lines("event-between-halves-of-a-reply", "An event is sent in the middle of the reply behind it.", static () =>
    {
        string? waiting = null;
        return line =>
        {
            if (line.Contains("\"event\": \"STOP\"", StringComparison.Ordinal))
            {
                waiting = line;
                return "";
            }

            if (waiting is not { } held)
                return line;
            waiting = null;
            return line[..(line.Length / 2)] + held + line[(line.Length / 2)..];
        };
    }, null, "LM-QMP-02");

    private static Fault OnceRefused() => Make.Lines("negotiation-only-once", "A negotiation that was refused cannot be tried again.", static () =>
    {
        bool refused = false;
        return line =>
        {
            string shown = refused && line.Contains("\"return\"", StringComparison.Ordinal)
                ? "{\"error\": {\"class\": \"GenericError\", \"desc\": \"Negotiation has failed\"}}\r\n"
                : line;
            refused |= line.Contains("localmig-no-such-capability", StringComparison.Ordinal);
            return shown;
        };
    }, null, "LM-QMP-04");

    private static Fault Stateful(string name, string mistake, string breaks) => new(name, mistake, breaks)
    {
        Seams = static (seams, _) =>
        {
            int connections = 0;
            return seams with
            {
                Monitor = channel => connections++ == 0
                    ? channel
                    : new MonitorLines(channel, static line => line.Contains("Expecting capabilities", StringComparison.Ordinal) ? "{\"return\": {}}\r\n" : line),
            };
        },
    };

    private sealed class AnyOutOfBand(ICommandTable inner) : ICommandTable
    {
        public bool TryFind(string name, out bool allowsOutOfBand)
        {
            bool found = inner.TryFind(name, out _);
            allowsOutOfBand = found;
            return found;
        }

        public Wire.Result<JsonValue, QmpError> Execute(QmpCommand command, QmpCall call) => inner.Execute(command, call);
    }
}
