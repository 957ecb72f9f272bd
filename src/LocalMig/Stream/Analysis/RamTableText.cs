using System.Globalization;

namespace LocalMig.Stream.Analysis;

/// <summary>Prints the blocks of RAM and how their pages came, as a table.</summary>
public static class RamTableText
{
    private const string Head = "       bytes     pages    normal      zero    xbzrle compressed   in stream  block";

    /// <summary>Prints the table, a line for each block and one for all.</summary>
    public static void Write(StreamReport report, TextWriter output)
    {
        if (report.Ram.Count == 0)
        {
            output.WriteLine("no block of RAM");
            return;
        }

        output.WriteLine(Invariant($"pages of {report.RamForm.PageSize} bytes; a page that was sent again counts again"));
        output.WriteLine(Head);
        var all = new RamBlockStatistics(new RamBlock("all", report.Ram.Aggregate(0ul, (sum, block) => sum + block.Block.UsedLength)));
        foreach (RamBlockStatistics block in report.Ram)
        {
            all.Add(block);
            WriteLine(block, output);
        }

        WriteLine(all, output);
    }

    private static void WriteLine(RamBlockStatistics block, TextWriter output)
    {
        string place = (block.Block.Mapped, block.Block.GuestAddress) switch
        {
            (MappedRamHeader mapped, _) => Invariant($", bitmap at {mapped.BitmapOffset}, pages at {mapped.PagesOffset}"),
            (_, ulong address) => Invariant($", guest address 0x{address:x}"),
            _ => "",
        };
        output.WriteLine(Invariant(
            $"{block.Block.UsedLength,12}{block.Pages,10}{block.Normal,10}{block.Zero,10}{block.Changed,10}{block.Compressed,11}{block.Bytes,12}  {block.Block.Name}{place}"));
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
