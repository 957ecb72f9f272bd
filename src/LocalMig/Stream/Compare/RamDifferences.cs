namespace LocalMig.Stream.Compare;

/// <summary>The blocks of RAM: by name and length.</summary>
internal static class RamDifferences
{
    // Blocks that firmware tables live in may have another length at each start: the destination resizes them.
    private const string Resizable = "/rom@";

    public static void Find(ComparedSide a, ComparedSide b, DifferenceList found)
    {
        if (a.Blocks is null || b.Blocks is null)
            return;
        foreach (RamBlock block in a.Blocks)
        {
            if (b.Blocks.FirstOrDefault(other => other.Name == block.Name) is not RamBlock same)
                AddLone(block, inA: true, found);
            else if (same.UsedLength != block.UsedLength)
                found.Add(DifferenceKind.BlockLength, $"ram.{block.Name}", block, same, static side => $"{side.UsedLength} bytes", Length);
        }

        foreach (RamBlock block in b.Blocks.Where(block => a.Blocks.All(other => other.Name != block.Name)))
            AddLone(block, inA: false, found);
    }

    private static void AddLone(RamBlock block, bool inA, DifferenceList found) => found.AddLone(
        DifferenceKind.Block,
        $"ram.{block.Name}",
        $"{block.UsedLength} bytes",
        inA,
        new Effect(Outcome.Breaks, "the destination has no such block"),
        new Effect(Outcome.Compatible, "nothing is sent for this block"));

    private static Effect Length(RamBlock source, RamBlock destination) => source.Name.StartsWith(Resizable, StringComparison.Ordinal)
        ? new Effect(Outcome.MayBreak, "the destination must be able to resize this block")
        : new Effect(Outcome.Breaks, "the block has another length", $"Size mismatch: {source.Name}: 0x{source.UsedLength:x} != 0x{destination.UsedLength:x}");
}
