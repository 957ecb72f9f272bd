using LocalMig.Json;
using LocalMig.Qmp;
using LocalMig.Suite.Vms;

namespace LocalMig.Suite.Cases;

/// <summary>What the cases about parameters and channels say to a VM again and again.</summary>
internal static class Conversation
{
    private static readonly string[] Ends = ["completed", "failed", "cancelled"];

    /// <summary>A reply as a report shows it: an error as class and text, a value as JSON.</summary>
    public static string Said(this QmpReply reply) => Replies.Show(reply);

    /// <summary>Sets parameters and gives the reply.</summary>
    public static QmpReply Set(this CaseVm vm, params IEnumerable<(string, JsonValue)> parameters) =>
        vm.Execute("migrate-set-parameters", JsonValue.Object(parameters));

    /// <summary>Switches capabilities on, in one call, and gives the reply.</summary>
    public static QmpReply SwitchOn(this CaseVm vm, params IEnumerable<string> capabilities) => vm.Execute(
        "migrate-set-capabilities",
        JsonValue.Object(("capabilities", JsonValue.Array([.. capabilities.Select(static n => JsonValue.Object(("capability", n), ("state", true)))]))));

    /// <summary>Starts to migrate by URI and gives the reply.</summary>
    public static QmpReply Migrate(this CaseVm vm, string uri) => vm.Execute("migrate", ("uri", uri));

    /// <summary>Waits for a migration by URI and gives the reply.</summary>
    public static QmpReply Incoming(this CaseVm vm, string uri) => vm.Execute("migrate-incoming", ("uri", uri));

    /// <summary>Waits until the migration has ended, one way or the other, and gives its last status. Ends the case where it does not.</summary>
    public static string AwaitEnd(this CaseVm vm, CaseContext c)
    {
        while (true)
        {
            string status = vm.MigrationStatus();
            if (Ends.Contains(status, StringComparer.Ordinal))
                return status;
            if (c.TimeLeft == TimeSpan.Zero)
                c.Stop($"the migration of {vm.Name} did not end: {status}");
            Thread.Sleep(1);
        }
    }

    /// <summary>Everything that a refusal must leave as it was, in one text: the answer of query-migrate and how many events came.</summary>
    public static string MigrationState(this CaseVm vm)
    {
        // The answer comes after every event that it could follow from.
        JsonValue answer = vm.Do("query-migrate");
        return $"{JsonText.Write(answer)}, {vm.Events.Count} events";
    }
}
