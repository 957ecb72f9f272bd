using LocalMig.Descriptors;
using LocalMig.Json;
using LocalMig.Suite.Vms;

namespace LocalMig.Suite.Cases.Transfer;

/// <summary>Loads that fail, and who learns of it (specification, section 5, bullet 8; section 7, mismatches).</summary>
internal static class FailureCases
{
    /// <summary>In the order they run.</summary>
    public static IReadOnlyList<Case> All { get; } =
    [
        LiveCase.Of(
            "load-fails-with-return-path",
            "the destination has a backend of its own, and there is a return path",
            ["LM-TRANSFER-20", "LM-TRANSFER-21", "LM-TRANSFER-30", "LM-TRANSFER-31"],
            WithReturnPath),
        LiveCase.Of(
            "load-fails-without-return-path",
            "the same without a return path: the source may not learn of it",
            ["LM-TRANSFER-21", "LM-TRANSFER-30", "LM-TRANSFER-32"],
            WithoutReturnPath),
        LiveCase.Of(
            "destination-ends-when-the-load-fails",
            "the destination was not told to stay after a failure",
            ["LM-TRANSFER-21", "LM-TRANSFER-37"],
            DestinationEnds),
        LiveCase.Of(
            "descriptor-field-over-tcp",
            "a stream with a descriptor field arrives over TCP",
            ["LM-TRANSFER-10"],
            OverTcp),
    ];

    private static PairOptions Own(CaseBackend backend, bool returnPath) => new()
    {
        ReturnPath = returnPath,
        Backends = [new PairedBackend(backend, true, Prepared.OwnPermitted)],
    };

    private static void WithReturnPath(CaseContext c)
    {
        SocketCaseBackend backend = c.NewSocket();
        MigrationPair pair = MigrationPair.Start(c, Own(backend, returnPath: true));
        MigrationEnd end = pair.Migrate();
        c.ExpectEqual("LM-TRANSFER-31", "the end on the source", "failed", end.Source);
        string said = pair.Source.MigrationError();
        c.Expect("LM-TRANSFER-31", "the source's error", said.Length > 0, "a text", said);
        LiveCase.ExpectNotHeld(c, "LM-TRANSFER-20", backend, pair.Destination);
        LiveCase.ExpectRunsOn(c, "LM-TRANSFER-21", pair.Source, backend);
        ExpectStaysFailed(c, pair.Source);
        ExpectStaysFailed(c, pair.Destination);
    }

    private static void ExpectStaysFailed(CaseContext c, CaseVm vm)
    {
        IReadOnlyList<string> course = vm.Course();
        string status = vm.MigrationStatus();
        c.ExpectEqual("LM-TRANSFER-30", $"the last status of {vm.Name}", "failed", status);
        bool completed = course.Contains("completed", StringComparer.Ordinal);
        c.Expect("LM-TRANSFER-30", $"the course of {vm.Name}", !completed, "without 'completed'", string.Join(", ", course));
    }

    private static void WithoutReturnPath(CaseContext c)
    {
        SocketCaseBackend backend = c.NewSocket();
        MigrationPair pair = MigrationPair.Start(c, Own(backend, returnPath: false));
        MigrationEnd end = pair.Migrate();
        ExpectStaysFailed(c, pair.Destination);
        c.Expect("LM-TRANSFER-32", "the end on the source", end.Source is "failed" or "completed", "failed, or completed in ignorance", end.Source ?? "no end");
        if (end.Source == "completed")
            c.Expect("LM-TRANSFER-32", "cont on the source", pair.Source.Execute("cont").Error is null, "works", "is refused");
        LiveCase.ExpectRunsOn(c, "LM-TRANSFER-21", pair.Source, backend);
    }

    private static void DestinationEnds(CaseContext c)
    {
        SocketCaseBackend backend = c.NewSocket();
        MigrationPair pair = MigrationPair.Start(c, Own(backend, returnPath: true) with { ExitOnError = true });
        pair.Begin();
        pair.Source.WaitStatus(0, "failed", "completed");
        bool gone = pair.Destination.WaitExit(c.Patience);
        c.Expect("LM-TRANSFER-37", "the destination", gone, "ends", gone ? "ended" : "is still there");
        LiveCase.ExpectRunsOn(c, "LM-TRANSFER-21", pair.Source, backend);
    }

    private static void OverTcp(CaseContext c)
    {
        SocketCaseBackend backend = c.NewSocket();
        MigrationPair pair = LiveCase.Pair(c, backend, new PairOptions { ReturnPath = false });
        LiveCase.RequireCompleted(c, "LM-TRANSFER-10", pair.Migrate());
        pair.Tap!.WaitForEnd(c.TimeLeft);

        // Prepared as for a local migration, but with the parameter cleared so that TCP is accepted at all.
        CaseVm destination = c.StartDestination("tcp");
        destination.SetLocal(true);
        backend.Await(destination);
        destination.SetLocal(false);
        destination.Do("migrate-incoming", ("uri", "tcp:127.0.0.1:0"), ("exit-on-error", false));
        JsonValue address = destination.Do("query-migrate")["socket-address"]!.Items[0];
        if (!NetworkChannel.ConnectTcp("127.0.0.1", address["port"]!.AsString, TcpOptions.None, c.Deadline).TryGet(out ByteTransport? channel, out _))
            c.Stop("the destination does not listen");
        using (channel)
        {
            channel.Send(pair.Tap.Stream.Bytes, c.Deadline);
            string? end = destination.WaitStatus(0, "failed", "completed");
            c.ExpectEqual("LM-TRANSFER-10", "the end of the load", "failed", end);
        }

        string said = destination.MigrationError();
        c.Expect("LM-TRANSFER-10", "what the destination says", said.Contains("does not support fd passing", StringComparison.Ordinal), "... does not support fd passing", said);
    }
}
