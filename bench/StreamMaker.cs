using LocalMig.Stream;
using LocalMig.Stream.Analysis;

namespace LocalMig.Bench;

/// <summary>Makes large streams: the recorded stream of an idle PC with its RAM replaced, so that everything else is as a real QEMU
/// sends it.</summary>
internal static class StreamMaker
{
    private const int Page = 4096;
    private const string BlockName = "pc.ram";

    /// <summary>Writes a stream to standard output.</summary>
    /// <param name="arguments">The MiB of RAM; <c>random</c> or <c>zero</c>; the recorded stream, by default that of the fixtures.</param>
    public static int Run(string[] arguments)
    {
        if (arguments is not [string size, ("random" or "zero") and string kind, .. string[] rest] || !int.TryParse(size, out int mebibytes) || mebibytes < 1)
        {
            Console.Error.WriteLine("usage: made-stream MEBIBYTES random|zero [RECORDED]");
            return 2;
        }

        byte[] recorded = File.ReadAllBytes(rest is [string path] ? path : Path.Combine(AppContext.BaseDirectory, "../../../../fixtures/streams/11.1.3-q35-unix.bin"));
        using System.IO.Stream output = Console.OpenStandardOutput();
        StreamReport report = StreamAnalysis.Analyze(recorded);
        StreamNode[] ram = [.. report.Sections("ram")];
        Copy(recorded, 0, ram[0].Offset, output);
        WriteRam(report, (ulong)mebibytes << 20, kind == "random", output);
        Copy(recorded, ram[^1].End, recorded.Length, output);
        return 0;
    }

    private static void Copy(byte[] recorded, long start, long end, System.IO.Stream output) => output.Write(recorded.AsSpan((int)start, (int)(end - start)));

    private static void WriteRam(StreamReport report, ulong length, bool random, System.IO.Stream output)
    {
        RamBlock[] blocks = [.. report.Ram.Select(block => block.Block.Name == BlockName ? block.Block with { UsedLength = length } : block.Block)];
        RamBlock main = blocks.Single(block => block.Name == BlockName);
        uint id = (uint)report.Sections("ram").First().Notes[0].Value.AsUInt64;
        var part = new MemoryOutput();
        var elements = new ElementWriter(part);
        var writer = new RamWriter(part, new RamForm());
        elements.SectionStart(new StreamSection(id, "ram", 0, RamReader.Version));
        writer.Blocks(blocks);
        writer.EndOfPart();
        elements.Footer(id);
        output.Write(part.Written.Span);

        // A part holds some 16 MiB, as one of a fast channel does.
        var bytes = new byte[Page];
        var generator = new Random(1);
        const ulong PerPart = 16 << 20;
        for (ulong start = 0; start < length; start += PerPart)
        {
            part = new MemoryOutput();
            elements = new ElementWriter(part);
            writer = new RamWriter(part, new RamForm());
            elements.SectionPart(id);
            for (ulong address = start; address < Math.Min(length, start + PerPart); address += Page)
            {
                if (random)
                    generator.NextBytes(bytes);
                writer.PageOrZero(main, address, bytes);
            }

            writer.EndOfPart();
            elements.Footer(id);
            output.Write(part.Written.Span);
        }

        part = new MemoryOutput();
        elements = new ElementWriter(part);
        elements.SectionEnd(id);
        new RamWriter(part, new RamForm()).EndOfPart();
        elements.Footer(id);
        output.Write(part.Written.Span);
    }
}
