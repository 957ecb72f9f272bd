using LocalMig.Fuzz.Engine;
using LocalMig.Stream;

namespace LocalMig.Fuzz.Mutators;

/// <summary>Makes migration streams: header, configuration, and sections with right lengths and footers; or puts such a section
/// where an element may stand in a stream that is there.</summary>
/// <param name="prefix">Bytes before the stream that are not of it.</param>
public sealed class StreamMutator(Func<FuzzRandom, byte[]>? prefix = null) : IStructureMutator
{
    private static readonly string[] States = ["net0/0/net-tap", "globalstate", "dev", "net0/1/net-tap", "timer", ""];
    private static readonly int[] RamWords = [0x02, 0x08, 0x10, 0x20 | 0x02, 0x20 | 0x08, 0x40, 0x20 | 0x40, 0x80, 0x100, 0x120, 0x200, 0x04, 0x01];

    /// <inheritdoc/>
    public void Mutate(ReadOnlySpan<byte> input, InputBuffer output, FuzzRandom random)
    {
        if (!random.OneIn(3) && Footer(input, random) is { } at)
        {
            output.Set(input);
            var piece = new InputBuffer(output.Maximum);
            Element(piece, random);
            output.Insert(at, piece.Bytes);
            return;
        }

        output.Append(prefix?.Invoke(random) ?? []);
        output.AppendUInt32(StreamFormat.Magic);
        output.AppendUInt32(StreamFormat.Version);
        Configuration(output, random);
        for (int i = random.Below(5); i > 0; i--)
            Element(output, random);
        output.Append((byte)StreamTag.End);
        if (random.OneIn(3))
            return;
        byte[] description = Words.Of(random.Pick(Descriptions))[0];
        output.Append((byte)StreamTag.VmDescription);
        output.AppendUInt32((uint)description.Length);
        output.Append(description);
    }

    /// <summary>Texts of descriptions that fit the sections made here.</summary>
    public static IReadOnlyList<string> Descriptions { get; } =
    [
        """{"page_size": 4096, "devices": [{"name": "net0/0/net-tap", "instance_id": 0, "vmsd_name": "net-tap", "version": 0, "fields": [{"name": "fd", "type": "fd", "size": 0}, {"name": "a", "array_len": 3, "type": "uint8", "size": 1}]}, {"name": "dev", "instance_id": 0, "vmsd_name": "dev", "version": 1, "fields": [{"name": "n", "type": "uint32", "size": 4}], "subsections": [{"vmsd_name": "dev/sub", "version": 1, "fields": [{"name": "b", "type": "bool", "size": 1}]}]}]}""",
        """{"page_size": 64, "devices": [{"name": "globalstate", "instance_id": 0, "vmsd_name": "globalstate", "version": 1, "fields": [{"name": "size", "type": "uint32", "size": 4}, {"name": "runstate", "type": "buffer", "size": 100}]}, {"name": "timer", "instance_id": 0, "size": 8}]}""",
    ];

    private static void Configuration(InputBuffer output, FuzzRandom random)
    {
        output.Append((byte)StreamTag.Configuration);
        output.AppendUInt32(4);
        output.Append("none"u8);
        if (!random.OneIn(3))
            return;
        string[] names = ["x-ignore-shared", "mapped-ram", "multifd", "x"];
        Subsection(output, "configuration/capabilities");
        int count = random.Below(3);
        output.AppendUInt32((uint)count);
        for (int i = 0; i < count; i++)
        {
            string name = random.Pick(names);
            output.Append((byte)name.Length);
            output.Append(name);
        }
    }

    private static void Element(InputBuffer output, FuzzRandom random)
    {
        switch (random.Below(5))
        {
            case 0:
                output.Append((byte)StreamTag.Command);
                int command = random.Below(13);
                int length = StreamCommands.IsDefined((StreamCommand)command) && StreamCommands.Length((StreamCommand)command) is >= 0 and int fixedLength ? fixedLength : random.Below(8);
                output.AppendUInt16(command);
                output.AppendUInt16(length);
                output.Append(new byte[length]);
                break;
            case 1 or 2:
                Section(output, random, StreamTag.SectionFull, 7, random.Pick(States), State);
                break;
            default:
                Section(output, random, random.OneIn(3) ? (StreamTag)(1 + random.Below(3)) : StreamTag.SectionStart, 2, "ram", Ram);
                if (random.OneIn(2))
                    Section(output, random, random.OneIn(2) ? StreamTag.SectionPart : StreamTag.SectionEnd, 2, "ram", Ram);
                break;
        }
    }

    private static void Section(InputBuffer output, FuzzRandom random, StreamTag tag, uint id, string name, Action<InputBuffer, FuzzRandom, string> payload)
    {
        output.Append((byte)tag);
        output.AppendUInt32(id);
        if (tag is StreamTag.SectionStart or StreamTag.SectionFull)
        {
            output.Append((byte)name.Length);
            output.Append(name);
            output.AppendUInt32(0);
            output.AppendUInt32(name == "ram" ? 4 : (uint)random.Below(2));
        }

        payload(output, random, name);
        output.Append((byte)StreamTag.Footer);
        output.AppendUInt32(random.OneIn(16) ? 1 : id);
    }

    private static void State(InputBuffer output, FuzzRandom random, string name)
    {
        if (name.EndsWith("net-tap", StringComparison.Ordinal))
        {
            output.Append(StreamFormat.ServiceByte);
            output.Append([1, 0, 0, 0, 1]);
            output.AppendUInt32(12);
        }
        else if (name == "globalstate")
        {
            output.AppendUInt32(8);
            output.Append("running"u8);
            output.Append(new byte[93]);
        }
        else
        {
            output.AppendUInt32((uint)random.Below(99));
            if (name == "dev" && random.OneIn(2))
            {
                Subsection(output, "dev/sub");
                output.Append((byte)1);
            }
        }
    }

    private static void Subsection(InputBuffer output, string name)
    {
        output.Append((byte)StreamTag.Subsection);
        output.Append((byte)name.Length);
        output.Append(name);
        output.AppendUInt32(1);
    }

    private static void Ram(InputBuffer output, FuzzRandom random, string name)
    {
        if (random.OneIn(2))
        {
            output.AppendUInt64((2UL << 12) | 0x04);
            output.Append((byte)6);
            output.Append("pc.ram"u8);
            output.AppendUInt64(2UL << 12);
            if (random.OneIn(4))
                output.AppendUInt64(0);
        }

        for (int i = random.Below(4); i > 0; i--)
        {
            int word = random.Pick(RamWords);
            output.AppendUInt64((word & 0x290) != 0 ? (uint)word : ((ulong)random.Below(3) << 12) | (uint)word);
            if ((word & 0x290) != 0 || word is 0x04 or 0x01)
                continue;
            if ((word & 0x20) == 0)
            {
                output.Append((byte)6);
                output.Append("pc.ram"u8);
            }

            byte[] data = (word & ~0x20) switch
            {
                0x02 => [0],
                0x08 => random.OneIn(4) ? new byte[4096] : new byte[64],
                0x40 => [1, 0, 3, 0, 1, 65],
                _ => [0, 0, 0, 2, 0x78, 0x9c],
            };
            output.Append(data);
        }

        output.AppendUInt64(0x10);
    }

    // The place behind a footer: another element may stand there.
    private static int? Footer(ReadOnlySpan<byte> input, FuzzRandom random)
    {
        if (input.Length < 8)
            return null;
        int from = random.Below(input.Length - 5);
        int at = input[from..].IndexOf((byte)StreamTag.Footer);
        return at < 0 || from + at + 5 > input.Length ? null : from + at + 5;
    }
}
