using LocalMig.Descriptors;
using LocalMig.Fuzz.Mutators;
using LocalMig.Stream;
using LocalMig.Wire;

namespace LocalMig.Fuzz.Targets;

/// <summary>A migration stream as it comes out of a socket: in pieces, with descriptors where the input says.</summary>
public sealed class LiveStreamTarget : FuzzTarget
{
    /// <inheritdoc/>
    public override string Name => "stream-live";

    /// <inheritdoc/>
    public override string Summary => "live streams in pieces, with descriptors where the input says: none is left open; the pieces do not change what is read";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outcomes { get; } = [Accepted, .. Targets.Outcomes.Of("stream.", "wire.", "descriptor.")];

    /// <inheritdoc/>
    public override IReadOnlyList<string> ParserFiles =>
    [
        "src/LocalMig/Descriptors/ChannelReader.cs", "src/LocalMig/Descriptors/DescriptorField.cs", "src/LocalMig/Descriptors/DescriptorQueue.cs", "src/LocalMig/Stream/ChannelInput.cs",
        "src/LocalMig/Stream/VmStateLoader.cs", "src/LocalMig/Stream/VmStateValues.cs",
    ];

    /// <inheritdoc/>
    public override int MaximumLength => 4096;

    /// <inheritdoc/>
    public override bool OpensDescriptors => true;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Dictionary { get; } =
    [
        .. Words.Bytes("5145564d00000003", "7e00000007", "040000000700", "0000000000000010", "0700000004"), .. Words.Of("net0/0/net-tap", "globalstate", "ram", "pc.ram"),
    ];

    /// <inheritdoc/>
    public override IStructureMutator Mutator { get; } = new StreamMutator(static random =>
    {
        byte[] plan = new byte[1 + (2 * random.Below(6))];
        plan[0] = (byte)((plan.Length - 1) / 2);
        for (int i = 1; i < plan.Length; i++)
            plan[i] = (byte)random.Below((i & 1) == 0 ? 3 : 80);
        return plan;
    });

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds(string fixtures) =>
        StreamTarget.Made().SelectMany(static made => new byte[][] { [0, .. made], [2, 40, 1, 30, 0, .. made], [1, 0, 1, .. made] }).Where(static seed => seed.Length < 2048);

    /// <inheritdoc/>
    public override string Run(ReadOnlySpan<byte> input)
    {
        using var transport = new InputTransport(input.ToArray(), PassedDescriptor.Shared);
        StreamCopy copy = Read(transport);
        return copy.Error?.Code ?? Accepted;
    }

    /// <inheritdoc/>
    public override void Examine(ReadOnlySpan<byte> input)
    {
        // The same bytes and descriptors, whole: a descriptor on each byte that wants one makes the outcome one of bytes alone.
        using var pieces = new InputTransport(input.ToArray(), PassedDescriptor.Shared);
        byte[] bytes = pieces.Bytes.ToArray();
        foreach (byte length in (ReadOnlySpan<byte>)[0, 6, 255])
        {
            using var one = new InputTransport((byte[])[1, length, 0, .. bytes], PassedDescriptor.Shared);
            using var other = new InputTransport((byte[])[0, .. bytes], PassedDescriptor.Shared);
            StreamCopy first = Read(one);
            StreamCopy second = Read(other);
            Check(first.Error?.Code == second.Error?.Code && first.Error?.Offset == second.Error?.Offset, "the pieces do not change the outcome", () => $"{first.Error} and {second.Error}");
            Check(first.Bytes.Span.SequenceEqual(second.Bytes.Span), "the pieces do not change what is read");
        }
    }

    private static StreamCopy Read(InputTransport transport)
    {
        using var reader = new ChannelReader(transport, Limits.Untrusted with { UnclaimedDescriptors = 8 }, bufferSize: ByteInput.PeekLimit);
        return StreamCopy.Of(new ChannelInput(reader), null, transport.Bytes.Length);
    }
}
