using LocalMig.Json;
using LocalMig.Suite.Targets;

namespace LocalMig.Suite.Cases.Qmp;

/// <summary>What the cases of the protocol have in common: they need a monitor and not the feature.</summary>
internal static class QmpCase
{
    /// <summary>A command that every implementation has and that changes nothing.</summary>
    public const string Status = """{"execute":"query-status"}""";

    /// <summary>How long to wait for what may not come: shorter than a case may take, so that it is a finding and not the end of the
    /// case.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <summary>A case of one or more requirements, harmless to the VM.</summary>
    public static ShortCase Of(string name, string title, IReadOnlyList<string> requirements, Action<CaseContext> run) =>
        new($"QMP/{name}", title, requirements, run) { Abilities = TargetAbilities.Monitor, Feature = false };

    /// <summary>A case of one or more requirements that changes the VM for a while.</summary>
    public static ShortCase Changing(string name, string title, IReadOnlyList<string> requirements, Action<CaseContext> run) =>
        new($"QMP/{name}", title, requirements, run) { Abilities = TargetAbilities.Monitor | TargetAbilities.Changeable, Feature = false };

    /// <summary>Two commands that each make an event, and leave the VM as it was.</summary>
    public static string StopAndContinue(RawMonitor monitor) => Equals(monitor.Ask(Status)["return"]?["running"], (JsonValue)true)
        ? """{"execute":"stop"}{"execute":"cont"}"""
        : """{"execute":"cont"}{"execute":"stop"}""";

    /// <summary>Judges that a reply is this error, and that it carries this id.</summary>
    public static void ExpectError(CaseContext c, string requirement, string what, string error, JsonValue reply)
    {
        JsonValue? told = reply["error"];
        string actual = told is null ? Replies.Show(reply) : $"{Text(told["class"])}: {Text(told["desc"])}";
        c.ExpectEqual(requirement, what, error, actual, "/error");
    }

    /// <summary>Judges that the monitor answers a good command.</summary>
    public static void ExpectAnswers(CaseContext c, string requirement, string when, RawMonitor monitor)
    {
        JsonValue reply = monitor.Ask("""{"execute":"query-status","id":"still there"}""");
        c.Expect(requirement, $"query-status {when}", reply["return"] is not null, "a return", Replies.Show(reply));
    }

    private static string Text(JsonValue? value) => value is { Kind: JsonKind.String } ? value.AsString : Replies.Show(value);
}
