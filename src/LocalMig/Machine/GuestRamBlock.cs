using LocalMig.Stream;
using LocalMig.Wire;

namespace LocalMig.Machine;

/// <summary>The guest's memory as the block of the stream's RAM section.</summary>
internal static class GuestRamBlock
{
    public static RamBlock Of(GuestRam ram) => new(GuestRam.BlockName, (ulong)ram.Size);
}

/// <summary>Puts what the RAM section brings into the guest's memory.</summary>
internal sealed class GuestRamSink(GuestRam ram) : RamSink
{
    /// <inheritdoc/>
    public override ParseError? Block(RamBlock block, long offset)
    {
        if (block.Name != GuestRam.BlockName)
            return Refused(block, offset, MachineTexts.UnknownBlock(block.Name));
        return block.UsedLength == (ulong)ram.Size ? null : Refused(block, offset, MachineTexts.BlockSize(block.Name, ram.Size, block.UsedLength));
    }

    /// <inheritdoc/>
    public override void Page(RamBlock block, ulong address, ReadOnlySpan<byte> bytes, long offset) =>
        bytes.CopyTo(ram.Page((int)(address / GuestRam.PageSize)));

    /// <inheritdoc/>
    public override void ZeroPage(RamBlock block, ulong address, long offset) => ram.Page((int)(address / GuestRam.PageSize)).Clear();

    private static ParseError Refused(RamBlock block, long offset, string text) =>
        new(Errors.LoadMemory, offset, block.Name, text) { QemuText = text };
}
