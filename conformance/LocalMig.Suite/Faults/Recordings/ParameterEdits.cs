namespace LocalMig.Suite.Faults.Recordings;

/// <summary>Recordings of wrong parameters.</summary>
internal static class ParameterEdits
{
    private const string Set = "\"migrate-set-parameters\"";
    private const string Query = "\"query-migrate-parameters\"";

    public static IReadOnlyList<RecordedEdit> All { get; } =
    [
        Of("recorded-schema-without-parameter", "The schema does not tell of the parameter.", static t => t.ChangeAnswer("src", "query-qmp-schema", "\"name\": \"local\"", "\"name\": \"lokal\""), "LM-PARAM-01", "LM-PARAM-02"),
        Of("recorded-default-true", "The parameter is true before it is set.", static t => t.ChangeAnswer("src", Query, "\"local\": false", "\"local\": true"), "LM-PARAM-04"),
        Of("recorded-not-listed", "The query forgets the parameter when it is false again.", static t => t.ChangeAnswer("src", Query, "\"local\": false, ", "", nth: 2), "LM-PARAM-05"),
        Of("recorded-reply-not-empty", "Setting the parameter answers with it.", static t => t.Answer("src", Set, """{"return": {"local": true}}"""), "LM-PARAM-06"),
        Of("recorded-value-not-kept", "The query shows the default after the parameter was set.", static t => t.ChangeAnswer("src", Query, "\"local\": true", "\"local\": false", nth: 1), "LM-PARAM-07"),
        Of("recorded-half-applied", "A refused call has set the parameter.", static t => t.ChangeAnswer("src", "\"info migrate_parameters\"", "local: off", "local: on", nth: 1), "LM-PARAM-12"),
        Taken("recorded-number-taken", "A number is accepted.", "{\"local\": 1}", "LM-PARAM-13"),
        Taken("recorded-string-taken", "The text \"on\" is accepted.", "{\"local\": \"on\"}", "LM-PARAM-14"),
        Taken("recorded-null-taken", "null is accepted.", "{\"local\": null}", "LM-PARAM-15"),
        Taken("recorded-array-taken", "An array is accepted.", "{\"local\": []}", "LM-PARAM-16"),
        Of("recorded-type-text", "A wrong type is refused in other words.", static t => t.ChangeAnswer("src", "{\"local\": 1}", "Invalid parameter type for 'local', expected: boolean", "not a boolean"), "LM-PARAM-17"),
        Of("recorded-others-changed", "Setting the parameter changes another one.", static t => t.ChangeAnswer("src", Query, "\"announce-max\": 550", "\"announce-max\": 551", nth: 1), "LM-PARAM-19"),
    ];

    private static RecordedEdit Of(string name, string mistake, Action<EditedTranscript> edit, params IReadOnlyList<string> breaks) =>
        new(name, mistake, "transcripts/qemu-local/24-params.txt", breaks) { Transcript = edit };

    private static RecordedEdit Taken(string name, string mistake, string arguments, string breaks) =>
        Of(name, mistake, t => t.Answer("src", arguments, """{"return": {}}"""), breaks);
}
