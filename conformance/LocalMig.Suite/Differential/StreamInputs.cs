using System.Buffers.Binary;
using System.Text;
using LocalMig.Stream;

namespace LocalMig.Suite.Differential;

/// <summary>Streams for a machine of type <c>none</c>: recorded ones with a few bytes changed, and others made of elements with right lengths
/// and footers that are wrong in one place or in none.</summary>
public static class StreamInputs
{
    private const int MostChanges = 3;
    private const int MostElements = 5;
    private const int LongestCommand = 12;
    private const int RunStateLength = 100;

    private static readonly string[] Machines = ["none", "none", "none", "none", "none", "none", "pc", "", "none\0", "nonf"];
    private static readonly string[] RunStateNames =
        ["running", "running", "paused", "prelaunch", "shutdown", "suspended", "guest-panicked", "io-error", "watchdog", "postmigrate", "nosuch", "", "Running"];

    private static readonly string[] Names = ["timer", "globalstate", "ram", "dirty-bitmap", "nosuch", "", "Timer", "cpu_common"];
    private static readonly string[] CapabilityNames = ["x-ignore-shared", "events", "xbzrle", "multifd", "mapped-ram", "nosuch", ""];
    private static readonly uint[] Numbers = [0, 1, 2, 3, 4, 5, 10, 255, 65536, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF];

    // Words that a section of memory may hold: their flags, and addresses.
    private static readonly ulong[] RamWords = [0x10, 0x10, 0x04, 0x02, 0x08, 0x20, 0x22, 0x28, 0x40, 0x80, 0x100, 0x200, 0x01, 0x1002, 0x1008, 0x00, 0x1000];

    /// <summary>As many as wanted; the same seed and recordings give the same.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="recorded">Streams that were recorded.</param>
    public static IEnumerable<byte[]> Generate(ulong seed, IReadOnlyList<byte[]> recorded)
    {
        ArgumentNullException.ThrowIfNull(recorded);
        for (ulong i = 0; ; i++)
        {
            var random = new Random((int)CaseSeed.Of(seed, $"stream/{i}"));
            yield return random.Next(3) == 0 ? Changed([.. recorded[random.Next(recorded.Count)]], random) : Made(random);
        }
    }

    private static byte[] Changed(List<byte> bytes, Random random)
    {
        for (int i = random.Next(1, MostChanges + 1); i > 0; i--)
        {
            // What comes before the description is of more interest than that.
            int at = random.Next(random.Next(4) == 0 ? bytes.Count : Math.Min(bytes.Count, 270));
            int length = Math.Min(random.Next(1, 6), bytes.Count - at);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes.RemoveRange(at, length);
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(at, length));
                    break;
                default:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
            }

            if (bytes.Count == 0)
                break;
        }

        return [.. bytes];
    }

    private static byte[] Made(Random random)
    {
        List<byte> bytes = [];
        Word(bytes, random.Next(60) == 0 ? Any(random) : StreamFormat.Magic);
        Word(bytes, random.Next(40) == 0 ? Any(random) : StreamFormat.Version);
        if (random.Next(40) > 0)
            MachineOf(bytes, random);
        HashSet<uint> begun = [];
        for (int i = random.Next(MostElements + 1); i > 0; i--)
            Element(bytes, begun, random);
        if (random.Next(8) > 0)
            bytes.Add((byte)StreamTag.End);
        if (random.Next(3) > 0)
            return [.. bytes];
        byte[] description = Encoding.ASCII.GetBytes(random.Next(3) > 0 ? """{"page_size": 4096, "devices": []}""" : "{");
        bytes.Add(random.Next(20) == 0 ? (byte)random.Next(256) : (byte)StreamTag.VmDescription);
        Word(bytes, random.Next(20) == 0 ? Any(random) : (uint)description.Length);
        bytes.AddRange(description);
        return [.. bytes];
    }

    private static void MachineOf(List<byte> bytes, Random random)
    {
        bytes.Add((byte)StreamTag.Configuration);
        string name = Pick(random, Machines);
        Word(bytes, random.Next(40) == 0 ? Any(random) : (uint)name.Length);
        bytes.AddRange(Encoding.ASCII.GetBytes(name));
        switch (random.Next(12))
        {
            case 0:
                Subsection(bytes, "configuration/target-page-bits", random);
                Word(bytes, random.Next(2) == 0 ? 12 : Any(random));
                break;
            case 1:
                Subsection(bytes, "configuration/capabilities", random);
                int count = random.Next(3);
                Word(bytes, (uint)count);
                for (int i = 0; i < count; i++)
                    Name(bytes, Pick(random, CapabilityNames));
                break;
            case 2:
                Subsection(bytes, "configuration/uuid", random);
                bytes.AddRange(new byte[16]);
                break;
            case 3:
                Subsection(bytes, "configuration/nosuch", random);
                break;
            default:
                break;
        }
    }

    private static void Subsection(List<byte> bytes, string name, Random random)
    {
        bytes.Add((byte)StreamTag.Subsection);
        Name(bytes, name);
        Word(bytes, random.Next(8) == 0 ? Any(random) : 1);
    }

    private static void Element(List<byte> bytes, HashSet<uint> begun, Random random)
    {
        switch (random.Next(9))
        {
            case 0:
                Command(bytes, random);
                break;
            case 1 or 2 when begun.Count > 0 || random.Next(10) == 0:
                uint id = begun.Count == 0 ? Any(random) : begun.First();
                bytes.Add((byte)(random.Next(2) == 0 ? StreamTag.SectionPart : StreamTag.SectionEnd));
                Word(bytes, id);
                Ram(bytes, random);
                Footer(bytes, id, random);
                break;
            case 3:
                bytes.Add((byte)random.Next(256));
                break;
            default:
                Section(bytes, begun, random);
                break;
        }
    }

    private static void Section(List<byte> bytes, HashSet<uint> begun, Random random)
    {
        string name = Pick(random, Names);
        bool starts = name == "ram" ? random.Next(8) > 0 : random.Next(8) == 0;
        uint id = (uint)random.Next(4);
        if (starts)
            begun.Add(id);
        bytes.Add((byte)(starts ? StreamTag.SectionStart : StreamTag.SectionFull));
        Word(bytes, id);
        Name(bytes, name);
        Word(bytes, random.Next(12) == 0 ? Any(random) : 0);
        uint version = name switch { "ram" => 4, "timer" => 2, _ => 1 };
        Word(bytes, random.Next(10) == 0 ? Any(random) : version);
        switch (name)
        {
            case "ram":
                Ram(bytes, random);
                break;
            case "timer":
                bytes.AddRange(new byte[random.Next(20) == 0 ? random.Next(24) : 24]);
                break;
            case "globalstate":
                string state = Pick(random, RunStateNames);
                Word(bytes, random.Next(8) == 0 ? Any(random) : (uint)state.Length + 1);
                byte[] field = new byte[RunStateLength];
                Encoding.ASCII.GetBytes(state, field);
                bytes.AddRange(field);
                break;
            default:
                break;
        }

        if (random.Next(30) == 0)
            Subsection(bytes, name + "/nosuch", random);
        Footer(bytes, id, random);
    }

    private static void Ram(List<byte> bytes, Random random)
    {
        for (int i = random.Next(3); i > 0; i--)
        {
            ulong word = random.Next(3) > 0 ? 0x04 : RamWords[random.Next(RamWords.Length)];
            Long(bytes, word);
            if (word is 0x02 or 0x08 or 0x1002 or 0x1008)
                Name(bytes, random.Next(2) == 0 ? "pc.ram" : "");
        }

        if (random.Next(20) > 0)
            Long(bytes, 0x10);
    }

    private static void Command(List<byte> bytes, Random random)
    {
        int command = random.Next(15);
        int right = StreamCommands.IsDefined((StreamCommand)command) ? StreamCommands.Length((StreamCommand)command) : 0;
        int length = random.Next(5) == 0 || right < 0 ? random.Next(LongestCommand) : right;
        bytes.Add((byte)StreamTag.Command);
        Half(bytes, command);
        Half(bytes, length);
        bytes.AddRange(new byte[length]);
    }

    private static void Footer(List<byte> bytes, uint id, Random random)
    {
        if (random.Next(40) == 0)
            return;
        bytes.Add((byte)StreamTag.Footer);
        Word(bytes, random.Next(30) == 0 ? Any(random) : id);
    }

    private static void Name(List<byte> bytes, string name)
    {
        bytes.Add((byte)name.Length);
        bytes.AddRange(Encoding.ASCII.GetBytes(name));
    }

    private static void Half(List<byte> bytes, int value) => bytes.AddRange([(byte)(value >> 8), (byte)value]);

    private static void Word(List<byte> bytes, uint value)
    {
        Span<byte> word = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(word, value);
        bytes.AddRange(word);
    }

    private static void Long(List<byte> bytes, ulong value)
    {
        Span<byte> word = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(word, value);
        bytes.AddRange(word);
    }

    private static uint Any(Random random) => Numbers[random.Next(Numbers.Length)];

    private static string Pick(Random random, string[] from) => from[random.Next(from.Length)];
}
