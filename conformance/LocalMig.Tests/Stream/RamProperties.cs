using LocalMig.Stream;

namespace LocalMig.Tests.Stream;

public sealed class RamProperties
{
    private static readonly RamBlock[] Blocks = [new("pc.ram", 0x100000, 0), new("/rom@etc/acpi/tables", 0x20000, 0xc0000), new("b", 0x1000, 1)];

    [Property]
    public void Pages_of_every_kind_are_read_as_they_were_written(byte[] kinds, bool ignoreShared)
    {
        var form = new RamForm(IgnoreShared: ignoreShared);
        RamBlock[] blocks = [.. Blocks.Select(block => ignoreShared ? block : block with { GuestAddress = null })];
        var output = new MemoryOutput();
        var writer = new RamWriter(output, form);
        writer.Blocks(blocks);
        byte[] page = new byte[form.PageSize];
        for (int i = 0; i < kinds.Length; i++)
        {
            RamBlock block = blocks[kinds[i] / 8 % blocks.Length];
            ulong address = (ulong)i * 4096 % block.UsedLength;
            page[i % page.Length] = kinds[i];
            switch (kinds[i] % 6)
            {
                case 0:
                    writer.ZeroPage(block, address);
                    break;
                case 1:
                    writer.Changes(block, address, [1, 2, 3]);
                    break;
                case 2:
                    writer.Compressed(block, address, page.AsSpan(0, i));
                    break;
                case 3:
                    writer.Mark(RamFlags.MultifdFlush);
                    break;
                case 4:
                    writer.EndOfPart();
                    break;
                default:
                    writer.PageOrZero(block, address, page);
                    break;
            }
        }

        writer.EndOfPart();
        var input = new RecordedInput(output.Written);
        var reader = new RamReader(input, form);
        var again = new MemoryOutput();
        var copy = new Rewriting.Copy(new RamWriter(again, form));
        while (!input.AtEnd)
            Assert.Null(reader.ReadPayload(copy));
        Assert.Equal(output.Written.ToArray(), again.Written.ToArray());
        Assert.Equal(blocks, reader.Blocks.Values);
    }
}
