using LocalMig.Descriptors;
using LocalMig.Json;
using LocalMig.Qmp;
using LocalMig.Stream.Analysis;
using LocalMig.Suite.Streams;
using LocalMig.Suite.Tap;
using LocalMig.Suite.Vms;
using LocalMig.Wire;

namespace LocalMig.Suite.Cases.Stream;

/// <summary>What travels beside the migration stream, of a target that is there. None of it needs local migration.</summary>
internal static class TappedSideCases
{
    // The name of the memory whose descriptor goes ahead.
    private const string Memory = "memory0";
    private const long MemorySize = 1 << 20;

    /// <summary>In the order they run.</summary>
    public static IReadOnlyList<Case> All { get; } =
    [
        Of("return-path", "Migrates with a return path and looks at what the destination sends back", SideJudges.ReturnPath, ReturnPath),
        Of("multifd-channels", "Migrates with multifd and looks at the side channels", SideJudges.Multifd, Multifd),
        Of("cpr-state", "Migrates with mode cpr-transfer as far as the state that goes ahead, and looks at that", SideJudges.Cpr, Cpr),
    ];

    private static ShortCase Of(string id, string title, IReadOnlyList<StreamJudge> judges, Func<CaseContext, StreamEvidence> migrate) =>
        new($"STREAM/{id}", title, [.. judges.Select(static judge => judge.Requirement)], c =>
        {
            StreamEvidence evidence = migrate(c);
            bool judged = false;
            foreach (StreamJudge judge in judges)
                judged |= judge.Judges(c, evidence);
            if (!judged)
                c.Skip($"there was no {judges[0].Lacking}");
        })
        { Feature = false };

    private static StreamEvidence ReturnPath(CaseContext c)
    {
        MigrationTap tap = Migrate(c, "return-path");
        return StreamEvidence.Of(SideRecording.Of("return path", tap.ReturnPath, StreamKind.ReturnPath));
    }

    private static StreamEvidence Multifd(CaseContext c)
    {
        MigrationTap tap = Migrate(c, "multifd");
        return StreamEvidence.Of(tap.Stream) with
        {
            Sides = [.. tap.SideChannels.Select(static (channel, number) => SideRecording.Of($"side channel {number + 1}", channel, StreamKind.Multifd))],
        };
    }

    // How it ends is no matter here: a wrong return path may well make it fail.
    private static MigrationTap Migrate(CaseContext c, string capability)
    {
        CaseVm source = c.StartSource();
        CaseVm destination = c.StartDestination();
        foreach (CaseVm vm in new[] { source, destination })
        {
            if (vm.SwitchOn(capability) is { IsOk: false } refused)
                c.Skip($"the target has no {capability}: {refused.Said()}");
        }

        string path = Path.Combine(c.Folder, "mig");
        if (destination.Incoming("unix:" + path) is { IsOk: false } refusal)
            c.Skip($"the target has no {capability}: {refusal.Said()}");
        MigrationTap tap = MigrationTap.Start(c, path);
        QmpReply started = source.Migrate("unix:" + tap.Path);
        if (!started.IsOk)
            c.Stop($"migrate failed: {started.Said()}");
        source.AwaitEnd(c);
        if (!tap.WaitForAll(c.Deadline))
            c.Stop("the channels did not end");
        return tap;
    }

    // The state goes out before the destination is connected to: a listener takes it, and the migration is cancelled there.
    private static StreamEvidence Cpr(CaseContext c)
    {
        CaseVm source = c.StartSource();
        if (source.Set(("mode", "cpr-transfer")) is { IsOk: false } noMode)
            c.Skip($"the target has no mode cpr-transfer: {noMode.Said()}");
        if (source.Execute("object-add", ("qom-type", "memory-backend-memfd"), ("id", Memory), ("size", MemorySize), ("share", true)) is { IsOk: false } noMemory)
            c.Skip($"the target has no memory to hand over: {noMemory.Said()}");
        string path = Path.Combine(c.Folder, "cpr");
        if (!UnixListener.Bind(path).TryGet(out UnixListener? listener, out ParseError? failed))
            c.Stop($"no socket to listen on: {failed}");
        c.Own(listener!);
        QmpReply started = source.Execute("migrate", ("channels", JsonValue.Array(Channel("main", Path.Combine(c.Folder, "main")), Channel("cpr", path))));
        if (!started.IsOk)
            c.Skip($"the target has no mode cpr-transfer: {started.Said()}");
        SideRecording state = Receive(c, listener!);
        source.Do("migrate_cancel");
        return StreamEvidence.Of(state);
    }

    private static JsonValue Channel(string type, string path) => JsonValue.Object(
        ("channel-type", type),
        ("addr", JsonValue.Object(("transport", "socket"), ("type", "unix"), ("path", path))));

    private static SideRecording Receive(CaseContext c, UnixListener listener)
    {
        if (!listener.Accept(c.Deadline).TryGet(out UnixChannel? channel, out ParseError? error))
            c.Stop($"the state of CPR did not come: {error}");
        // It stays open until the migration is cancelled: its end would be the sign to connect.
        c.Own(channel!);
        var recording = new TapRecording();
        using var arrived = new DescriptorQueue();
        byte[] buffer = new byte[4096];
        while (true)
        {
            long offset = channel!.ReceivedBytes;
            if (!channel.Receive(buffer, arrived, c.Deadline).TryGet(out int count, out error))
                c.Stop($"the state of CPR broke off: {error}");
            if (count == 0)
                return SideRecording.Of("state of CPR", recording, StreamKind.Cpr);
            foreach (TapDescriptor descriptor in recording.Add(offset, buffer.AsSpan(0, count), arrived))
                descriptor.Fd.Dispose();
            c.Evidence.Wire("cpr", WireDirection.Received, $"{count} bytes", offset);
        }
    }
}
