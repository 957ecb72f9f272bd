using LocalMig.Wire;

namespace LocalMig.Stream;

/// <summary>Reads the payloads of the RAM section, one per part. The twin of <see cref="RamWriter"/>.</summary>
public sealed class RamReader
{
    private readonly StreamInput _input;
    private readonly RamForm _form;
    private readonly Dictionary<string, RamBlock> _blocks = new(StringComparer.Ordinal);
    private RamBlock? _last;

    /// <summary>Reads in the form given.</summary>
    public RamReader(StreamInput input, RamForm form)
    {
        _input = input;
        _form = form;
    }

    /// <summary>The version of the section that this reads.</summary>
    public const int Version = 4;

    /// <summary>The blocks that were announced so far, by name.</summary>
    public IReadOnlyDictionary<string, RamBlock> Blocks => _blocks;

    /// <summary>Reads one part's payload to its end word.</summary>
    /// <returns>The first error, or null.</returns>
    public ParseError? ReadPayload(RamSink sink)
    {
        ulong flagMask = (ulong)_form.PageSize - 1;
        while (true)
        {
            long offset = _input.Offset;
            ulong word = _input.ReadUInt64();
            if (_input.Error is ParseError ended)
                return Located(ended) with { QemuText = "Getting RAM address failed" };
            var flags = (RamFlags)(word & flagMask);
            ulong address = word & ~flagMask;
            ParseError? error = flags switch
            {
                RamFlags.MemSize => ReadBlocks(address, offset, sink),
                RamFlags.Page or (RamFlags.Page | RamFlags.Continue) => ReadPage(flags, address, offset, sink),
                RamFlags.Zero or (RamFlags.Zero | RamFlags.Continue) => ReadZeroPage(flags, address, offset, sink),
                RamFlags.Xbzrle or (RamFlags.Xbzrle | RamFlags.Continue) => ReadXbzrle(flags, address, offset, sink),
                RamFlags.CompressPage or (RamFlags.CompressPage | RamFlags.Continue) => ReadCompressed(flags, address, offset, sink),
                RamFlags.Eos or RamFlags.MultifdFlush or RamFlags.Hook when address == 0 => Mark(flags, offset, sink),
                _ => Located(ParseError.At(Errors.StreamRamFlags, offset, $"word 0x{word:x16}")) with
                {
                    QemuText = $"Unknown combination of migration flags: 0x{(int)flags:x}",
                },
            };
            if (error is not null)
                return error;
            if (flags == RamFlags.Eos)
                return null;
        }
    }

    private static ParseError? Mark(RamFlags flags, long offset, RamSink sink)
    {
        sink.Mark(flags, offset);
        return null;
    }

    private ParseError? ReadBlocks(ulong total, long start, RamSink sink)
    {
        if (sink.Total(total, start) is ParseError refused)
            return refused;
        ulong left = total;
        while (left > 0)
        {
            long offset = _input.Offset;
            if (_blocks.Count >= _input.Limits.Elements)
                return Located(ParseError.At(Errors.LimitExceeded, offset, $"more than {_blocks.Count} blocks"));
            string name = _input.ReadName(_input.ReadByte());
            var block = new RamBlock(name, _input.ReadUInt64(), _form.IgnoreShared ? _input.ReadUInt64() : null);
            if (_form.MappedRam)
                block = block with { Mapped = MappedRamHeader.Read(_input) };
            if (_input.Error is ParseError ended)
                return Located(ended);
            if (block.UsedLength > left)
            {
                return Located(ParseError.At(Errors.StreamRamTotal, offset, $"block '{name}' has 0x{block.UsedLength:x} bytes where 0x{left:x} are left of 0x{total:x}"));
            }

            if (block.UsedLength == 0)
                return Located(ParseError.At(Errors.StreamRamTotal, offset, $"block '{name}' is empty where 0x{left:x} bytes are left of 0x{total:x}"));
            left -= block.UsedLength;
            _blocks[name] = block;
            if (sink.Block(block, offset) is ParseError error)
                return error;
            // The block's bitmap and pages stand between its header and the next block.
            if (block.Mapped is not null && MappedRamReader.Read(_input, _form, block, offset, sink) is ParseError mapped)
                return Located(mapped);
        }

        return null;
    }

    private ParseError? ReadPage(RamFlags flags, ulong address, long offset, RamSink sink)
    {
        if (PageBlock(flags, address, offset, out RamBlock? block) is ParseError error)
            return error;
        return ReadBytes(_input, _form.PageSize, block!, address, offset, sink) is ParseError cut ? Located(cut) : null;
    }

    /// <summary>Hands the next bytes to the sink as a page.</summary>
    internal static ParseError? ReadBytes(StreamInput input, int length, RamBlock block, ulong address, long offset, RamSink sink)
    {
        if (length > ByteInput.PeekLimit)
        {
            byte[] large = input.ReadBytes(length);
            if (input.Error is null)
                sink.Page(block, address, large, offset);
            return input.Error;
        }

        ReadOnlySpan<byte> window = input.Peek(length);
        if (window.Length < length)
        {
            input.Skip(length); // fails with the place where the input ends
            return input.Error;
        }

        sink.Page(block, address, window[..length], offset);
        input.Advance(length);
        return null;
    }

    private ParseError? ReadZeroPage(RamFlags flags, ulong address, long offset, RamSink sink)
    {
        if (PageBlock(flags, address, offset, out RamBlock? block) is ParseError error)
            return error;
        byte fill = _input.ReadByte();
        if (_input.Error is ParseError ended)
            return Located(ended);
        if (fill != 0)
        {
            return Located(ParseError.At(Errors.StreamRamFill, _input.Offset - 1, $"0x{fill:x2}")) with { QemuText = $"Found a zero page with value {fill}" };
        }

        sink.ZeroPage(block!, address, offset);
        return null;
    }

    private ParseError? ReadXbzrle(RamFlags flags, ulong address, long offset, RamSink sink)
    {
        if (PageBlock(flags, address, offset, out RamBlock? block) is ParseError error)
            return error;
        long start = _input.Offset;
        byte tag = _input.ReadByte();
        int length = _input.ReadUInt16();
        if (_input.Error is null && tag != Xbzrle.Tag)
            return Located(ParseError.At(Errors.StreamXbzrle, start, $"tag 0x{tag:x2}")) with { QemuText = "Failed to load XBZRLE page - wrong compression!" };
        if (length > _form.PageSize)
            return Located(ParseError.At(Errors.StreamXbzrle, start + 1, $"{length} bytes for a page of {_form.PageSize}")) with { QemuText = "Failed to load XBZRLE page - len overflow!" };
        byte[] encoded = _input.ReadBytes(length);
        return _input.Error is ParseError cut ? Located(cut) : sink.Changes(block!, address, encoded, offset);
    }

    private ParseError? ReadCompressed(RamFlags flags, ulong address, long offset, RamSink sink)
    {
        if (PageBlock(flags, address, offset, out RamBlock? block) is ParseError error)
            return error;
        long start = _input.Offset;
        uint length = _input.ReadUInt32();
        if (length > 2 * (uint)_form.PageSize)
            return Located(ParseError.At(Errors.LimitExceeded, start, $"{length} bytes for a compressed page of {_form.PageSize}"));
        byte[] compressed = _input.ReadBytes((int)length);
        return _input.Error is ParseError cut ? Located(cut) : sink.Compressed(block!, address, compressed, offset);
    }

    private ParseError? PageBlock(RamFlags flags, ulong address, long offset, out RamBlock? block)
    {
        block = _last;
        if (!flags.HasFlag(RamFlags.Continue))
        {
            string name = _input.ReadName(_input.ReadByte());
            if (_input.Error is ParseError ended)
                return Located(ended);
            if (!_blocks.TryGetValue(name, out block))
                return Located(ParseError.At(Errors.StreamRamBlock, offset, $"a page of '{name}', which was not announced")) with { QemuText = $"Can't find block {name}" };
            _last = block;
        }

        if (block is null)
            return Located(ParseError.At(Errors.StreamRamBlock, offset, "a page of the block before, and there was none")) with { QemuText = "Ack, bad migration stream!" };
        if (address >= block.UsedLength)
        {
            return Located(ParseError.At(Errors.StreamRamBlock, offset, $"a page at 0x{address:x} of '{block.Name}', which ends at 0x{block.UsedLength:x}")) with
            {
                QemuText = $"Illegal RAM offset {address:x}",
            };
        }

        return null;
    }

    private static ParseError Located(ParseError error) => error.Path.Length > 0 ? error : error with { Path = "ram" };
}
