using LocalMig.Suite.Vms;

namespace LocalMig.Suite.Cases.Transfer;

/// <summary>Many descriptors at once (specification, section 5, bullets 2 and 6).</summary>
internal static class ManyCases
{
    // One more than the kernel lets one message carry.
    private const int Devices = 254;

    /// <summary>In the order they run.</summary>
    public static IReadOnlyList<Case> All { get; } =
    [
        LiveCase.Of("more-descriptors-than-a-message-holds", $"{Devices} devices, each with a descriptor, are handed over", ["LM-TRANSFER-04", "LM-TRANSFER-36"], Many),
    ];

    private static void Many(CaseContext c)
    {
        SocketCaseBackend[] backends = [.. Enumerable.Range(0, Devices).Select(i => c.NewSocket($"dev{i}"))];
        MigrationPair pair = MigrationPair.Start(c, new PairOptions { Backends = [.. backends.Select(static b => new PairedBackend(b))] });
        LiveCase.RequireCompleted(c, "LM-TRANSFER-36", pair.Migrate());
        c.ExpectEqual("LM-TRANSFER-36", "descriptors in the stream", Devices, pair.Tap!.Stream.Descriptors.Count);
        c.ExpectEqual("LM-TRANSFER-04", "messages with more than one descriptor", 0, pair.Tap.Stream.Descriptors.Count(static d => d.InMessage != 1));
        HashSet<string> held = [.. pair.Destination.Descriptors().Select(static d => d.Description)];
        c.ExpectEqual("LM-TRANSFER-36", "backends that the destination holds", Devices, backends.Count(b => held.Contains(b.Given.Describe())));
        foreach (SocketCaseBackend backend in (SocketCaseBackend[])[backends[0], backends[^1]])
            LiveCase.ExpectWorks(c, "LM-TRANSFER-36", $"the connection of {backend.Id}", backend);
    }
}
