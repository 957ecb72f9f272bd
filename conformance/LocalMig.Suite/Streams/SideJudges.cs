using LocalMig.Stream;
using LocalMig.Stream.Analysis;
using LocalMig.Wire;

namespace LocalMig.Suite.Streams;

/// <summary>The form of what travels beside the migration stream. It is the same with and without local migration.</summary>
internal static class SideJudges
{
    /// <summary>The return path.</summary>
    public static IReadOnlyList<StreamJudge> ReturnPath { get; } = [Form("return-path", "LM-STREAM-27", StreamKind.ReturnPath, "message of a return path")];

    /// <summary>The side channels of multifd.</summary>
    public static IReadOnlyList<StreamJudge> Multifd { get; } =
    [
        Form("multifd-channels", "LM-STREAM-28", StreamKind.Multifd, "side channel of multifd"),
        new("multifd-channels-of-their-own", "LM-STREAM-29", "two side channels of multifd", Handshakes) { NeedsFeature = false },
    ];

    /// <summary>The pages on them, where the machine has memory.</summary>
    public static IReadOnlyList<StreamJudge> MultifdPages { get; } =
    [
        new("pages-of-multifd", "LM-STREAM-23", "pages on a side channel of multifd, and the blocks that they are of", Pages) { NeedsFeature = false },
    ];

    /// <summary>The state of CPR.</summary>
    public static IReadOnlyList<StreamJudge> Cpr { get; } =
    [
        Form("cpr-state", "LM-STREAM-30", StreamKind.Cpr, "state of CPR"),
        new("names-of-cpr-descriptors", "LM-STREAM-31", "descriptor in a state of CPR", Names) { NeedsFeature = false },
    ];

    /// <summary>In the order of the requirements.</summary>
    public static IReadOnlyList<StreamJudge> All { get; } = [.. ReturnPath, .. Multifd, .. MultifdPages, .. Cpr];

    private static StreamJudge Form(string slug, string requirement, StreamKind kind, string lacking) => new($"form-of-{slug}", requirement, lacking, look =>
    {
        foreach (SideRecording side in Of(look, kind))
        {
            StreamFinding? broken = side.Report.Findings.FirstOrDefault(static f => f.Weight == FindingWeight.Error && f.Error.Rule != Errors.StreamCprName);

            // A recording in which nothing was said shows nothing.
            if (broken is not null || side.Report.Elements.Count > 0)
                look.Judge($"the form of {side.Name}", broken is null, "as the format has it", broken is null ? "as the format has it" : broken.Error.ToString(), Math.Max(broken?.Error.Offset ?? 0, 0), side.Name);
        }
    })
    { NeedsFeature = false };

    private static IEnumerable<SideRecording> Of(StreamLook look, StreamKind kind) => look.Stream.Sides.Where(side => side.Report.Kind == kind);

    private static void Handshakes(StreamLook look)
    {
        List<(SideRecording Side, MultifdHandshake Said)> all = [];
        foreach (SideRecording side in Of(look, StreamKind.Multifd))
        {
            if (new MultifdReader(new MemoryInput(side.Bytes)).ReadHandshake().TryGet(out MultifdHandshake? said, out _))
                all.Add((side, said));
        }

        for (int i = 1; i < all.Count; i++)
        {
            (SideRecording side, MultifdHandshake said) = all[i];
            SideRecording? other = all[..i].Find(earlier => earlier.Said.Channel == said.Channel).Side;
            look.Judge($"the number {said.Channel} of {side.Name}", other is null, "its own", other is null ? "its own" : $"that of {other.Name}", MultifdHandshake.ChannelAt, side.Name);
            string first = Convert.ToHexStringLower(all[0].Said.Uuid.Span);
            string uuid = Convert.ToHexStringLower(said.Uuid.Span);
            look.Judge($"the UUID in {side.Name}", uuid == first, first, uuid, MultifdHandshake.UuidAt, side.Name);
        }
    }

    // One judgement for each channel: by the first packet that is wrong, if there is one.
    private static void Pages(StreamLook look)
    {
        Dictionary<string, ulong> lengths = look.Stream.Report.Ram.ToDictionary(static r => r.Block.Name, static r => r.Block.UsedLength, StringComparer.Ordinal);
        if (lengths.Count == 0)
            return;
        foreach (SideRecording side in Of(look, StreamKind.Multifd))
        {
            MultifdPacket[] packets = [.. Packets(side).Where(static p => p.NormalPages + p.ZeroPages > 0)];
            if (packets.Length == 0)
                continue;
            MultifdPacket? wrong = Array.Find(packets, p => !lengths.TryGetValue(p.Block, out ulong length) || Last(p) >= length);
            string actual = wrong is null ? "inside the blocks" : $"packet {wrong.Number} has a page at {Last(wrong)} of '{wrong.Block}'";
            look.Judge($"the pages of {side.Name}", wrong is null, "inside the blocks that the main channel announces", actual, (wrong ?? packets[0]).Offset, side.Name);
        }
    }

    private static ulong Last(MultifdPacket packet) => packet.Addresses.Take((int)(packet.NormalPages + packet.ZeroPages)).Max();

    private static IEnumerable<MultifdPacket> Packets(SideRecording side)
    {
        var input = new MemoryInput(side.Bytes);
        var reader = new MultifdReader(input);
        if (!reader.ReadHandshake().IsOk)
            yield break;
        while (reader.ReadPacket().TryGet(out MultifdPacket? packet, out _) && packet is not null)
        {
            input.Skip(packet.DataLength);
            yield return packet;
        }
    }

    private static void Names(StreamLook look)
    {
        foreach (SideRecording side in Of(look, StreamKind.Cpr))
        {
            StreamFinding[] wrong = [.. side.Report.Findings.Where(static f => f.Error.Rule == Errors.StreamCprName)];
            foreach (StreamFinding finding in wrong)
                look.Judge($"{finding.Error.Path} of {side.Name}", false, "a name and its NUL", finding.Error.Detail, finding.Error.Offset, side.Name);
            StreamNode? list = side.Report.Elements.FirstOrDefault(static node => node.Name == "fds");
            if (wrong.Length == 0 && list is { Children.Count: > 0 })
                look.Judge($"the names of {side.Name}", true, "each with its NUL", $"{list.Children.Count} names, each with its NUL", list.Offset, side.Name);
        }
    }
}
