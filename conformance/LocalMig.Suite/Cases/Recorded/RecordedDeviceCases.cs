using LocalMig.Suite.Targets.Recordings;

namespace LocalMig.Suite.Cases.Recorded;

/// <summary>What recordings tell about devices (specification, section 4).</summary>
internal static class RecordedDeviceCases
{
    private const string Waited = "FD was not loaded during incoming migration";
    private const string NotLoaded = "was not loaded";
    private const string HasOwn = "TAP is already initialized and cannot receive incoming fd";

    /// <summary>In the order they run.</summary>
    public static IReadOnlyList<Case> All { get; } =
    [
        new RecordedCase("DEVICE/recorded-handed-over", "LM-DEVICE-01", "migration with parameter and switch on both sides", HandedOver),
        new RecordedCase("DEVICE/recorded-switch", "LM-DEVICE-05", "netdev_add with the switch", Switch),
        new RecordedCase("DEVICE/recorded-nothing-supports", "LM-DEVICE-06", "migration with 'local' true and no switch on", look => Completes(look, m => m is { SourceLocal: true, DestinationLocal: true } && !m.SourceBackends.Any() && !m.DestinationBackends.Any())),
        new RecordedCase("DEVICE/recorded-local-off", "LM-DEVICE-08", "migration with the switch on and 'local' false on both sides", look => Completes(look, m => IsLocalOff(m))),
        new RecordedCase("DEVICE/recorded-own-backend", "LM-DEVICE-09", "list of the destination's descriptors with the switch on and 'local' false", OwnBackend),
        new RecordedCase("DEVICE/recorded-switch-off", "LM-DEVICE-10", "migration with 'local' true and the switch off on both sides", look => Completes(look, m => m is { SourceLocal: true, DestinationLocal: true } && m.SourceBackends.Any(b => !b.Switch) && !m.SourceBackends.Concat(m.DestinationBackends).Any(b => b.Switch))),
        new RecordedCase("DEVICE/recorded-unexpected-switch", "LM-DEVICE-12", "migration in which only the destination's switch is off", look => Fails(look, m => m.Sent.Any() && m.DestinationLocal && m.DestinationBackends.Any(b => !b.Switch))),
        new RecordedCase("DEVICE/recorded-unexpected-parameter", "LM-DEVICE-13", "migration in which only the source's 'local' is true", look => Fails(look, m => m.Sent.Any() && !m.DestinationLocal)),
        new RecordedCase("DEVICE/recorded-source-runs-on", "LM-DEVICE-14", "state of the source after such a failure", SourceRunsOn),
        new RecordedCase("DEVICE/recorded-unexpected-closed", "LM-DEVICE-15", "list of the destination's descriptors after such a failure", UnexpectedClosed),
        new RecordedCase("DEVICE/recorded-missing-parameter", "LM-DEVICE-16", "migration in which only the destination's 'local' is true", look => Fails(look, m => m.Awaited.Any() && !m.SourceLocal)),
        new RecordedCase("DEVICE/recorded-missing-switch", "LM-DEVICE-17", "migration in which only the source's switch is off", look => Fails(look, m => m.Awaited.Any() && m.SourceLocal && m.SourceBackends.Any(b => !b.Switch))),
        new RecordedCase("DEVICE/recorded-never-without", "LM-DEVICE-18", "end of a migration for which a backend of the destination waited", NeverWithout),
        new RecordedCase("DEVICE/recorded-waited-text", "LM-DEVICE-19", "failure of a backend that waited in vain", WaitedText),
        new RecordedCase("DEVICE/recorded-waits", "LM-DEVICE-20", "list of the destination's descriptors while a backend waits", Waits),
        Refuses("LM-DEVICE-21", "fd= or fds=", "fd", "fds"),
        Refuses("LM-DEVICE-22", "helper= or br=", "helper", "br"),
        Refuses("LM-DEVICE-23", "ifname=, sndbuf= or vnet_hdr=", "ifname", "sndbuf", "vnet_hdr"),
        new RecordedCase("DEVICE/recorded-wants-empty-scripts", "LM-DEVICE-24", "netdev_add without scripts in a state in which it waits", WantsScripts),
        new RecordedCase("DEVICE/recorded-script-no", "LM-DEVICE-25", "netdev_add with script=no in a state in which it waits", ScriptNo),
        new RecordedCase("DEVICE/recorded-one-text", "LM-DEVICE-26", "pair of refusals of a backend that waits", OneText),
        new RecordedCase("DEVICE/recorded-accepts", "LM-DEVICE-27", "netdev_add with queues=, vhost=off or poll-us= in a state in which it waits", Accepts),
        new RecordedCase("DEVICE/recorded-has-own-text", "LM-DEVICE-29", "load into a backend that has its own TAP", HasOwnText),
        new RecordedCase("DEVICE/recorded-source-opens", "LM-DEVICE-30", "list of the source's descriptors with the switch on", SourceOpens),
        new RecordedCase("DEVICE/recorded-more-queues", "LM-DEVICE-33", "migration in which the source has more queues", look => Fails(look, m => m.Sent.Any(s => m.Awaited.Any(d => d.Id == s.Id && d.Queues < s.Queues)))),
        new RecordedCase("DEVICE/recorded-other-id", "LM-DEVICE-34", "migration in which the ids of the backends differ", look => Fails(look, m => m.Sent.Any() && m.Awaited.Any() && !m.Sent.Any(s => m.Awaited.Any(d => d.Id == s.Id)))),
    ];

    private static bool IsLocalOff(RecordedMigration m) => m is { SourceLocal: false, DestinationLocal: false } && m.SourceBackends.Any(b => b.Switch) && m.DestinationBackends.Any(b => b.Switch);

    private static void Completes(RecordedLook look, Func<RecordedMigration, bool> which)
    {
        if (look.TryMigration(out RecordedMigration? m) && which(m) && m.DestinationEnd is { } end)
            look.Judge("the end of the migration on the destination", end.Status == "completed", "completed", end.Status, end.Line, end.Text);
    }

    private static void Fails(RecordedLook look, Func<RecordedMigration, bool> which)
    {
        if (look.TryMigration(out RecordedMigration? m) && which(m) && m.DestinationEnd is { } end)
            look.Judge("the end of the migration on the destination", end.Status == "failed", "failed", end.Status, end.Line, end.Text);
    }

    private static void HandedOver(RecordedLook look)
    {
        if (!look.TryMigration(out RecordedMigration? m) || !m.Sent.Any() || !m.Matches || m.DestinationEnd is not { Status: "completed" } end
            || look.Session.TapsAfter("dst", end.Line) is not { Gone: false } destination)
        {
            return;
        }

        look.Judge("the TAPs of the destination after the migration", destination.Holds(m.SourceInterfaces), string.Join(", ", m.SourceInterfaces), destination.ToString(), destination.Line, destination.Text);
    }

    private static void Switch(RecordedLook look)
    {
        foreach (RecordedExchange e in look.Session.Source.Of("netdev_add").Where(e => e.ReplyLine > 0 && e.Arguments["x-permit-local-migration"] is not null))
            look.Judge("netdev_add with the switch", e.Succeeded, "success", e);
    }

    private static void OwnBackend(RecordedLook look)
    {
        if (look.TryMigration(out RecordedMigration? m) && IsLocalOff(m) && look.Session.TapsBefore("dst", m.Migrate.Line) is { Gone: false } taps)
            look.Judge("the TAPs of the destination before the migration", taps.Interfaces.Count > 0, "its own", taps.ToString(), taps.Line, taps.Text);
    }

    private static void SourceRunsOn(RecordedLook look)
    {
        if (!TryUnexpected(look, out RecordedMigration? m))
            return;
        RecordedExchange? status = look.Session.Source.Of("query-status").LastOrDefault(e => e.Succeeded && e.ReplyLine > m.DestinationEnd!.Line);
        if (status?.Return?["running"].Flag() is { } running)
            look.Judge("the source after the failure", running, "running", running ? "running" : "not running", status.ReplyLine, status.ReplyText);
        if (look.Session.TapsAfter("src", m.DestinationEnd!.Line) is { Gone: false } after)
            look.Judge("the TAPs of the source after the failure", after.Holds(m.SourceInterfaces), string.Join(", ", m.SourceInterfaces), after.ToString(), after.Line, after.Text);
    }

    private static void UnexpectedClosed(RecordedLook look)
    {
        if (!TryUnexpected(look, out RecordedMigration? m)
            || look.Session.TapsAfter("dst", m.DestinationEnd!.Line) is not { } destination)
        {
            return;
        }

        string[] kept = [.. destination.Interfaces.Where(i => m.SourceInterfaces.Contains(i, StringComparer.Ordinal))];
        look.Judge("the source's TAPs on the destination", kept.Length == 0, "none", kept.Length == 0 ? "none" : string.Join(", ", kept), destination.Line, destination.Text);
    }

    private static bool TryUnexpected(RecordedLook look, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out RecordedMigration? m) =>
        look.TryMigration(out m) && m.Sent.Any() && !m.Awaited.Any() && m.DestinationEnd is { Status: "failed" };

    private static void NeverWithout(RecordedLook look)
    {
        if (!look.TryMigration(out RecordedMigration? m) || !m.Awaited.Any() || m.DestinationEnd is not { } end)
            return;
        if (end.Status != "completed")
        {
            look.Judge("the destination's backends at the end", true, "handed over, or the migration failed", "the migration failed", end.Line, end.Text);
            return;
        }

        int awaited = m.Awaited.Sum(b => b.Queues);
        if (look.Session.TapsAfter("dst", end.Line) is { Gone: false } taps)
        {
            look.Judge(
                "the destination's backends at the end",
                taps.Interfaces.Count >= awaited,
                $"{awaited} handed over, or the migration failed",
                taps.Interfaces.Count >= awaited ? $"{taps.Interfaces.Count} handed over" : $"destination completed without its backend: it holds {(taps.Interfaces.Count == 0 ? "no TAP" : $"{taps.Interfaces.Count} of {awaited} TAPs")}",
                taps.Line,
                taps.Text);
        }
    }

    private static void WaitedText(RecordedLook look)
    {
        // Another check of the same load may fail first; then there is nothing to say here.
        if (look.TryMigration(out RecordedMigration? m) && m.Awaited.Any() && !m.Sent.Any()
            && look.Session.Said("dst", NotLoaded) is { } said)
        {
            look.Judge("what the destination says", said.Text.Contains(Waited, StringComparison.Ordinal), Waited, said.Text, said.Line, said.Text);
        }
    }

    private static void Waits(RecordedLook look)
    {
        if (look.TryMigration(out RecordedMigration? m) && m.Awaited.Any() && look.Session.TapsBefore("dst", m.Migrate.Line) is { Gone: false } taps)
            look.Judge("the TAPs of the destination before the migration", taps.Interfaces.Count == 0, "none", taps.ToString(), taps.Line, taps.Text);
    }

    private static RecordedCase Refuses(string requirement, string options, params string[] names) => new(
        "DEVICE/recorded-refuses-" + string.Join('-', names).Replace('_', '-'),
        requirement,
        $"netdev_add with {options} in a state in which it waits",
        look =>
        {
            foreach (RecordedExchange e in Waiting(look).Where(e => names.Any(n => e.Arguments[n] is not null)))
                look.Judge("netdev_add of a backend that would wait", e.Error is not null, "an error", e);
        });

    private static void WantsScripts(RecordedLook look)
    {
        foreach (RecordedExchange e in Waiting(look).Where(e => e.Arguments["script"] is null || e.Arguments["downscript"] is null))
            look.Judge("netdev_add of a backend that would wait, without its scripts", e.Error is not null, "an error", e);
    }

    private static void ScriptNo(RecordedLook look)
    {
        foreach (RecordedExchange e in Waiting(look).Where(e => e.Arguments["script"].Text() == "no" && e.Arguments["downscript"].Text() == "no"))
            look.Judge("netdev_add with script=no and downscript=no", e.Succeeded, "success", e);
    }

    private static void OneText(RecordedLook look)
    {
        RecordedExchange[] refused = [.. Waiting(look).Where(e => e.Error?.Contains("x-permit-local-migration", StringComparison.Ordinal) == true)];
        foreach (RecordedExchange e in refused.Skip(1))
            look.Judge("the text of the refusal", e.Error == refused[0].Error, refused[0].Error!, e);
    }

    private static void Accepts(RecordedLook look)
    {
        foreach (RecordedExchange e in Waiting(look).Where(e => IsPlain(e)))
            look.Judge("netdev_add of a backend that waits", e.Succeeded, "success", e);
    }

    // Scripts empty, and beyond them only what a backend that waits accepts; queues=0 is wrong everywhere.
    private static bool IsPlain(RecordedExchange e) =>
        e.Arguments["script"].Text() == "" && e.Arguments["downscript"].Text() == ""
        && e.Arguments["vhost"].Flag() != true
        && e.Arguments["queues"] is not { Kind: Json.JsonKind.Int64, AsInt64: < 1 }
        && e.Arguments.Members.All(a => a.Name is "type" or "id" or "x-permit-local-migration" or "script" or "downscript" or "queues" or "vhost" or "poll-us")
        && e.Arguments.Members.Any(a => a.Name is "queues" or "vhost" or "poll-us");

    private static IEnumerable<RecordedExchange> Waiting(RecordedLook look)
    {
        RecordedSide side = look.Session.Destination;
        return side.Of("netdev_add").Where(e => e.ReplyLine > 0 && side.LocalAt(e.Line) && e.Arguments["x-permit-local-migration"].Flag() == true);
    }

    private static void HasOwnText(RecordedLook look)
    {
        if (look.TryMigration(out RecordedMigration? m) && m.Sent.Any() && !m.Awaited.Any() && m.DestinationBackends.Any() && m.DestinationEnd is { Status: "failed" } end)
        {
            RecordedNote? said = look.Session.Said("dst", HasOwn);
            look.Judge("what the destination says", said is not null, HasOwn, said?.Text ?? "something else", said?.Line ?? end.Line, said?.Text ?? end.Text);
        }
    }

    private static void SourceOpens(RecordedLook look)
    {
        if (look.TryMigration(out RecordedMigration? m) && m.SourceBackends.Any(b => b.Switch) && look.Session.TapsBefore("src", int.MaxValue) is { Gone: false } taps)
        {
            int wanted = m.SourceBackends.Sum(b => b.Queues);
            look.Judge("the TAPs of the source", taps.Interfaces.Count == wanted, $"{wanted} opened", $"{taps.Interfaces.Count} opened", taps.Line, taps.Text);
        }
    }
}
