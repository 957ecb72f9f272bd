using LocalMig.Stream;
using LocalMig.Wire;

namespace LocalMig.Fuzz.Targets;

/// <summary>A stream read element by element, and written anew out of what was read, as far as it can be read.</summary>
/// <param name="Error">Where it ended, or null at the end.</param>
/// <param name="Bytes">What was written.</param>
/// <param name="IsWhole">Whether all that was read could be written: the pages of mapped-ram stand elsewhere, and are not copied.</param>
internal sealed record StreamCopy(ParseError? Error, ReadOnlyMemory<byte> Bytes, bool IsWhole)
{
    private static readonly VmStateDescription GlobalState = new("globalstate", 1, VmStateField.Of("size", VmStateType.UInt32), VmStateField.Buffer("runstate", 100));

    /// <summary>Reads and writes.</summary>
    /// <param name="input">The stream.</param>
    /// <param name="description">Tells the states; where it does not, the known ones are read.</param>
    /// <param name="length">The length of the input, which bounds the places of errors.</param>
    /// <param name="write">Whether anything is written.</param>
    public static StreamCopy Of(StreamInput input, VmDescription? description, int length, bool write = true)
    {
        MemoryOutput? output = write ? new MemoryOutput() : null;
        ParseError? error = Copy(input, output, description, out bool whole);
        if (error is not null && (error.Offset < -1 || error.Offset > length))
            throw new OracleException("an error lies inside the input", error.ToString());
        return new StreamCopy(error, output?.Written ?? default, whole);
    }

    private static ParseError? Copy(StreamInput input, MemoryOutput? output, VmDescription? description, out bool whole)
    {
        var reader = new ElementReader(input);
        ElementWriter? writer = output is null ? null : new ElementWriter(output);
        RamForm form = new();
        RamReader? ram = null;
        RamCopy? copy = null;
        RamSink? sink = output is null ? new Unseen() : null;
        whole = true;
        while (true)
        {
            if (!reader.ReadElement().TryGet(out StreamElement? element, out ParseError? error))
                return error;
            if (element is null)
                return null;
            writer?.Write(element);
            if (element is ConfigurationElement configuration)
            {
                form = RamForm.From(configuration.Capabilities, description?.PageSize is > 0 and <= 65536 and var size && int.IsPow2(size) ? size : 4096);
                if (output is not null)
                    CheckConfiguration(configuration);
                configuration.Values.Dispose();
            }

            if (element is not SectionElement { Section: var section })
                continue;
            if (section.Name == "ram")
            {
                ram ??= new RamReader(input, form);
                sink ??= copy = new RamCopy(new RamWriter(output!, form));
                if (ram.ReadPayload(sink) is { } broken)
                    return broken;
                whole &= copy?.IsWhole ?? true;
                continue;
            }

            VmStateDescription? state = description?.Find(section.Name, section.Instance)?.State ?? Known(section.Name);
            if (state is null)
                return ParseError.At(Errors.StreamSectionUnknown, input.Offset, section.Name);
            if (!VmStateReader.Load(input, state, state.Version, section.Name).TryGet(out VmStateValues? values, out error))
                return error;
            using (values)
            {
                if (output is not null)
                    VmStateWriter.Save(output, state, values);
            }
        }
    }

    private static void CheckConfiguration(ConfigurationElement configuration)
    {
        string machine = Configuration.Machine(configuration.Values);
        using VmStateValues made = Configuration.Values(machine, configuration.Capabilities);
        if (Configuration.Machine(made) != machine || !Configuration.Capabilities(made).SequenceEqual(configuration.Capabilities, StringComparer.Ordinal))
            throw new OracleException("a configuration made of a machine and capabilities tells of the same", machine);
    }

    private static VmStateDescription? Known(string name) =>
        name.EndsWith("/net-tap", StringComparison.Ordinal) ? NetTapState.Description : name == "globalstate" ? GlobalState : null;

    private sealed class Unseen : RamSink;

    // Writes what comes, in the order in which it comes.
    private sealed class RamCopy(RamWriter writer) : RamSink
    {
        private readonly List<RamBlock> _blocks = [];
        private ulong _left;

        public bool IsWhole { get; private set; } = true;

        public override ParseError? Total(ulong bytes, long offset)
        {
            _left = bytes;
            _blocks.Clear();
            if (bytes == 0)
                writer.Blocks([]);
            return null;
        }

        public override ParseError? Block(RamBlock block, long offset)
        {
            _blocks.Add(block);
            _left -= block.UsedLength;
            IsWhole &= block.Mapped is null;
            if (_left == 0)
                writer.Blocks(_blocks);
            return null;
        }

        public override void Page(RamBlock block, ulong address, ReadOnlySpan<byte> bytes, long offset) => writer.Page(block, address, bytes);

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
