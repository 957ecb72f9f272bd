using LocalMig.Fuzz.Mutators;
using LocalMig.Stream;
using LocalMig.Wire;

namespace LocalMig.Fuzz.Targets;

/// <summary>The messages of the return path.</summary>
public sealed class ReturnPathTarget : FuzzTarget
{
    /// <inheritdoc/>
    public override string Name => "return-path";

    /// <inheritdoc/>
    public override string Summary => "messages of the return path: written as they were read, however split";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outcomes { get; } = [Accepted, Errors.Truncated.Code, Errors.StreamReturnMessage.Code];

    /// <inheritdoc/>
    public override IReadOnlyList<string> ParserFiles => ["src/LocalMig/Stream/ReturnPath.cs", "src/LocalMig/Stream/ReturnPathReader.cs"];

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Dictionary { get; } = Words.Bytes("0001000400000000", "00020004", "0003", "0004000c", "0005", "00060004", "00070000");

    /// <inheritdoc/>
    public override IStructureMutator Mutator { get; } = new RecordMutator(static (output, random) =>
    {
        int type = random.Below(9);
        int length = type < ReturnPathLengths.Length && ReturnPathLengths[type] >= 0 ? ReturnPathLengths[type] : random.Below(20);
        output.AppendUInt16(type);
        output.AppendUInt16(length);
        for (int i = 0; i < length; i++)
            output.Append((byte)random.Below(4));
    });

    private static ReadOnlySpan<int> ReturnPathLengths => [-1, 4, 4, -1, 12, -1, 4, 0];

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds(string fixtures) => SeedInputs.Files(fixtures, "streams", "*.rp.bin").Select(File.ReadAllBytes).Concat(SeedInputs.Made(Mutator, 60));

    /// <inheritdoc/>
    public override string Run(ReadOnlySpan<byte> input) => Read(new MemoryInput(input.ToArray()), input, null);

    /// <inheritdoc/>
    public override void Examine(ReadOnlySpan<byte> input)
    {
        byte[] bytes = input.ToArray();
        var whole = new List<ReturnPathMessage>();
        string outcome = Read(new MemoryInput(bytes), input, whole);
        foreach (int piece in (ReadOnlySpan<int>)[1, 3])
        {
            var split = new List<ReturnPathMessage>();
            Check(Read(new PiecewiseInput(bytes, piece), input, split) == outcome && split.SequenceEqual(whole), "what is read does not depend on how it is split");
        }
    }

    private static string Read(ByteInput input, ReadOnlySpan<byte> bytes, List<ReturnPathMessage>? read)
    {
        var output = new MemoryOutput();
        var writer = new ReturnPathWriter(output);
        var reader = new ReturnPathReader(input);
        while (true)
        {
            if (!reader.Read().TryGet(out ReturnPathMessage? message, out ParseError? error))
            {
                Check(error.Offset >= 0 && error.Offset <= bytes.Length, "an error lies inside the input");
                return error.Code;
            }

            if (message is null)
                break;
            _ = message.Name;
            _ = message.Value;
            writer.Write(message.Type, message.Data.Span);
            read?.Add(message);
        }

        Check(output.Written.Span.SequenceEqual(bytes), "what was read is written alike");
        return Accepted;
    }
}
