using LocalMig.Json;

namespace LocalMig.Suite.Cases.Qmp;

/// <summary>The envelope of a command and of its reply.</summary>
internal static class EnvelopeCases
{
    private static readonly string[] Ids = ["1", "-9223372036854775808", "18446744073709551615", "\"x\"", "null", "true", "[1,{\"a\":[]}]", "{}", "0.5"];

    /// <summary>In the order they run.</summary>
    public static IReadOnlyList<Case> All { get; } =
    [
        QmpCase.Of("id-in-success", "an id of every JSON type with a command that succeeds", ["LM-QMP-07", "LM-QMP-19"], IdInSuccess),
        QmpCase.Of("id-in-errors", "an id with a command that fails and with a broken envelope", ["LM-QMP-08"], IdInErrors),
        QmpCase.Of("broken-envelope", "each way an envelope can be broken", ["LM-QMP-10"], Broken),
        QmpCase.Of("unknown-command", "commands that do not exist, also by their case and hyphens", ["LM-QMP-11", "LM-QMP-13"], Unknown),
        QmpCase.Of("arguments", "a missing, a wrong and an unknown argument", ["LM-QMP-12"], Arguments),
        QmpCase.Of("one-write", "many commands in one write", ["LM-QMP-14"], OneWrite),
        QmpCase.Of("many-writes", "one command in many writes", ["LM-QMP-15"], ManyWrites),
        QmpCase.Of("out-of-band", "exec-oob without and with the capability", ["LM-QMP-16", "LM-QMP-17"], OutOfBand),
    ];

    private static void IdInSuccess(CaseContext c)
    {
        RawMonitor monitor = RawMonitor.Negotiated(c);
        foreach (string id in Ids)
            ExpectId(c, "LM-QMP-07", id, monitor.Ask($$"""{"execute":"query-status","id":{{id}}}"""));
        foreach (string id in Ids.Where(i => i.Length > 15 && char.IsDigit(i[^1])))
            ExpectId(c, "LM-QMP-19", id, monitor.Ask($$"""{"execute":"query-status","id":{{id}}}"""));
    }

    private static void IdInErrors(CaseContext c)
    {
        RawMonitor monitor = RawMonitor.Negotiated(c);
        foreach (string id in Ids)
        {
            ExpectId(c, "LM-QMP-08", id, monitor.Ask($$"""{"execute":"localmig-no-such-command","id":{{id}}}"""));
            ExpectId(c, "LM-QMP-08", id, monitor.Ask($$"""{"id":{{id}}}"""));
        }
    }

    private static void ExpectId(CaseContext c, string requirement, string id, JsonValue reply) =>
        c.Expect(requirement, $"the id {id} in the reply", Equals(reply["id"], JsonText.Parse(id).Value), id, Replies.Show(reply["id"]), "/id");

    private static void Broken(CaseContext c)
    {
        RawMonitor monitor = RawMonitor.Negotiated(c);
        foreach ((string input, string desc) in new[]
        {
            ("{}", "QMP input lacks member 'execute'"),
            ("""{"execute":1}""", "QMP input member 'execute' must be a string"),
            ("""{"execute":"query-status","arguments":null}""", "QMP input member 'arguments' must be an object"),
            ("""{"execute":"query-status","arguments":[]}""", "QMP input member 'arguments' must be an object"),
            ("""{"execute":"query-status","bogus":1}""", "QMP input member 'bogus' is unexpected"),
            ("[]", "QMP input must be a JSON object"),
            ("\"x\"", "QMP input must be a JSON object"),
        })
        {
            QmpCase.ExpectError(c, "LM-QMP-10", $"the reply to {input}", "GenericError: " + desc, monitor.Ask(input));
        }
    }

    private static void Unknown(CaseContext c)
    {
        RawMonitor monitor = RawMonitor.Negotiated(c);
        Judge("LM-QMP-11", "localmig-no-such-command");
        Judge("LM-QMP-13", "Query-Status");
        Judge("LM-QMP-13", "query_status");

        void Judge(string requirement, string name) => QmpCase.ExpectError(
            c, requirement, $"the reply to {name}", $"CommandNotFound: The command {name} has not been found", monitor.Ask($$"""{"execute":"{{name}}"}"""));
    }

    private static void Arguments(CaseContext c)
    {
        RawMonitor monitor = RawMonitor.Negotiated(c);
        foreach ((string arguments, string desc) in new[]
        {
            ("{}", "Parameter 'typename' is missing"),
            ("""{"typename":1}""", "Invalid parameter type for 'typename', expected: string"),
            ("""{"typename":"device","x":1}""", "Parameter 'x' is unexpected"),
        })
        {
            JsonValue reply = monitor.Ask($$"""{"execute":"device-list-properties","arguments":{{arguments}}}""");
            QmpCase.ExpectError(c, "LM-QMP-12", $"the reply to arguments {arguments}", "GenericError: " + desc, reply);
        }
    }

    private static void OneWrite(CaseContext c)
    {
        RawMonitor monitor = RawMonitor.Negotiated(c);
        const int count = 20;
        monitor.Send(string.Concat(Enumerable.Range(0, count).Select(i => $$"""{"execute":"query-status","id":{{i}}}""")));
        for (int i = 0; i < count; i++)
        {
            // Where one does not come, the others would be waited for in vain.
            JsonValue reply = monitor.ReplyWithin(QmpCase.Patience);
            ExpectId(c, "LM-QMP-14", i.ToString(System.Globalization.CultureInfo.InvariantCulture), reply);
            if (reply.Kind == JsonKind.Null)
                return;
        }
    }

    private static void ManyWrites(CaseContext c)
    {
        RawMonitor monitor = RawMonitor.Negotiated(c);
        foreach (char part in """{"execute":"query-status","id":"\u00e9 split"}""")
            monitor.Send(part.ToString());
        ExpectId(c, "LM-QMP-15", "\"\\u00e9 split\"", monitor.Reply());
        ExpectId(c, "LM-QMP-15", "\"next\"", monitor.Ask("""{"execute":"query-status","id":"next"}"""));
    }

    private static void OutOfBand(CaseContext c)
    {
        RawMonitor without = RawMonitor.Negotiated(c);
        QmpCase.ExpectError(
            c, "LM-QMP-16", "exec-oob without the capability", "GenericError: QMP input member 'exec-oob' is unexpected", without.Ask("""{"exec-oob":"query-status"}"""));
        without.Dispose();
        RawMonitor with = RawMonitor.Negotiated(c, outOfBand: true);
        QmpCase.ExpectError(
            c, "LM-QMP-17", "query-status out of band", "GenericError: The command query-status does not support OOB", with.Ask("""{"exec-oob":"query-status"}"""));
        QmpCase.ExpectError(
            c,
            "LM-QMP-17",
            "both members",
            "GenericError: QMP input member 'execute' clashes with 'exec-oob'",
            with.Ask("""{"execute":"query-status","exec-oob":"query-status"}"""));
    }
}
