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
    public override IReadOnlyList<string> Outcomes { get; } = [Accepted, Errors.Truncated.Code, Errors.LimitExceeded.Code, Errors.StreamReturnMessage.Code];

    /// <inheritdoc/>
    public override IReadOnlyList<string> ParserFiles => ["src/LocalMig/Stream/ReturnPath.cs", "src/LocalMig/Stream/ReturnPathReader.cs"];

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Dictionary { get; } = Words.Bytes("0001000400000000", "00020004", "0003", "0004000c", "0005", "0000000000000008", "0123456789abcdef", "00060004", "00070000");

    /// <inheritdoc/>
    public override IStructureMutator Mutator { get; } = new RecordMutator(static (output, random) =>
    {
        int type = random.Below(9);
        int name = random.Below(6);
        int nameAt = (ReturnPathType)type switch { ReturnPathType.RequestPagesOfBlock => 12, ReturnPathType.ReceivedBitmap => 0, _ => -1 };
        int length = type < ReturnPathLengths.Length && ReturnPathLengths[type] >= 0 ? ReturnPathLengths[type] : nameAt >= 0 ? nameAt + 1 + name : random.Below(20);
        output.AppendUInt16(type);
        output.AppendUInt16(length);
        for (int i = 0; i < length; i++)
            output.Append(i == nameAt && !random.OneIn(8) ? (byte)name : (byte)random.Below(4));
        if (type != (int)ReturnPathType.ReceivedBitmap)
            return;
        int bitmap = random.Below(3) * 8;
        output.AppendUInt64((ulong)bitmap);
        output.Append(new byte[bitmap]);
        output.AppendUInt64(ReturnPathMessage.BitmapEnd);
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
            _ = message.Block;
            _ = message.Pages;
            writer.Write(message);
            read?.Add(message);
        }

        Check(output.Written.Span.SequenceEqual(bytes), "what was read is written alike");
        return Accepted;
    }
}
