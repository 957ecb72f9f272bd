using System.Text;
using LocalMig.Suite.Tap;
using LocalMig.Suite.Targets;
using LocalMig.Suite.Vms;

namespace LocalMig.Suite.Cases.Stream;

/// <summary>Streams that are damaged on their way: the load has to fail, and to say why where the text is specified.</summary>
internal static class DamagedStreamCases
{
    private const string DeviceId = "dev0";

    /// <summary>In the order they run.</summary>
    public static IReadOnlyList<Case> All { get; } =
    [
        Fails("unknown-section", "a section's id string is one that nobody knows", "LM-STREAM-13", "Unknown section or instance", new Interference(RenameSection)),
        Fails("footer-of-another-section", "a footer names another section", "LM-STREAM-16", "", new Interference(ChangeLastFooter)),
        Fails("cut-in-the-header", "the stream ends inside its header", "LM-STREAM-16", "", Interference.CutAt(6)),
        Fails("cut-in-ram", "the stream ends inside the first section", "LM-STREAM-16", "", Interference.CutAt(100)),
        Fails("cut-before-a-descriptor", "the stream ends before the service byte of a descriptor", "LM-STREAM-16", "", Interference.CutBeforeDescriptor(0)),
        Fails("cut-after-a-descriptor", "the stream ends behind the service byte of a descriptor", "LM-STREAM-16", "", Interference.CutAfterDescriptor(0)),
    ];

    private static ShortCase Fails(string id, string title, string requirement, string text, Interference interference) =>
        new($"STREAM/{id}", title, [requirement, "LM-TRANSFER-20"], c =>
        {
            CaseBackend backend = c.NewSocket(DeviceId);
            MigrationPair pair = MigrationPair.Start(c, new PairOptions { Backends = [new PairedBackend(backend)], Interferences = [interference] });
            MigrationEnd end = pair.Migrate();
            c.Require(requirement, "the end of the migration on the destination", end.Destination == "failed", "failed", end.ToString());
            string said = pair.Destination.MigrationError();
            if (text.Length > 0)
                c.Expect(requirement, "what the destination says", said.Contains(text, StringComparison.Ordinal), $"... {text} ...", said);
            c.ExpectEqual("LM-TRANSFER-20", "descriptors of the source's backend on the destination", 0, backend.HeldBy(pair.Destination).Count);
        })
        {
            Abilities = TargetAbilities.Vms | TargetAbilities.SocketBackends | TargetAbilities.Descriptors,
        };

    // Sections are named by what they hold; the first one that begins with the device's id is renamed.
    private static void RenameSection(TapChunk chunk)
    {
        int at = Find(chunk, Encoding.ASCII.GetBytes(DeviceId));
        if (at >= 0)
            chunk.Alter(at, (byte)'x');
    }

    // The last footer stands before the end of the state and the tag of the description; a sender may send it without them.
    // The sections of memory and of the machine's state have the first two ids.
    private static void ChangeLastFooter(TapChunk chunk)
    {
        IReadOnlyList<byte> bytes = chunk.Bytes;
        for (int at = 0; at + 5 <= bytes.Count; at++)
        {
            bool isOfDevice = bytes[at] == 0x7e && bytes[at + 1] == 0 && bytes[at + 2] == 0 && bytes[at + 3] == 0 && bytes[at + 4] > 2;
            bool isLast = at + 5 == bytes.Count || (at + 6 < bytes.Count && bytes[at + 5] == 0x00 && bytes[at + 6] == 0x06);
            if (isOfDevice && isLast)
                chunk.Alter(at + 4, (byte)~bytes[at + 4]);
        }
    }

    private static int Find(TapChunk chunk, ReadOnlySpan<byte> what) => chunk.Bytes.ToArray().AsSpan().IndexOf(what);
}
