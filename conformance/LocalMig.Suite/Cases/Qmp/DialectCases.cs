using LocalMig.Json;

namespace LocalMig.Suite.Cases.Qmp;

/// <summary>JSON as QMP has it.</summary>
internal static class DialectCases
{
    private const int Depth = 1024;

    /// <summary>In the order they run.</summary>
    public static IReadOnlyList<Case> All { get; } =
    [
        QmpCase.Of("no-json", "input that is no JSON", ["LM-QMP-09"], c =>
            Refuses(c, "LM-QMP-09", "{\"execute\":}", "{,}", "nul ", "01 ", "{\"a\" 1}", "[1 2]", "}", "\x01")),
        QmpCase.Of("escapes", "characters outside of ASCII, in an id", ["LM-QMP-18"], Escapes),
        QmpCase.Of("infinity", "a number beyond the range of a double, in an id", ["LM-QMP-20"], Infinity),
        QmpCase.Of("duplicate-member", "an object with a member twice", ["LM-QMP-21"], c =>
            Refuses(c, "LM-QMP-21", """{"execute":"query-status","execute":"query-status"}""", """{"execute":"query-status","id":{"a":1,"\u0061":2}}""")),
        QmpCase.Of("depth", "as many brackets as there may be, and one more", ["LM-QMP-22"], Nesting),
        QmpCase.Of("bad-strings", "strings that are no text", ["LM-QMP-23"], c => Refuses(
            c,
            "LM-QMP-23",
            "{\"execute\":\"\xC0\xAF\"}",
            "{\"execute\":\"\xED\xA0\x80\"}",
            "{\"execute\":\"\xF4\x90\x80\x80\"}",
            """{"execute":"\ud800"}""",
            """{"execute":"\udc00\ud800"}""",
            """{"execute":"\ufffe"}""")),
        QmpCase.Of("resync", "a byte 0xFF after each kind of broken input", ["LM-QMP-24"], Resync),
        QmpCase.Of("single-quotes", "strings in single quotes", ["LM-QMP-25"], SingleQuotes),
    ];

    // Each input on a connection of its own: what one of them leaves behind is not the next one's fault.
    private static void Refuses(CaseContext c, string requirement, params string[] inputs)
    {
        foreach (string input in inputs)
        {
            using RawMonitor monitor = RawMonitor.Negotiated(c);
            JsonValue reply = monitor.Ask(input);
            string shown = Replies.Show(input);
            string desc = reply["error"]?["desc"] is { Kind: JsonKind.String } text ? text.AsString : Replies.Show(reply);
            c.Expect(requirement, $"the reply to {shown}", desc.Contains("JSON parse error", StringComparison.Ordinal), "an error that says JSON parse error", desc, "/error/desc");
            c.Expect(requirement, $"class and id of the reply to {shown}", Equals(reply["error"]?["class"], (JsonValue)"GenericError") && reply["id"] is null, "class GenericError and no id", Replies.Show(reply));
        }
    }

    private static void Escapes(CaseContext c)
    {
        RawMonitor monitor = RawMonitor.Negotiated(c);
        foreach ((string sent, string expected) in new[]
        {
            ("\"\xC3\xA9\"", "\"\\u00E9\""),
            ("\"\xF0\x9F\x98\x80\"", "\"\\uD83D\\uDE00\""),
            ("\"\\u0000\"", "\"\\u0000\""),
            ("\"\x7F\"", "\"\\u007F\""),
            ("\"\\/ \\b\\f\\n\\r\\t\\\"\\\\'\"", "\"/ \\b\\f\\n\\r\\t\\\"\\\\'\""),
        })
        {
            monitor.Send($$"""{"execute":"query-status","id":{{sent}}}""");
            string line = monitor.Line() ?? "";
            c.Expect("LM-QMP-18", $"the reply to the id {expected}", line.Contains($"\"id\": {expected}", StringComparison.Ordinal), $"\"id\": {expected}", line.TrimEnd(), "/id");
        }
    }

    private static void Infinity(CaseContext c)
    {
        foreach (string number in new[] { "1e400", "-1e400" })
        {
            using RawMonitor monitor = RawMonitor.Negotiated(c);
            monitor.Send($$"""{"execute":"query-status","id":{{number}}}""");
            string line = monitor.Line() ?? "";
            c.Expect("LM-QMP-20", $"the reply to the id {number}", JsonText.Parse(line).IsOk, "JSON", line.TrimEnd(), "/id");
        }
    }

    private static void Nesting(CaseContext c)
    {
        RawMonitor monitor = RawMonitor.Negotiated(c);

        // The envelope's own brace is one of them.
        JsonValue deepest = monitor.Ask(Nested(Depth - 1));
        c.Expect("LM-QMP-22", $"{Depth} open brackets", deepest["return"] is not null, "a return", deepest["error"] is { } error ? Replies.Show(error) : "a return");
        JsonValue tooDeep = monitor.Ask(Nested(Depth));
        string desc = tooDeep["error"]?["desc"] is { Kind: JsonKind.String } text ? text.AsString : "no error";
        c.Expect("LM-QMP-22", $"{Depth + 1} open brackets", desc.EndsWith("JSON nesting depth limit exceeded", StringComparison.Ordinal), "JSON nesting depth limit exceeded", desc, "/error/desc");

        static string Nested(int brackets) => $$"""{"execute":"query-status","id":{{new string('[', brackets)}}{{new string(']', brackets)}}}""";
    }

    private static void Resync(CaseContext c)
    {
        foreach (string broken in new[] { "{\"execute\":\"query-status\",\"id\":[}", "\"never ends", "{{{{[[[[", "\\", "{\"a\" 1 {" })
        {
            using RawMonitor monitor = RawMonitor.Negotiated(c);
            monitor.Send(broken + "\xFF" + """{"execute":"query-status","id":"resynced"}""");
            JsonValue reply;
            int errors = 0;
            do
                reply = monitor.ReplyWithin(QmpCase.Patience);
            while (reply["error"] is not null && ++errors < 20);
            c.Expect("LM-QMP-24", $"the command after {Replies.Show(broken)} and 0xFF", Equals(reply["id"], (JsonValue)"resynced"), "its reply", Replies.Show(reply));
        }
    }

    private static void SingleQuotes(CaseContext c)
    {
        RawMonitor monitor = RawMonitor.Negotiated(c);
        JsonValue reply = monitor.Ask("""{'execute':'query-status','id':'a "quoted" \'word\''}""");
        c.Expect("LM-QMP-25", "the id of the reply", Equals(reply["id"], (JsonValue)"a \"quoted\" 'word'"), "a \"quoted\" 'word'", Replies.Show(reply["id"] ?? reply), "/id");
    }
}
