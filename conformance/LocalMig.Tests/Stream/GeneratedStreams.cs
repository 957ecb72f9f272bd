using FsCheck;
using FsCheck.Fluent;
using LocalMig.Stream;

namespace LocalMig.Tests.Stream;

/// <summary>A stream of every kind of element, with the elements that it was made of.</summary>
/// <param name="Bytes">The stream.</param>
/// <param name="Elements">What was written, without offsets.</param>
/// <param name="Descriptors">The bytes that descriptors ride on.</param>
/// <param name="Description">The description behind it.</param>
public sealed record GeneratedStream(byte[] Bytes, IReadOnlyList<string> Elements, IReadOnlyList<long> Descriptors, VmDescription Description)
{
    public override string ToString() => string.Join(", ", Elements);
}

/// <summary>Makes streams.</summary>
public static class GeneratedStreams
{
    private static readonly RamBlock[] Blocks = [new("pc.ram", 0x40000), new("/rom@etc/acpi/tables", 0x20000), new("b", 0x1000)];

    public static Arbitrary<GeneratedStream> Any() => Arb.From(Gen.Choose(0, int.MaxValue).Select(seed => Make(new System.Random(seed))));

    private static GeneratedStream Make(System.Random random)
    {
        var output = new MemoryOutput();
        var writer = new ElementWriter(output);
        var written = new List<string>();
        var sections = new Sections(writer, written, random);
        writer.Header();
        written.Add("header");
        bool ignoreShared = random.Next(2) == 0;
        writer.Configuration(ConfigurationValues(ignoreShared, random));
        written.Add("configuration");
        var ram = new RamWriter(output, new RamForm(IgnoreShared: ignoreShared));
        RamBlock[] blocks = [.. Blocks.Select((block, i) => ignoreShared ? block with { GuestAddress = (ulong)i << 20 } : block)];
        writer.SectionStart(new StreamSection(1, "ram", 0, RamReader.Version));
        ram.Blocks(blocks);
        ram.EndOfPart();
        Close(writer, written, "start ram");
        for (int i = random.Next(8); i > 0; i--)
        {
            switch (random.Next(4))
            {
                case 0:
                    Command(writer, written, random);
                    break;
                case 1:
                    writer.SectionPart(1);
                    Pages(ram, blocks, random);
                    Close(writer, written, "part ram");
                    break;
                case 2:
                    Package(writer, written, random);
                    break;
                default:
                    sections.Write();
                    break;
            }
        }

        writer.SectionEnd(1);
        Pages(ram, blocks, random);
        Close(writer, written, "end ram");
        sections.Write();
        writer.End();
        written.Add("end");
        writer.Description(4096, "made");
        written.Add("description");
        VmDescription description = new(4096, null, writer.Described);
        return new GeneratedStream(output.Written.ToArray(), written, output.Descriptors, description);
    }

    private static VmStateValues ConfigurationValues(bool ignoreShared, System.Random random)
    {
        VmStateValues values = Configuration.Values("made", ignoreShared ? ["x-ignore-shared", "validate-uuid"] : []);
        if (random.Next(2) == 0)
            values.SetSubsection("configuration/target-page-bits", new VmStateValues().Set("target_page_bits", 12ul));
        if (random.Next(2) == 0)
            values.SetSubsection("configuration/uuid", new VmStateValues().Set("uuid", Bytes(16, random).AsMemory()));
        return values;
    }

    // Every command but the packaged stream, with data of a length that it may have.
    private static void Command(ElementWriter writer, List<string> written, System.Random random)
    {
        StreamCommand[] commands = [.. Enum.GetValues<StreamCommand>().Where(command => command is not (StreamCommand.None or StreamCommand.Packaged))];
        StreamCommand one = commands[random.Next(commands.Length)];
        int length = StreamCommands.Length(one);
        byte[] data = Bytes(length >= 0 ? length : random.Next(3) * 8, random);
        writer.Command(one, data);
        written.Add($"{one} {Convert.ToHexString(data)}");
    }

    // What a postcopy begins with: a stream inside the stream.
    private static void Package(ElementWriter writer, List<string> written, System.Random random)
    {
        var inner = new MemoryOutput();
        var package = new ElementWriter(inner);
        var elements = new List<string>();
        for (int i = random.Next(4); i > 0; i--)
            Command(package, elements, random);
        writer.Packaged(inner.Written.Span);
        written.Add($"{StreamCommand.Packaged} {inner.Written.Length:X8}");
        written.AddRange(elements);
    }

    private static void Pages(RamWriter ram, RamBlock[] blocks, System.Random random)
    {
        for (int i = random.Next(6); i > 0; i--)
        {
            RamBlock block = blocks[random.Next(blocks.Length)];
            ulong address = (ulong)random.NextInt64((long)block.UsedLength) & ~0xffful;
            switch (random.Next(6))
            {
                case 0:
                    ram.ZeroPage(block, address);
                    break;
                case 1:
                    ram.Changes(block, address, Bytes(random.Next(30), random));
                    break;
                case 2:
                    ram.Compressed(block, address, Bytes(random.Next(30), random));
                    break;
                case 3:
                    ram.Mark(RamFlags.MultifdFlush);
                    break;
                case 4:
                    ram.Mark(RamFlags.Hook);
                    break;
                default:
                    ram.Page(block, address, Bytes(4096, random));
                    break;
            }
        }

        ram.EndOfPart();
    }

    private static void Close(ElementWriter writer, List<string> written, string section)
    {
        writer.Footer(1);
        written.AddRange([section, "footer"]);
    }

    private static byte[] Bytes(int count, System.Random random)
    {
        byte[] bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    // The description behind a stream does not tell what a list consists of: a descriptor inside one belongs to nothing.
    private static bool HidesDescriptors(VmStateDescription description, bool listed = false) =>
        description.Fields.Any(field => (listed && field.Type.Kind == VmStateKind.Descriptor) || (field.Struct is VmStateDescription inner && HidesDescriptors(inner, listed || field.IsList)))
        || description.Subsections.Any(subsection => HidesDescriptors(subsection, listed));

    private sealed class Sections(ElementWriter writer, List<string> written, System.Random random)
    {
        private uint _count;

        public void Write()
        {
            uint id = 2 + _count++;
            State state;
            do
                state = States.One($"dev{id}", 2, random);
            while (HidesDescriptors(state.Description));
            writer.Device(new StreamSection(id, state.Description.Name, 0, state.Description.Version), state.Description, state.Values);
            written.AddRange([$"full {state.Description.Name}", "footer"]);
        }
    }
}
