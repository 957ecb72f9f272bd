using System.Buffers.Binary;
using LocalMig.Machine;
using LocalMig.Stream;
using LocalMig.Suite.Faults.Decorators;

namespace LocalMig.Suite.Faults;

/// <summary>Wrong streams, whatever device they carry (specification, section 5, layout; section 7, vmdesc and descriptors; the form of
/// recorded streams). The implementation reads what it writes.</summary>
internal static class StreamFaults
{
    private const byte OfSwitchover = 1;

    public static IReadOnlyList<Fault> All { get; } =
    [
        new("footers-not-compared", "A footer is not compared with its section.", "LM-STREAM-16") { Seams = static (seams, _) => seams with { Reader = static input => new FaultyReader(input) { TakesAnyFooter = true } } },
        new("section-id-reused", "All devices have one section id.", "LM-STREAM-26")
        {
            Seams = static (seams, _) => seams with { Writer = static output => new FaultyWriter(output) { Head = static s => s with { Id = 2 }, Foot = static (id, _) => id == 1 ? 1u : 2u } },
        },
        Described("vmdesc-wrong-size", "The description gives a field another size than it has.", static text => text.Replace("\"name\":\"size\",\"type\":\"uint32\",\"size\":4", "\"name\":\"size\",\"type\":\"uint32\",\"size\":8", StringComparison.Ordinal), "LM-STREAM-15"),
        Described("vmdesc-field-missing", "The description leaves the descriptor out.", static text => text.Replace("{\"name\":\"fd\",\"type\":\"fd\",\"size\":1},", "", StringComparison.Ordinal), "LM-STREAM-15"),
        Described("vmdesc-cut", "The description ends in the middle.", static text => text[..(text.Length / 2)], "LM-STREAM-15", "LM-STREAM-25"),
        Form("header-of-version-four", "The stream says that it has version 4.", static o => new FaultyWriter(o) { Beginning = static output => Header(output, StreamFormat.Version + 1) }, static input =>
        {
            if (input.Offset == 0)
                input.Replace(StreamFormat.HeaderLength, Written(static output => Header(output, StreamFormat.Version)));
        }, "LM-STREAM-17"),
        new("configuration-missing", "There is no configuration.", "LM-STREAM-18")
        {
            Seams = static (seams, options) => seams with
            {
                Writer = static output => new FaultyWriter(output) { Unconfigured = true },
                Input = static channel => new RewrittenInput(channel),
                Reader = input => new FaultyReader(input) { Next = Configuring(options.Machine) },
            },
        },
        Form("bytes-behind-the-description", "Zeroes follow the description, up to a multiple of something.", static o => new FaultyWriter(o) { Behind = new byte[16] }, static _ => { }, "LM-STREAM-19"),
        Form("last-part-of-another-section", "The last part of the memory has the id of a section that did not begin.", static o => new FaultyWriter(o) { LastPart = static id => id | 0x80 }, static input =>
        {
            ReadOnlySpan<byte> head = input.Peek(5);
            if (head.Length >= 5 && head[0] == (byte)StreamTag.SectionEnd)
                input.Replace(5, [.. head[..4], (byte)(head[4] & 0x7f)]);
        }, "LM-STREAM-20"),
        Form("command-with-data-of-its-own", "The command that announces the switchover has a byte of data.", static o => new FaultyWriter(o) { Data = static (command, data) => command == StreamCommand.SwitchoverStart ? [OfSwitchover] : data }, static input =>
        {
            ReadOnlySpan<byte> head = input.Peek(5);
            if (head.Length >= 5 && head[0] == (byte)StreamTag.Command && head[2] == (byte)StreamCommand.SwitchoverStart)
                input.Replace(6, [.. head[..4], 0]);
        }, "LM-STREAM-21"),
        Words("memory-ends-with-an-unknown-flag", "The word that ends a part of the memory has a flag that nobody knows.", static word => word == (ulong)RamFlags.Eos ? 0x410 : word, static word => word == 0x410 ? (ulong)RamFlags.Eos : word, "LM-STREAM-22"),
        Total("memory-total-too-large", "The total of the memory counts a page that no block has.", "LM-STREAM-23"),
        new("device-version-not-described", "The section of a device has another version than its description.", "LM-STREAM-24")
        {
            Seams = static (seams, _) => seams with
            {
                Writer = static output => new FaultyWriter(output) { Head = static s => s with { Version = s.Version + 1 } },
                Reader = static input => new FaultyReader(input) { Head = static s => s.Id == 1 ? s : s with { Version = s.Version - 1 } },
            },
        },
        Answers("pong-without-its-number", "The answer to a ping does not say which ping it answers.", static message => IsA(ReturnPathType.Pong, message) ? [0, (byte)ReturnPathType.Pong, 0, 0] : message),
        Answers("message-of-its-own-on-the-return-path", "Before its last word the destination says something that nobody knows.", static message => IsA(ReturnPathType.Shut, message) ? [0, 0x20, 0, 0, .. message] : message),
    ];

    // A destination sends nothing but messages of the return path, one with each call.
    private static Fault Answers(string name, string mistake, Func<byte[], byte[]> message) => new(name, mistake, "LM-STREAM-27")
    {
        Seams = (seams, _) => seams with { Accepted = channel => new ReworkedTransport(channel, message) },
    };

    private static Fault Described(string name, string mistake, Func<string, string> change, params IReadOnlyList<string> breaks) => new(name, mistake, breaks)
    {
        Seams = (seams, _) => seams with { Writer = output => new FaultyWriter(output) { Text = change } },
    };

    private static Fault Form(string name, string mistake, Func<StreamOutput, ElementWriter> writer, Action<RewrittenInput> next, string breaks) => new(name, mistake, breaks)
    {
        Seams = (seams, _) => seams with { Writer = writer, Input = static channel => new RewrittenInput(channel), Reader = input => new FaultyReader(input) { Next = next } },
    };

    private static Fault Words(string name, string mistake, Func<ulong, ulong> written, Func<ulong, ulong> read, string breaks) => new(name, mistake, breaks)
    {
        Seams = (seams, _) => seams with { Output = channel => new WordOutput(channel, written), Input = channel => new RewrittenInput(channel) { Word = read } },
    };

    // The first word of the memory is its total: later words may look like one.
    private static Fault Total(string name, string mistake, string breaks) => new(name, mistake, breaks)
    {
        Seams = static (seams, _) => seams with
        {
            Output = static channel => new WordOutput(channel, First(static total => total + GuestRam.PageSize)),
            Input = static channel => new RewrittenInput(channel) { Word = First(static total => total - GuestRam.PageSize) },
        },
    };

    private static Func<ulong, ulong> First(Func<ulong, ulong> change)
    {
        bool seen = false;
        return word =>
        {
            if (seen || ((RamFlags)(word % GuestRam.PageSize) != RamFlags.MemSize))
                return word;
            seen = true;
            return change(word);
        };
    }

    private static bool IsA(ReturnPathType type, byte[] message) => BinaryPrimitives.ReadUInt16BigEndian(message) == (ushort)type;

    private static void Header(StreamOutput output, uint version)
    {
        output.WriteUInt32(StreamFormat.Magic);
        output.WriteUInt32(version);
    }

    private static Action<RewrittenInput> Configuring(string machine)
    {
        bool configured = false;
        return input =>
        {
            if (configured || input.Offset < StreamFormat.HeaderLength)
                return;
            configured = true;
            input.Replace(0, Written(output => new ElementWriter(output).Configuration(machine)));
        };
    }

    private static ReadOnlySpan<byte> Written(Action<StreamOutput> write)
    {
        MemoryOutput output = new();
        write(output);
        return output.Written.Span;
    }
}
