namespace LocalMig.Suite.Faults;

/// <summary>One fault for each thing that documentation has to get right.</summary>
public static class WordingFaults
{
    private const string Values = "# @local: backends are passed on in a local migration (Since 11.2)\n#\n";
    private const string Switch = "may be passed on in a local\n#     migration (Since 11.2)";
    private const string Since = "#     (Since 11.2)\n#\n# Since: 2.4";
    private const string Features = "# Features:\n#\n# @unstable: Member @x-permit-local-migration is experimental.";
    private const string Example = "# .. qmp-example::\n#\n#     -> { \"execute\": \"migrate-set-parameters\",\n#          \"arguments\": { \"local\": true } }";

    /// <summary>All of them, in the order of their requirements.</summary>
    public static IReadOnlyList<WordingFault> All { get; } =
    [
        Of("line-too-long", "LM-DOC-01", "set to true.  Defaults to false.", "set to true.  By default it is false as ever."),
        Of("one-blank-between-sentences", "LM-DOC-02", "support it.  Backend", "support it. Backend"),
        Of("wrong-indentation", "LM-DOC-03", Switch, Switch.Replace("#     mig", "#       mig", StringComparison.Ordinal)),
        Of("text-below-its-name", "LM-DOC-04", "# @local: Enable", "# @local:\n#     Enable"),
        Of("misspelt-tag", "LM-DOC-05", Since, Since.Replace("# Since:", "# since:", StringComparison.Ordinal), "LM-DOC-28"),
        Of("features-without-blank-line", "LM-DOC-06", Features, Features.Replace("Features:\n#\n", "Features:\n", StringComparison.Ordinal)),
        Of("value-not-described", "LM-DOC-07", Values, "", "LM-DOC-10"),
        Of("described-and-not-defined", "LM-DOC-08", ",\n            '*local': { 'type': 'bool', 'if': { 'any': [ 'PROPOSAL', 'V16', 'UPSTREAM' ] } } } }", " } }", "LM-DOC-15", "LM-PARAM-01", "LM-PARAM-02"),
        Of("unstable-option-not-named", "LM-DOC-09", "Member @x-permit-local-migration is", "One member is"),
        Of("addition-without-release", "LM-DOC-10", Switch, Switch.Replace(" (Since 11.2)", "", StringComparison.Ordinal)),
        Of("odd-form-of-release", "LM-DOC-11", Values, Values.Replace("(Since 11.2)", "(since v11.2)", StringComparison.Ordinal)),
        Of("older-than-its-definition", "LM-DOC-12", Since, Since.Replace("2.4", "12.0", StringComparison.Ordinal)),
        Of("reference-to-nothing", "LM-DOC-13", "Defaults to false.", "See @no-such-thing."),
        Of("example-is-no-qmp", "LM-DOC-14", Example, Example[..^1]),
        Of("example-of-wrong-type", "LM-DOC-15", Example, Example.Replace("true", "\"on\"", StringComparison.Ordinal)),
        Of("example-outside-directive", "LM-DOC-16", Example, Example.Replace("# .. qmp-example::\n#\n", "", StringComparison.Ordinal)),
        Of("socket-in-capitals", "LM-DOC-17", "a Unix domain socket.  A\n", "a UNIX domain socket.  A\n"),
        Of("address-for-channel", "LM-DOC-18", "which must be a Unix domain socket.  A\n", "whose\n#     address must be a Unix domain socket.  A\n"),
        Of("relies-on-channel", "LM-DOC-19", "Defaults to false.", "All rely on\n#     the channel support."),
        Of("word-twice", "LM-DOC-20", "Defaults to false.", "Defaults to to false."),
        Of("wrong-verb", "LM-DOC-21", "Defaults to false.", "It have a default."),
        Of("does-not-enable", "LM-DOC-23", "# @local: Enable local migration for devices", "# @local: Keeps backends open, of devices"),
        Of("does-not-say-what-is-passed", "LM-DOC-24", "Backend\n#     state and its file descriptors are passed to the destination in\n#     the migration channel, which must be", "Needs\n#     a migration channel that must be"),
        Of("constraint-missing", "LM-DOC-25", ", which must be a Unix domain socket.  A\n", ".  A\n"),
        Of("device-switch-not-named", "LM-DOC-26", "``x-permit-local-migration`` set to true", "set to true"),
        Of("other-release", "LM-DOC-27", "#     (Since 11.2)\n", "#     (Since 10.2)\n"),
        Of("definition-without-release", "LM-DOC-28", Since, "#     (Since 11.2)"),
        Of("list-without-blank-line", "LM-DOC-29", "Defaults to false.\n", "Values:\n#     - true, or\n#     - false.\n#\n"),
        Of("value-missing-in-enum", "LM-PARAM-03", "            'local' ] }", "            'x-local' ] }", "LM-DOC-08"),
    ];

    private static WordingFault Of(string name, string requirement, string right, string wrong, params string[] others) =>
        new(name, [requirement, .. others], right, wrong);
}
