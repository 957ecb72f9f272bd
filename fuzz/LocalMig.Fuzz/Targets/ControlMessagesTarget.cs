using System.Buffers.Binary;
using System.Runtime.InteropServices;
using LocalMig.Descriptors;
using LocalMig.Fuzz.Mutators;

namespace LocalMig.Fuzz.Targets;

/// <summary>The control messages that recvmsg leaves in its buffer, as raw bytes.</summary>
public sealed class ControlMessagesTarget : FuzzTarget
{
    private const string Malformed = "malformed";

    private readonly int[] _descriptors = new int[8];
    private readonly int[] _others = new int[4];

    /// <inheritdoc/>
    public override string Name => "control-messages";

    /// <inheritdoc/>
    public override string Summary => "control messages of recvmsg: every descriptor is counted, in its order, whatever the buffer says";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outcomes { get; } = [Accepted, Malformed];

    /// <inheritdoc/>
    public override IReadOnlyList<string> ParserFiles => ["src/LocalMig/Descriptors/ControlData.cs"];

    /// <inheritdoc/>
    public override int MaximumLength => 1024;

    /// <inheritdoc/>
    public override bool OpensDescriptors => true;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Dictionary { get; } = Words.Bytes(
        "14000000000000000100000001000000", "18000000000000000100000001000000", "1000000000000000", "01000000", "04000000", "ffffffffffffffff");

    /// <inheritdoc/>
    public override IStructureMutator Mutator { get; } = new RecordMutator(static (output, random) =>
    {
        int[] numbers = [.. Enumerable.Range(3, random.Below(5))];
        Span<byte> message = stackalloc byte[ControlData.SizeOf(numbers.Length)];
        ControlData.Write(message, numbers);
        if (random.OneIn(3))
            message[12] = random.OneIn(2) ? (byte)4 : (byte)2;
        if (random.OneIn(4))
            message[0] = (byte)(message[0] + random.Below(9) - 4);
        output.Append(message);
    });

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds(string fixtures) => Words.Bytes(
        "1400000000000000010000000100000005000000" + "00000000", "1800000000000000010000000100000005000000" + "06000000",
        "1400000000000000010000000400000007000000" + "00000000" + "1400000000000000010000000100000005000000" + "00000000");

    /// <inheritdoc/>
    public override string Run(ReadOnlySpan<byte> input)
    {
        bool wellFormed = ControlData.TryRead(input, _descriptors, _others, out int count, out int otherCount);
        Check(4L * (count + otherCount) <= input.Length, "no more descriptors than there is room for");
        if (ControlData.TryReadSingle(input, out int single))
            Check(wellFormed && count == 1 && otherCount == 0 && _descriptors[0] == single, "the short way reads what the long way reads");
        (bool, int, int) simple = Simply(input, out int[] first);
        Check((wellFormed, count, otherCount) == simple, "a plain walk counts the same");
        Check(_descriptors.AsSpan(0, Math.Min(count, _descriptors.Length)).SequenceEqual(first.AsSpan(0, Math.Min(count, _descriptors.Length))), "a plain walk gives the same numbers");
        return wellFormed ? Accepted : Malformed;
    }

    /// <inheritdoc/>
    public override void Examine(ReadOnlySpan<byte> input)
    {
        int count = Math.Min(input.Length / 4, ControlData.MaximumDescriptors);
        ReadOnlySpan<int> numbers = MemoryMarshal.Cast<byte, int>(input)[..count];
        byte[] message = new byte[ControlData.SizeOf(count)];
        Check(ControlData.Write(message, numbers) == message.Length, "as many bytes are written as were said");
        int[] back = new int[count];
        Check(ControlData.TryRead(message, back, [], out int read, out int others) && read == count && others == 0 && numbers.SequenceEqual(back), "what is written is read");
    }

    // cmsg(3), word for word, without a thought for speed.
    private static (bool WellFormed, int Count, int Others) Simply(ReadOnlySpan<byte> bytes, out int[] descriptors)
    {
        const int Header = 16;
        var rights = new List<int>();
        int others = 0;
        int at = 0;
        bool good = true;
        while (good && at < bytes.Length)
        {
            ReadOnlySpan<byte> rest = bytes[at..];
            ulong length = rest.Length < Header ? 0 : BinaryPrimitives.ReadUInt64LittleEndian(rest);
            good = length >= Header && length <= (ulong)rest.Length;
            if (!good)
                break;
            int level = BinaryPrimitives.ReadInt32LittleEndian(rest[8..]);
            int type = BinaryPrimitives.ReadInt32LittleEndian(rest[12..]);
            ReadOnlySpan<byte> data = rest[Header..(int)length];
            if (level == 1 && type is 1 or 4)
            {
                for (int i = 0; i + 4 <= data.Length; i += 4)
                {
                    if (type == 1)
                        rights.Add(BinaryPrimitives.ReadInt32LittleEndian(data[i..]));
                    else
                        others++;
                }

                good = data.Length % 4 == 0;
            }

            at += (int)((length + 7) & ~7UL);
        }

        descriptors = [.. rights];
        return (good, rights.Count, others);
    }
}
