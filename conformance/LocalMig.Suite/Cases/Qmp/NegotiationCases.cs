using LocalMig.Json;

namespace LocalMig.Suite.Cases.Qmp;

/// <summary>From the greeting to the end of a connection.</summary>
internal static class NegotiationCases
{
    private const string Refusal = "CommandNotFound: Expecting capabilities negotiation with 'qmp_capabilities'";

    /// <summary>In the order they run.</summary>
    public static IReadOnlyList<Case> All { get; } =
    [
        QmpCase.Of("greeting", "the first line of a connection, and how lines end", ["LM-QMP-01", "LM-QMP-02"], Greeting),
        QmpCase.Of("before-negotiation", "commands before the negotiation", ["LM-QMP-03"], Before),
        QmpCase.Of("negotiation-again", "a negotiation after a refused one, and after a complete one", ["LM-QMP-04", "LM-QMP-05"], Again),
        QmpCase.Of("state-of-connection", "a second connection after a negotiated one", ["LM-QMP-06"], SecondConnection),
        QmpCase.Of("lines-are-whole", "events and replies in quick succession", ["LM-QMP-02"], Lines),
        QmpCase.Of("half-close", "a client that ends its side after a command", ["LM-QMP-29"], HalfClose),
    ];

    private static void Greeting(CaseContext c)
    {
        RawMonitor monitor = RawMonitor.Connect(c);
        string line = monitor.Line() ?? "";
        JsonValue greeting = JsonText.Parse(line).TryGet(out JsonValue? read, out _) ? read : JsonValue.Null;
        bool whole = greeting["QMP"]?["version"]?["qemu"]?["major"] is { Kind: JsonKind.Int64 } && greeting["QMP"]?["capabilities"] is { Kind: JsonKind.Array };
        c.Expect("LM-QMP-01", "the first line", whole, "a greeting with version and capabilities", line.TrimEnd());
        EndsWithCrLf(c, "the greeting", line);
        monitor.Send("""{"execute":"qmp_capabilities"}""");
        EndsWithCrLf(c, "a reply", monitor.Line() ?? "");
        monitor.Send("]");
        EndsWithCrLf(c, "an error reply", monitor.Line() ?? "");
    }

    private static void EndsWithCrLf(CaseContext c, string what, string line) =>
        c.Expect("LM-QMP-02", $"the end of {what}", line.EndsWith("\r\n", StringComparison.Ordinal), "CR LF", line.EndsWith('\n') ? "LF alone" : "nothing");

    private static void Lines(CaseContext c)
    {
        RawMonitor monitor = RawMonitor.Negotiated(c);
        const int commands = 20;
        string rest = c.Target.Abilities.HasFlag(Targets.TargetAbilities.Changeable)
            ? QmpCase.StopAndContinue(monitor)
            : """{"execute":"query-status"}{"execute":"query-version"}""";
        for (int i = 0; i < commands / 2; i++)
            monitor.Send(rest);
        for (int replies = 0; replies < commands;)
        {
            string line = monitor.Line() ?? "";
            JsonValue value = JsonText.Parse(line).TryGet(out JsonValue? read, out _) ? read : JsonValue.Null;
            bool whole = value["return"] is not null || value["event"] is not null;
            c.Require("LM-QMP-02", $"line {replies + 1}", whole && line.EndsWith("\r\n", StringComparison.Ordinal), "a whole reply or event", line.TrimEnd());
            replies += value["event"] is null ? 1 : 0;
        }
    }

    private static void Before(CaseContext c)
    {
        RawMonitor monitor = RawMonitor.Connect(c);
        monitor.Reply();
        foreach (string command in new[] { QmpCase.Status, """{"execute":"localmig-no-such-command"}""", """{"execute":"query-version","arguments":{"x":1}}""" })
            QmpCase.ExpectError(c, "LM-QMP-03", $"the reply to {command}", Refusal, monitor.Ask(command));
    }

    private static void Again(CaseContext c)
    {
        RawMonitor monitor = RawMonitor.Connect(c);
        monitor.Reply();
        JsonValue refused = monitor.Ask("""{"execute":"qmp_capabilities","arguments":{"enable":["localmig-no-such-capability"]}}""");
        c.Expect("LM-QMP-04", "a capability that does not exist", refused["error"] is not null, "an error", Replies.Show(refused));
        JsonValue accepted = monitor.Ask("""{"execute":"qmp_capabilities"}""");
        c.Expect("LM-QMP-04", "the negotiation after it", accepted["return"] is not null, "a return", Replies.Show(accepted));
        QmpCase.ExpectError(
            c,
            "LM-QMP-05",
            "a second negotiation",
            "CommandNotFound: Capabilities negotiation is already complete, command ignored",
            monitor.Ask("""{"execute":"qmp_capabilities"}"""));
        QmpCase.ExpectAnswers(c, "LM-QMP-05", "after a second negotiation", monitor);
    }

    private static void SecondConnection(CaseContext c)
    {
        RawMonitor.Negotiated(c).Dispose();
        RawMonitor second = RawMonitor.Connect(c);
        JsonValue greeting = second.Reply();
        c.Expect("LM-QMP-06", "the first line of the second connection", greeting["QMP"] is not null, "a greeting", Replies.Show(greeting));
        QmpCase.ExpectError(c, "LM-QMP-06", "a command on the second connection", Refusal, second.Ask(QmpCase.Status));
    }

    private static void HalfClose(CaseContext c)
    {
        RawMonitor monitor = RawMonitor.Negotiated(c);
        monitor.Send(QmpCase.Status);
        monitor.EndSending();
        JsonValue reply = monitor.Reply();
        c.Expect("LM-QMP-29", "the reply to a command before the end", reply["return"] is not null, "a return", Replies.Show(reply));
        bool ended = monitor.Ends(QmpCase.Patience);
        c.Expect("LM-QMP-29", "what follows the reply", ended, "the end of the connection", ended ? "the end of the connection" : "nothing, or more");
    }
}
