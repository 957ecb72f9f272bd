using LocalMig.Fuzz.Mutators;
using LocalMig.Stream;
using LocalMig.Wire;

namespace LocalMig.Fuzz.Targets;

/// <summary>Side channels of multifd.</summary>
public sealed class MultifdTarget : FuzzTarget
{
    /// <inheritdoc/>
    public override string Name => "multifd";

    /// <inheritdoc/>
    public override string Summary => "side channels of multifd: what is written of what was read is read alike, however split";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outcomes { get; } = [Accepted, Errors.Truncated.Code, Errors.StreamMultifd.Code, Errors.StreamName.Code];

    /// <inheritdoc/>
    public override IReadOnlyList<string> ParserFiles => ["src/LocalMig/Stream/Multifd.cs", "src/LocalMig/Stream/MultifdReader.cs"];

    /// <inheritdoc/>
    public override int MaximumLength => 8192;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Dictionary { get; } = [.. Words.Bytes("1122334400000001", "00000080"), .. Words.Of("pc.ram\0")];

    /// <inheritdoc/>
    public override IStructureMutator Mutator { get; } = new RecordMutator(static (output, random) =>
    {
        bool handshake = output.Length == 0 && !random.OneIn(8);
        output.AppendUInt32(MultifdFormat.Magic);
        output.AppendUInt32(MultifdFormat.Version);
        if (handshake)
        {
            output.Append(new byte[16]);
            output.Append((byte)random.Below(4));
            output.Append(new byte[MultifdHandshake.Length - 25]);
            return;
        }

        int normal = random.Below(3);
        int size = random.Below(64);
        output.AppendUInt32((uint)random.Below(random.OneIn(4) ? 256 : 2));
        output.AppendUInt32(128);
        output.AppendUInt32((uint)normal);
        output.AppendUInt32((uint)size);
        output.AppendUInt64((uint)random.Below(9));
        output.AppendUInt32((uint)random.Below(random.OneIn(4) ? 200 : 3));
        output.Append(new byte[28]);
        output.Append("pc.ram"u8);
        output.Append(new byte[MultifdFormat.NameLength - 6]);
        for (int i = 0; i < MultifdFormat.PacketPages / 4096; i++)
            output.AppendUInt64((ulong)i << 12);
        output.Append(new byte[normal > 0 ? size : 0]);
    });

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds(string fixtures) =>
        SeedInputs.Files(fixtures, "streams", "*.conn?.bin").Select(static path => File.ReadAllBytes(path)[..(MultifdHandshake.Length + 1400)]).Concat(SeedInputs.Made(Mutator, 30));

    /// <inheritdoc/>
    public override string Run(ReadOnlySpan<byte> input) => Read(new MemoryInput(input.ToArray()), input.Length, null);

    /// <inheritdoc/>
    public override void Examine(ReadOnlySpan<byte> input)
    {
        byte[] bytes = input.ToArray();
        var written = new MemoryOutput();
        string outcome = Read(new MemoryInput(bytes), bytes.Length, written);
        var split = new MemoryOutput();
        Check(Read(new PiecewiseInput(bytes, 7), bytes.Length, split) == outcome, "the outcome does not depend on how the input is split");
        Check(split.Written.Span.SequenceEqual(written.Written.Span), "what is read does not depend on how it is split");
        var again = new MemoryOutput();
        byte[] first = written.Written.ToArray();
        string second = Read(new MemoryInput(first), first.Length, again);
        Check(outcome != Accepted || second == Accepted, "what was written is read", () => second);
        Check(again.Written.Span.SequenceEqual(first), "what was read is written alike");
    }

    private static string Read(ByteInput input, int length, MemoryOutput? written)
    {
        var reader = new MultifdReader(input);
        MultifdWriter? writer = written is null ? null : new MultifdWriter(written);
        if (!reader.ReadHandshake().TryGet(out MultifdHandshake? handshake, out ParseError? error))
            return Refused(error, length);
        writer?.Handshake(handshake);
        while (true)
        {
            if (!reader.ReadPacket().TryGet(out MultifdPacket? packet, out error))
                return Refused(error, length);
            if (packet is null)
                return Accepted;
            if (packet.DataLength > length)
                return Errors.Truncated.Code;
            byte[] data = input.ReadBytes((int)packet.DataLength);
            if (input.Error is ParseError cut)
                return Refused(cut, length);
            writer?.Packet(packet);
            written?.Write(data);
        }
    }

    private static string Refused(ParseError error, int length)
    {
        Check(error.Offset >= 0 && error.Offset <= length, "an error lies inside the input");
        return error.Code;
    }
}
