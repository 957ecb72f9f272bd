using System.Buffers.Binary;
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
        "src/LocalMig/Stream/VmStateLoader.cs", "src/LocalMig/Stream/VmStateValues.cs", "src/LocalMig/Stream/NetTapState.cs",
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

        foreach ((DescriptorBehaviour behaviour, bool passes) in ((DescriptorBehaviour, bool)[])[(DescriptorBehaviour.Strict, true), (DescriptorBehaviour.Strict, false), (DescriptorBehaviour.Lenient10, true)])
        {
            using var transport = new InputTransport(input.ToArray(), PassedDescriptor.Shared, passes);
            ReadAnyhow(transport, behaviour);
        }
    }

    // Every way to read a number or bytes, each chosen by the byte that comes next.
    private static void ReadAnyhow(InputTransport transport, DescriptorBehaviour behaviour)
    {
        using var reader = new ChannelReader(transport, Limits.Untrusted with { UnclaimedDescriptors = 8 }, behaviour, bufferSize: 16);
        ReadOnlySpan<byte> all = transport.Bytes.Span;
        Span<byte> into = stackalloc byte[40];
        while (!reader.IsAtEnd() && reader.Error is null)
        {
            long before = reader.Offset;
            ReadOnlySpan<byte> rest = all[(int)before..];
            bool same = (reader.PeekByte() & 15) switch
            {
                0 => Took(reader.ReadDescriptor()),
                1 => reader.ReadUInt16() is var value && (reader.Error is not null || value == BinaryPrimitives.ReadUInt16BigEndian(rest)),
                2 => reader.ReadUInt32() is var value && (reader.Error is not null || value == BinaryPrimitives.ReadUInt32BigEndian(rest)),
                3 => reader.ReadUInt64() is var value && (reader.Error is not null || value == BinaryPrimitives.ReadUInt64BigEndian(rest)),
                4 => !reader.TryReadExactly(into) || into.SequenceEqual(rest[..into.Length]),
                5 => !reader.TryReadExactly(into[..3]) || into[..3].SequenceEqual(rest[..3]),
                6 => reader.Read(12) is var lent && (lent.IsEmpty || lent.SequenceEqual(rest[..12])),
                7 => reader.Skip(20) || reader.Error is not null,
                8 => reader.Peek(16) is var ahead && ahead.SequenceEqual(rest[..ahead.Length]) && (reader.Error is not null || reader.ReadByte() == rest[0]),
                _ => reader.ReadByte() == rest[0],
            };
            Check(same, "what is read is what was sent, whichever way it is read", () => $"at {before}");
            if (reader.Offset == before)
                break; // a descriptor field that stays unread, or an error
        }

        Check(reader.Error is not null || reader.Offset <= all.Length, "no more is read than was sent");
        _ = reader.ReadByte();
        static bool Took(OwnedFd? descriptor)
        {
            descriptor?.Dispose();
            return true;
        }
    }

    private static StreamCopy Read(InputTransport transport)
    {
        using var reader = new ChannelReader(transport, Limits.Untrusted with { UnclaimedDescriptors = 8 }, bufferSize: ByteInput.PeekLimit);
        return StreamCopy.Of(new ChannelInput(reader), null, transport.Bytes.Length);
    }
}
