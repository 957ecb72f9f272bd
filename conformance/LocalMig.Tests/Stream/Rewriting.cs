using LocalMig.Stream;
using LocalMig.Wire;

namespace LocalMig.Tests.Stream;

/// <summary>Reads a recorded stream into elements, pages and values, and writes it anew from them.</summary>
internal static class Rewriting
{
    /// <summary>Gives the bytes that the writers make of what the readers read.</summary>
    /// <param name="input">The stream; any input, so that chunking can be tried.</param>
    /// <param name="description">What follows it.</param>
    public static byte[] Rewrite(StreamInput input, VmDescription description)
    {
        var output = new MemoryOutput();
        var reader = new ElementReader(input);
        var writer = new ElementWriter(output);
        RamForm form = new();
        RamReader? ramReader = null;
        RamWriter? ramWriter = null;
        while (true)
        {
            StreamElement? element = reader.ReadElement().Value;
            if (element is null)
                return output.Written.ToArray();
            writer.Write(element);
            if (element is ConfigurationElement configuration)
                form = RamForm.From(configuration.Capabilities, description.PageSize);
            if (element is not SectionElement { Section: var section })
                continue;
            if (section.Name == "ram")
            {
                ramReader ??= new RamReader(input, form);
                ramWriter ??= new RamWriter(output, form);
                Assert.Null(ramReader.ReadPayload(new Copy(ramWriter, form.MappedRam)));
                continue;
            }

            VmDescription.Device device = description.Find(section.Name, section.Instance)!;
            VmStateValues values = VmStateReader.Load(input, device.State!, device.State!.Version, section.Name).Value;
            VmStateWriter.Save(output, device.State, values);
        }
    }

    /// <param name="writer">Where to.</param>
    /// <param name="mapped">Whether the form is that of mapped-ram, where blocks come one by one.</param>
    internal sealed class Copy(RamWriter writer, bool mapped = false) : RamSink
    {
        private readonly List<RamBlock> _blocks = [];
        private ulong _left;

        /// <summary>The bitmaps that were copied.</summary>
        public List<MappedRamBitmap> Bitmaps { get; } = [];

        public override ParseError? Total(ulong bytes, long offset)
        {
            _left = bytes;
            if (mapped)
                writer.Total(bytes);
            else if (bytes == 0)
                writer.Blocks([]);
            return null;
        }

        public override ParseError? Block(RamBlock block, long offset)
        {
            _blocks.Add(block);
            _left -= block.UsedLength;
            if (_left == 0 && !mapped)
                writer.Blocks(_blocks);
            return null;
        }

        public override void Bitmap(RamBlock block, MappedRamBitmap bitmap, long offset)
        {
            Bitmaps.Add(bitmap);
            writer.MappedBlock(block, bitmap);
        }

        public override void Hole(RamBlock block, ulong address, long length, long offset) => writer.MappedHole(length);

        public override void Page(RamBlock block, ulong address, ReadOnlySpan<byte> bytes, long offset)
        {
            if (block.Mapped is null)
                writer.Page(block, address, bytes);
            else
                writer.MappedPage(bytes);
        }

        public override void ZeroPage(RamBlock block, ulong address, long offset) => writer.ZeroPage(block, address);

        public override ParseError? Changes(RamBlock block, ulong address, ReadOnlyMemory<byte> encoded, long offset)
        {
            writer.Changes(block, address, encoded.Span);
            return null;
        }

        public override ParseError? Compressed(RamBlock block, ulong address, ReadOnlyMemory<byte> zlib, long offset)
        {
            writer.Compressed(block, address, zlib.Span);
            return null;
        }

        public override void Mark(RamFlags flag, long offset)
        {
            if (flag == RamFlags.Eos)
                writer.EndOfPart();
            else
                writer.Mark(flag);
        }
    }
}
